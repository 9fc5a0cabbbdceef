"""The typed view of an update that all conversations share."""

from typing import Any

from telegram import CallbackQuery, Message, ReplyKeyboardMarkup, Update, User
from telegram.ext import CallbackContext, ExtBot

from cases.model import Person, PersonId
from cases.step import Ask
from handlers.cleaning import one_line, shorten
from handlers.session import Session, here
from handlers.texts import Catalogue, Words, language_of

Context = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]


def person_of(user: User) -> Person:
    """The person behind a Telegram user, with a name that is safe to show."""
    name = shorten(one_line(user.full_name), 64) or str(user.id)
    return Person(PersonId(user.id), name, user.username, language_of(user.language_code))


def message_of(update: Update) -> Message:
    """The message of an update that a message filter let through."""
    if update.effective_message is None:
        raise TypeError(f"update {update.update_id} has no message")
    return update.effective_message


def query_of(update: Update) -> CallbackQuery:
    """The pressed button of an update that a callback pattern let through."""
    if update.callback_query is None:
        raise TypeError(f"update {update.update_id} has no callback query")
    return update.callback_query


def session() -> Session:
    """Where the person of this update stands."""
    return here.get()


def ask_of(update: Update) -> Ask:
    """Who asks by this update; the same update a second time asks the same."""
    return Ask(session().person.id, f"update:{update.update_id}")


def id_of(update: Update) -> str:
    """An id for what begins with this update; handled a second time, it begins the same thing."""
    return f"{update.update_id & 0xFFFFFFFF:08x}"


class Talk:
    """The language of whoever is talking, and the keyboards that go with it."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    @property
    def words(self) -> Words:
        """The words of the person of this update."""
        return self.catalogue[session().person.language]

    def main_keyboard(self) -> ReplyKeyboardMarkup:
        """The three buttons that are always there."""
        words = self.words
        return ReplyKeyboardMarkup(
            [[words.plain("menu.report")], [words.plain("menu.my"), words.plain("menu.help")]],
            resize_keyboard=True,
            is_persistent=True,
        )

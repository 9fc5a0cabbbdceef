"""What a report in the making is answered: a question for what is missing, or the card."""

import logging
from enum import StrEnum

from telegram import (
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest

from cases.model import CaseId
from handlers.context import Talk, message_of, session
from handlers.draft_card import DraftCard
from handlers.drafts import Drafts
from handlers.ports import Card
from handlers.sending import Outgoing, edit
from handlers.session import Draft
from handlers.texts import Html

logger = logging.getLogger(__name__)


class Step(StrEnum):
    """Where a report stands: things are being collected, or the card waits for an answer."""

    COLLECTING = "collecting"
    CONFIRMING = "confirming"


def stay(draft: Draft) -> Step:
    """The step in which the report is and remains."""
    return Step.CONFIRMING if draft.card else Step.COLLECTING


class Answers:
    """Answers what was just sent."""

    def __init__(self, talk: Talk, drafts: Drafts, card: DraftCard) -> None:
        self._talk, self._drafts, self._card = talk, drafts, card

    async def answer(self, update: Update, draft: Draft) -> Step:
        """Ask for what is missing, or show the card; an album is answered once."""
        if session().album_pending:
            return stay(draft)
        missing = _missing(draft)
        if missing:
            text = Html("\n".join([*self._danger(draft), self._request(draft, missing)]))
            await self._reply(message_of(update), text, self.keyboard(draft))
            return Step.COLLECTING
        return await self._show(update, draft)

    async def redraw(self, message: Message, draft: Draft, card: int) -> None:
        """Draw the card anew where it stands."""
        await edit(
            message.get_bot(), Card(CaseId(0), session().person.id, card), self._drawn(draft)
        )

    def keyboard(self, draft: Draft) -> ReplyKeyboardMarkup:
        """The keys while a report is being written."""
        words = self._talk.words
        rows: list[list[KeyboardButton | str]] = [
            [KeyboardButton(words.plain("button.send_location"), request_location=True)]
        ]
        if not draft.photos:
            rows.append([words.plain("button.skip_photos")])
        if not draft.contact:
            send = KeyboardButton(words.plain("button.send_contact"), request_contact=True)
            rows.append([send])
        rows.append([words.plain("button.cancel")])
        return ReplyKeyboardMarkup(rows, resize_keyboard=True)

    def _drawn(self, draft: Draft) -> Outgoing:
        reading, disputed = self._drafts.read(draft), self._drafts.disputed(draft)
        return self._card.draw(draft, reading, disputed, self._talk.words)

    def _request(self, draft: Draft, missing: list[str]) -> Html:
        words = self._talk.words
        photos = words("report.have_photos", count=len(draft.photos)) if draft.photos else ""
        wants = "_".join(missing)
        hint = "" if draft.photos or draft.photos_skipped else words("report.photo_hint")
        return Html("".join([photos, words(f"report.want_{wants}"), hint]))

    def _danger(self, draft: Draft) -> list[Html]:
        return [self._talk.words("report.danger")] if draft.urgent else []

    async def _show(self, update: Update, draft: Draft) -> Step:
        """Show the card below what was just said; the card that it replaces goes."""
        message = message_of(update)
        old = draft.card
        if old is not None and _belongs_to_answer(message):
            await self.redraw(message, draft, old)
            return Step.CONFIRMING
        if draft.urgent and old is None:
            await message.reply_text(self._talk.words("report.danger"))
        what = self._drawn(draft)
        draft.card = await self._reply(message, what.text, what.buttons)
        if old is not None:
            await remove(message, old)
        return Step.CONFIRMING

    async def _reply(
        self,
        message: Message,
        text: Html,
        markup: ReplyKeyboardMarkup | InlineKeyboardMarkup | None,
    ) -> int:
        """Answer; a straggler of an album that was answered changes that answer instead."""
        here = session()
        inline = isinstance(markup, InlineKeyboardMarkup)
        if here.answer is not None and _belongs_to_answer(message) and not inline:
            card = Card(CaseId(0), here.person.id, here.answer)
            await edit(message.get_bot(), card, Outgoing(text))
            return here.answer
        sent = await message.reply_text(text, reply_markup=markup)
        here.answered_album, here.answer = message.media_group_id or "", sent.message_id
        return sent.message_id


def _missing(draft: Draft) -> list[str]:
    have = {"place": draft.place is not None, "text": bool(draft.text)}
    return [name for name, there in have.items() if not there]


def _belongs_to_answer(message: Message) -> bool:
    """Whether the message is of the album that was answered last."""
    group = message.media_group_id
    return group is not None and group == session().answered_album


async def remove(message: Message, card: int) -> None:
    """Take a message of ours out of the chat, as far as Telegram lets us."""
    try:
        await message.get_bot().delete_message(message.chat_id, card)
    except BadRequest as error:  # older than Telegram lets a bot delete
        logger.info("card %s of %s left standing: %s", card, message.chat_id, error)

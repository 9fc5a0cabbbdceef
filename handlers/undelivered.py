"""/undelivered: what could not be delivered, why, and another try at the press of a button."""

import re
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from cases.staff import Staff
from handlers.cleaning import one_line, shorten
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.ports import DeadLetter, DeadLetters
from handlers.sending import Outgoing
from handlers.texts import Html, Words

PAGE = 8
UNDELIVERED_BUTTON = re.compile(r"undelivered:(page|again):(\d{1,18})\Z")
# What Telegram's errors mean, by what they contain.
_REASONS = {
    "blocked": "blocked",
    "deactivated": "deactivated",
    "initiate conversation": "never_started",
    "chat not found": "not_found",
    "kicked": "kicked",
    "not a member": "kicked",
    "timed out": "unreachable",
    "flood": "unreachable",
    "talking to telegram": "unreachable",
}


class UndeliveredList:
    """Dead letters before an admin."""

    def __init__(self, *, letters: DeadLetters, staff: Staff, talk: Talk) -> None:
        self._letters, self._staff, self._talk = letters, staff, talk

    async def command(self, update: Update, _: Context) -> None:
        """/undelivered."""
        await self._staff.require_admin(session().person.id)
        page = await self._page(0)
        await message_of(update).reply_text(page.text, reply_markup=page.buttons)

    async def press(self, update: Update, _: Context) -> None:
        """「再试一次」, or another page."""
        await self._staff.require_admin(session().person.id)
        query = query_of(update)
        match = UNDELIVERED_BUTTON.match(query.data or "")
        act, number = (match[1], int(match[2])) if match else ("page", 0)
        if act == "again":
            done = "again" if await self._letters.requeue(number) else "gone"
            await query.answer(self._talk.words.plain(f"undelivered.{done}"))
        else:
            await query.answer()
        page = await self._page(number if act == "page" else 0)
        await message_of(update).edit_text(page.text, reply_markup=page.buttons)

    async def _page(self, offset: int) -> Outgoing:
        letters, total = await self._letters.page(offset, PAGE)
        words = self._talk.words
        if not letters:
            return Outgoing(words("undelivered.none"))
        lines = [words("undelivered.title", total=total)]
        lines += [
            self._line(place, letter, words)
            for place, letter in enumerate(letters, start=offset + 1)
        ]
        rows = [
            [_button(words.plain("undelivered.retry", place=place), "again", letter.id)]
            for place, letter in enumerate(letters, start=offset + 1)
        ]
        turns = _turns(offset, total, words)
        return Outgoing(Html("\n".join(lines)), InlineKeyboardMarkup([*rows, turns]))

    @staticmethod
    def _line(place: int, letter: DeadLetter, words: Words) -> Html:
        return words(
            "undelivered.line",
            place=place,
            at=words.moment(letter.at),
            number=letter.number,
            name=letter.name or words.plain("undelivered.somebody"),
            why=_why(letter.why, words),
        )


def _why(error: str, words: Words) -> str:
    said = error.lower()
    for sign, reason in _REASONS.items():
        if sign in said:
            return words.plain(f"undelivered.{reason}")
    return words.plain("undelivered.refused", error=shorten(one_line(error), 120))


def _turns(offset: int, total: int, words: Words) -> Sequence[InlineKeyboardButton]:
    turns = []
    if offset > 0:
        turns.append(_button(words.plain("button.newer"), "page", max(0, offset - PAGE)))
    if offset + PAGE < total:
        turns.append(_button(words.plain("button.older"), "page", offset + PAGE))
    return turns


def _button(label: str, act: str, number: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"undelivered:{act}:{number}")

"""/strike NUMBER reason, /appeal words, and the admins' word on an appeal."""

import re

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from cases.citizen_book import Verdict
from cases.conduct import Conduct
from cases.model import Notice
from cases.staff import Staff
from handlers.arguments import arguments
from handlers.cleaning import shorten
from handlers.context import Context, Talk, ask_of, message_of, query_of, session
from handlers.texts import Words

STRIKE_BUTTON = re.compile(r"strike:(\d{1,9}):(kept|lifted)\Z")
TEXT_LIMIT = 1000


class Conducting:
    """Warnings in the chat."""

    def __init__(self, conduct: Conduct, staff: Staff, talk: Talk) -> None:
        self._conduct, self._staff, self._talk = conduct, staff, talk

    async def strike(self, update: Update, _: Context) -> None:
        """/strike NUMBER reason."""
        parts = arguments(update, 2)
        if not parts:
            await self._staff.require_admin(session().person.id)
            await message_of(update).reply_text(self._talk.words("form.strike"))
            return
        case = await self._conduct.strike(parts[0].upper(), parts[1], ask_of(update))
        await message_of(update).reply_text(self._talk.words("conduct.struck", number=case.number))

    async def appeal(self, update: Update, _: Context) -> None:
        """/appeal words."""
        parts = arguments(update, 1)
        if not parts:
            await message_of(update).reply_text(self._talk.words("form.appeal"))
            return
        await self._conduct.appeal(shorten(parts[0], TEXT_LIMIT), session().person.id)
        await message_of(update).reply_text(self._talk.words("conduct.appealed"))

    async def judge(self, update: Update, _: Context) -> None:
        """「撤销警告」 or 「维持警告」."""
        query = query_of(update)
        match = STRIKE_BUTTON.match(query.data or "")
        strike, wish = (int(match[1]), Verdict(match[2])) if match else (0, Verdict.KEPT)
        verdict = await self._conduct.judge(strike, wish, session().person.id)
        await query.answer()
        await query.edit_message_text(self._talk.words(f"conduct.{verdict}"))


def under_appeal(notice: Notice, words: Words) -> InlineKeyboardMarkup | None:
    """What an admin can press under an appeal."""
    strike = notice.facts.get("strike")
    if notice.kind != "appealed" or strike is None:
        return None
    row = [
        InlineKeyboardButton(
            words.plain(f"conduct.button_{verdict}"), callback_data=f"strike:{strike}:{verdict}"
        )
        for verdict in (Verdict.LIFTED, Verdict.KEPT)
    ]
    return InlineKeyboardMarkup([row])

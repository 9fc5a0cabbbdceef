"""/mydata, /forgetme, and 「联系方式」: people and what is stored about them."""

import json
import re
from collections.abc import Mapping

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from cases.privacy import Privacy
from handlers.callback_data import CaseButton
from handlers.context import Context, Talk, ask_of, message_of, query_of, session
from handlers.texts import Html, Words

FORGET_BUTTON = re.compile(r"forget:(yes|no)\Z")
FILE = "mydata.json"
_COUNTED = ("cases", "remarks", "followers", "strikes", "contact_seen", "survey_appeals")

Records = Mapping[str, list[Mapping[str, object]]]


class PrivacyTalk:
    """What people ask about themselves."""

    def __init__(self, privacy: Privacy, talk: Talk) -> None:
        self._privacy, self._talk = privacy, talk

    async def mine(self, update: Update, _: Context) -> None:
        """/mydata: a short text, and everything as a file."""
        found = await self._privacy.about(session().person.id)
        whole = json.dumps(found, ensure_ascii=False, indent=2, default=str).encode()
        text = _told(found, self._talk.words)
        await message_of(update).reply_document(whole, caption=text, filename=FILE)

    async def forget(self, update: Update, _: Context) -> None:
        """/forgetme: say what goes and what stays, and ask."""
        words = self._talk.words
        at = await self._privacy.leaving(session().person.id)
        if at is None:
            text, acts = words("privacy.ask"), ["yes", "no"]
        else:
            text, acts = words("privacy.leaving", at=words.moment(at)), ["no"]
        row = [
            InlineKeyboardButton(words.plain(f"privacy.{act}"), callback_data=f"forget:{act}")
            for act in acts
        ]
        await message_of(update).reply_text(text, reply_markup=InlineKeyboardMarkup([row]))

    async def decide(self, update: Update, _: Context) -> None:
        """「注销」 or 「不注销」."""
        query, words = query_of(update), self._talk.words
        match = FORGET_BUTTON.match(query.data or "")
        person = session().person.id
        if match is not None and match[1] == "yes":
            at = await self._privacy.leave(person)
            text = words("privacy.leaving", at=words.moment(at))
        else:
            await self._privacy.stay(person)
            text = words("privacy.stays")
        await query.answer()
        await query.edit_message_text(text)

    async def contact(self, update: Update, context: Context) -> None:
        """「联系方式」: the number, for whoever handles the case, and never into a group."""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        phone = await self._privacy.contact(button.case, ask_of(update))
        await query.answer()
        text = self._talk.words("privacy.contact", phone=phone)
        await context.bot.send_message(session().person.id, text)


def _told(found: Records, words: Words) -> Html:
    [person] = found["people"] or [{}]
    counts = {name: len(found[name]) for name in _COUNTED}
    phones = sum(1 for case in found["cases"] if case["contact"])
    nickname = next((str(row["name"]) for row in found["nicknames"]), "")
    return words(
        "privacy.mine",
        name=person.get("name", ""),
        username=f"@{person['username']}" if person.get("username") else "-",
        nickname=nickname or "-",
        phones=phones,
        draft=words.plain("privacy.has_draft" if found["sessions"] else "privacy.no_draft"),
        **counts,
    )

"""/decide: what the meeting decides becomes a case, with whoever sees to it and until when."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update

from cases.city import City
from cases.meetings import Decision, Meetings
from cases.model import Kind, PersonId, Place, Report, Source
from cases.step import Ask
from handlers.arguments import Moments
from handlers.cleaning import clean, shorten
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.ports import Reader, Reading
from handlers.texts import Html

DECIDE_BUTTON = re.compile(r"decide:([\w-]{1,40})\Z")
TEXT_LIMIT = 1000
LIKELY, LED = 3, 7  # categories to choose from: what the words suggest, what the office leads


@dataclass(frozen=True, slots=True)
class _Said:
    """A decision as it was typed."""

    target: str
    due: datetime
    text: str


class Deciding:
    """The command, and the choice of a category where the words leave it open. What was decided
    stands in the admin's own message, to which the question is an answer."""

    def __init__(
        self,
        *,
        meetings: Meetings,
        moments: Moments,
        reader: Reader,
        city: City,
        districts: Sequence[str],
        talk: Talk,
    ) -> None:
        self._meetings, self._moments, self._reader = meetings, moments, reader
        self._city, self._districts, self._talk = city, districts, talk

    async def command(self, update: Update, _: Context) -> None:
        """/decide TARGET DEADLINE text."""
        await self._meetings.require_chair(session().person.id)
        message, words = message_of(update), self._talk.words
        said = self._read(message.text)
        if said is None:
            await message.reply_text(words("form.decide"))
            return
        reading = self._reader.read(said.text)
        if not reading.categories or reading.abstain:
            await message.reply_text(
                words("decide.choose", text=said.text),
                reply_markup=self._choice(said, reading),
                do_quote=True,
            )
            return
        await message.reply_text(await self._decide(message, said, reading.categories[0]))

    async def press(self, update: Update, _: Context) -> None:
        """A category was chosen: the message that was answered says the rest."""
        query = query_of(update)
        match = DECIDE_BUTTON.match(query.data or "")
        asked = query.message.reply_to_message if isinstance(query.message, Message) else None
        said = self._read(asked.text) if asked is not None else None
        if match is None or asked is None or said is None:
            await query.answer(self._talk.words.plain("report.old_card"), show_alert=True)
            return
        done = await self._decide(asked, said, match[1])
        await query.answer()
        await query.edit_message_text(done)

    def _read(self, text: str | None) -> _Said | None:
        """Target, deadline and words; None where one is missing."""
        target, _, rest = clean(text or "").partition(" ")[2].strip().partition(" ")
        due, words = self._moments.at_the_start(rest)
        if due is None or not words:
            return None
        return _Said(target, due, shorten(words, TEXT_LIMIT))

    async def _decide(self, message: Message, said: _Said, category: str) -> Html:
        """One message is one decision, however often a button is pressed."""
        by, words = session().person.id, self._talk.words
        why = words.plain("decide.why")
        report = Report(
            Kind.PROBLEM, category, said.text, self._place(said), source=Source.MEETING
        )
        key = f"decide:{message.chat_id}:{message.message_id}"
        decision = Decision(said.target, said.due, report, why)
        case = await self._meetings.decide(decision, Ask(PersonId(by), key))
        return words(
            "decide.done",
            number=case.number,
            organisation=case.organisation or "",
            due=words.moment(case.promised_at or said.due),
            name=self._city.categories[case.report.category].name,
        )

    def _place(self, said: _Said) -> Place:
        """What the words name; else the district of the organisation, or the whole city."""
        reading = self._reader.read(said.text)
        of_office = next((one for one in self._districts if said.target.startswith(one)), None)
        district = reading.district or of_office
        return Place(reading.address or district or self._city.name, district)

    def _choice(self, said: _Said, reading: Reading) -> InlineKeyboardMarkup:
        """The likeliest, then those that the target leads."""
        led = [
            code
            for code, category in self._city.categories.items()
            if category.organisation == said.target
        ]
        codes = dict.fromkeys([*reading.categories[:LIKELY], *led[:LED]])
        found = list(codes) or list(self._city.categories)[:LED]
        keys = [
            InlineKeyboardButton(self._city.categories[code].name, callback_data=f"decide:{code}")
            for code in found
        ]
        return InlineKeyboardMarkup([keys[start : start + 2] for start in range(0, len(keys), 2)])

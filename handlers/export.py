"""/export: cases as a file, with a message that tells how far it is."""

import logging
import tempfile
from datetime import date, datetime, time, timedelta
from pathlib import Path

from telegram import Message, Update
from telegram.error import TelegramError

from cases.city import City
from cases.listing import sight
from cases.ports import CaseQuery, Clock
from handlers.context import Context, Talk, message_of, session
from handlers.ports import FORMATS, Exports

logger = logging.getLogger(__name__)

USUALLY = timedelta(days=30)
TELL_EVERY = 5_000


class Exporting:
    """The export in the chat."""

    def __init__(self, *, exports: Exports, city: City, talk: Talk, clock: Clock) -> None:
        self._exports, self._city, self._talk, self._clock = exports, city, talk, clock

    async def command(self, update: Update, _: Context) -> None:
        """/export [from] [to] [xlsx|csv|json]: by default the last thirty days, as .xlsx."""
        message, words = message_of(update), self._talk.words
        parts = (message.text or "").lower().split()[1:]
        named = [part for part in parts if part in FORMATS]
        days = [_day(part) for part in parts if part not in FORMATS]
        today = self._city.local_day(self._clock())
        first, last = (*days, *(today - USUALLY, today)[len(days) :])[:2]
        if len(days) > 2 or first is None or last is None or first > last:  # noqa: PLR2004
            await message.reply_text(words("form.export"))
            return
        sight(session().person, self._city.tree)  # refuses before it says that it has begun
        note = await message.reply_text(words("export.begun"))
        name = f"cases-{first}-{last}.{(named or FORMATS)[0]}"
        wish = span(first, last, self._city)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / name
            count = await self._exports.write_for(
                session().person.id, wish, path, self._tell(note)
            )
            with path.open("rb") as file:
                await message.reply_document(file, filename=name)
        await note.edit_text(words("export.done", count=count))

    def _tell(self, note: Message) -> "_Telling":
        return _Telling(note, self._talk)


class _Telling:
    """Edits one message in place, seldom enough."""

    def __init__(self, note: Message, talk: Talk) -> None:
        self._note, self._talk, self._told = note, talk, 0

    async def __call__(self, done: int, total: int) -> None:
        if done - self._told < TELL_EVERY:
            return
        self._told = done
        try:
            await self._note.edit_text(self._talk.words("export.progress", done=done, total=total))
        except TelegramError as error:
            logger.info("the progress of an export was not told: %s", error)


def span(first: date, last: date, city: City) -> CaseQuery:
    """The cases that were reported from *first* to the end of *last*, as the city counts days."""
    begins = datetime.combine(first, time(), city.zone)
    ends = datetime.combine(last + timedelta(days=1), time(), city.zone)
    return CaseQuery(filed_from=begins, filed_before=ends)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

"""What follows a command, taken apart."""

import re
from datetime import datetime, time

from telegram import Update

from cases.city import City
from cases.limits import Limit
from cases.ports import Clock
from handlers.cleaning import clean
from handlers.context import message_of

_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d{2}))?\Z")
_AMOUNT = re.compile(r"(\d{1,3}) ?(h|d)\Z")


def arguments(update: Update, count: int) -> list[str] | None:
    """What follows the command, split into *count* parts; None where there are fewer."""
    text = clean(message_of(update).text or "")
    parts = text.split(maxsplit=count)[1:]
    return parts if len(parts) == count else None


class Moments:
    """Reads moments as people of the office write them."""

    def __init__(self, city: City, clock: Clock) -> None:
        self._city, self._clock = city, clock

    def at_the_end(self, text: str) -> tuple[str, datetime | None]:
        """*text* and the moment that may end it: ``2026-03-01 17:30``, ``3d`` or ``4h``."""
        words = text.split()
        for count in (2, 1):
            moment = self.read(" ".join(words[-count:])) if len(words) > count else None
            if moment is not None:
                return " ".join(words[:-count]), moment
        return text, None

    def at_the_start(self, text: str) -> tuple[datetime | None, str]:
        """The moment that may begin *text*, and the rest."""
        words = text.split()
        for count in (2, 1):
            moment = self.read(" ".join(words[:count])) if len(words) >= count else None
            if moment is not None:
                return moment, " ".join(words[count:])
        return None, text

    def read(self, text: str) -> datetime | None:
        """A day (its closing time), a day and hour, so many working days or hours from now; None
        for anything else."""
        if match := _AMOUNT.match(text):
            unit = "workday" if match[2] == "d" else "hour"
            limit = Limit.parse(f"{max(1, int(match[1]))} {unit}")
            return self._city.calendar.due(self._clock(), limit).at
        match = _DAY.match(text)
        return self._date(match) if match else None

    def _date(self, match: re.Match[str]) -> datetime | None:
        year, month, day, hour, minute = (int(part) if part else None for part in match.groups())
        closing = self._city.calendar.spans[-1][1]
        try:
            at = closing if hour is None else time(hour, minute or 0)
            return datetime(
                year or 1, month or 1, day or 1, at.hour, at.minute, tzinfo=self._city.zone
            )
        except ValueError:
            return None

"""How long something may take, as the taxonomy writes it."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """Hours run round the clock; the others only while the city works."""

    HOUR = "hour"
    WORKHOUR = "workhour"
    WORKDAY = "workday"


_FORM = re.compile(rf"([1-9]\d{{0,3}}) ({'|'.join(Unit)})\Z")


@dataclass(frozen=True, slots=True)
class Limit:
    """An amount of one unit, such as ``4 workhour``."""

    amount: int
    unit: Unit

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """Read ``"4 workhour"``; raises ValueError naming the right form for anything else."""
        match = _FORM.match(text)
        if match is None:
            raise ValueError(f"{text!r} is not a limit; write e.g. '4 hour' or '3 workday'")
        return cls(int(match[1]), Unit(match[2]))

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}"

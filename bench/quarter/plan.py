"""The size of the thing, and what goes wrong in it."""

from dataclasses import dataclass, field
from datetime import date, datetime, time

from bench.quarter.days import DAY, ZONE, works

EACH, MOST = 4, 19  # officials of an organisation
A_QUARTER = 1000  # cases that one more official of each organisation handles in three months


@dataclass
class Plan:
    """The size of the thing."""

    first: date
    days: int
    cases: int
    kills: int
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    downs: list[tuple[datetime, datetime]] = field(default_factory=list)
    leaves: int = 0
    blocks: int = 0
    staff: int = 2  # officials of each organisation


def quarter(first: date, days: int, cases: int) -> Plan:
    """What goes wrong meanwhile: Telegram away from an afternoon until after midnight and over a
    whole morning, the service down from one afternoon to the next morning, and, in proportion,
    kills, leaves, blocks."""
    work = [day for n in range(days) if works(day := first + DAY * n)]
    third, half, last = (work[len(work) * n // 6] for n in (2, 3, 4))
    staff = min(MOST, EACH + cases // A_QUARTER)
    return Plan(
        first,
        days,
        cases,
        kills=max(3, days // 3),
        outages=[(_at(third, 14), _at(third + DAY, 1, 30)), (_at(half, 5), _at(half, 11, 20))],
        downs=[(_at(last, 15), _at(last + DAY, 10))],
        leaves=max(4, days * staff // 12),
        blocks=max(2, days * staff // 48),
        staff=staff,
    )


def _at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE)

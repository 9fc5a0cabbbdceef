"""The figures of a span of days: what is counted, and how rates and changes are rounded.

Received and accepted count reports; all else counts what organisations have to do, so that the
part of an assisting organisation counts there and not among the reports, and so does what a
meeting, a plan or a repeat spot orders.
"""

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

MOST_DAYS = 1100
BY_DAY, BY_WEEK = 31, 182
CELLS_A_DEGREE = 200  # a hot spot is about half a kilometre wide
HUNDREDTH = Decimal("0.01")


class Cut(StrEnum):
    """By what the whole is divided."""

    ORGANISATION = "organisation"
    DISTRICT = "district"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in a span.

    *received*: reports filed in it. *accepted*: reports given to an organisation for the first
    time (or published) in it. *returned*, *reopened*, *extended*: how often that was done in it.

    *due* (应结案数): cases whose promised time lies in it, unless they were declined, merged or
    withdrawn, or are suspended now. All that follows is of these, as they stand when they are
    counted: *closed*; *on_time*, closed and resolved no later than promised; *solved*, closed
    with a verified solution that has held (反复点位, see ``cases.repeats``, have not); *rated* by
    their reporter; *satisfied*, rated 4 or 5. *median_hours* of those closed, round the clock,
    from the first assignment to the last resolution.
    """

    received: int = 0
    accepted: int = 0
    due: int = 0
    closed: int = 0
    on_time: int = 0
    solved: int = 0
    rated: int = 0
    satisfied: int = 0
    returned: int = 0
    reopened: int = 0
    extended: int = 0
    median_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """A place from which many reports came: its middle (WGS-84 degrees) and their number."""

    latitude: float
    longitude: float
    count: int


@dataclass(frozen=True, slots=True)
class Days:
    """A span of whole local days; both ends belong to it."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Raises ValueError for a span that ends before it begins, or is too long to draw."""
        if self.last < self.first or len(self) > MOST_DAYS:
            raise ValueError(f"a span has 1 to {MOST_DAYS} days")

    def __len__(self) -> int:
        return (self.last - self.first).days + 1

    @classmethod
    def up_to(cls, today: date, count: int) -> "Days":
        """The last *count* days, today among them."""
        return cls(today - timedelta(days=count - 1), today)

    @classmethod
    def month(cls, year: int, month: int) -> "Days":
        """A month of the calendar; raises ValueError where there is none."""
        first = date(year, month, 1)
        return cls(first, _last_of_month(first))

    def before(self) -> "Days":
        """The span to compare with: the month before for a month, else as many days before."""
        last = self.first - timedelta(days=1)
        if self.first.day == 1 and self.last == _last_of_month(self.first):
            return Days(last.replace(day=1), last)
        return Days.up_to(last, len(self))

    def pieces(self) -> list["Days"]:
        """The span in days, weeks or months, so that a picture has room for them all."""
        pieces, first = [], self.first
        while first <= self.last:
            last = min(self.last, self._piece_end(first))
            pieces.append(Days(first, last))
            first = last + timedelta(days=1)
        return pieces

    def _piece_end(self, first: date) -> date:
        if len(self) <= BY_DAY:
            return first
        return first + timedelta(days=6) if len(self) <= BY_WEEK else _last_of_month(first)


@dataclass(frozen=True, slots=True)
class Span:
    """From *start* up to and without *end*."""

    start: datetime
    end: datetime


def spans(days: Days, zone: tzinfo, now: datetime) -> tuple[Span, Span]:
    """The days as moments, and the days before them. What of *days* comes after *now* is left out
    of both, so that a week that has just begun is not held against a whole one."""
    whole, former = _whole(days, zone), _whole(days.before(), zone)
    end = max(whole.start, min(whole.end, now + timedelta.resolution))
    if end == whole.end:
        return whole, former
    return (
        Span(whole.start, end),
        Span(former.start, min(former.end, former.start + (end - whole.start))),
    )


def bounds(days: Sequence[Days], zone: tzinfo) -> list[datetime]:
    """The moments between which the days lie: one more than there are."""
    return [_whole(days[0], zone).start, *(_whole(one, zone).end for one in days)]


def rate(part: int, base: int) -> Decimal | None:
    """*part* of *base* in percent, to two places, halves away from zero; None without a base."""
    return _percent(Decimal(part), base)


def change(now: int, before: int) -> Decimal | None:
    """How much more *now* is than *before*, in percent of *before*, rounded likewise."""
    return _percent(Decimal(now - before), before)


def _percent(part: Decimal, base: int) -> Decimal | None:
    return (100 * part / base).quantize(HUNDREDTH, ROUND_HALF_UP) if base else None


def _whole(days: Days, zone: tzinfo) -> Span:
    start = datetime.combine(days.first, time(), zone)
    return Span(start, datetime.combine(days.last + timedelta(days=1), time(), zone))


def _last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])

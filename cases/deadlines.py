"""The working clock of a Chinese city: exact to the second, and able to explain itself.

An *hour* runs round the clock. A *workhour* runs while the city works. A *workday* is one full
working day of time: three workdays from Monday 10:00 end on Thursday 10:00, and what starts
outside working time starts at the next working moment.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from functools import cache
from itertools import pairwise

import chinese_calendar

from cases.limits import Limit, Unit
from cases.openings import DAY, Openings

# 全国年节及纪念日放假办法 (2024): dates that stand in the law itself; the others follow the moon.
_FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}

WorkingDays = Callable[[date], bool]


class DayKind(StrEnum):
    """Why a day counts or does not; the words for people are in the catalogues."""

    WORKDAY = "workday"
    MAKE_UP = "make_up"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    ROUND_THE_CLOCK = "round_the_clock"


@dataclass(frozen=True, slots=True)
class Step:
    """One day of the sum: what kind of day it is, how much of it was counted, and between which
    moments (UTC)."""

    day: date
    kind: DayKind
    counted: timedelta
    provisional: bool = False
    begins: datetime | None = None
    ends: datetime | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something must be done, and how that was reckoned. Times are UTC."""

    start: datetime
    at: datetime
    limit: Limit | None = None
    provisional: bool = False
    steps: tuple[Step, ...] = ()


def announced(day: date) -> bool:
    """Whether *day* is worked, by the State Council; NotImplementedError for a year to come."""
    return bool(chinese_calendar.is_workday(day))


class WorkCalendar:
    """When the city works: spans of a day, public holidays, make-up weekends, its own days."""

    def __init__(
        self,
        *,
        timezone: tzinfo,
        spans: Sequence[tuple[time, time]],
        overrides: Mapping[date, bool] | None = None,
        working_days: WorkingDays = announced,
    ) -> None:
        """*spans* are the working hours in order; raises ValueError if they are not."""
        edges = [edge for span in spans for edge in span]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise ValueError("working hours must be spans in order that do not overlap")
        self.zone, self.spans = timezone, tuple(spans)
        self._overrides = dict(overrides or {})
        self._announced = working_days
        self._day = cache(self._look_up)
        self._hours = cache(self._opening_hours)
        self._openings = Openings(self._hours)
        self.working_day = sum((_length(a, b) for a, b in self.spans), timedelta())

    def is_working_day(self, day: date) -> bool:
        """Whether the city works on *day*, as far as is known."""
        return self._day(day)[0] in (DayKind.WORKDAY, DayKind.MAKE_UP)

    def is_announced(self, year: int) -> bool:
        """Whether the holidays of *year* are known."""
        return not self._day(date(year, 1, 4))[1]

    def due(self, start: datetime, limit: Limit) -> Deadline:
        """The end of *limit* from *start*; provisional where it runs into an unannounced year."""
        start = start.astimezone(UTC)
        if limit.unit is Unit.HOUR:
            end = start + timedelta(hours=limit.amount)
            today = self._local(start).date()
            step = Step(today, DayKind.ROUND_THE_CLOCK, end - start, begins=start, ends=end)
            return Deadline(start, end, limit, provisional=False, steps=(step,))
        return self._worked(start, self.amount(limit), limit)

    def fixed(self, start: datetime, at: datetime) -> Deadline:
        """A deadline that somebody set by hand."""
        return Deadline(start.astimezone(UTC), at.astimezone(UTC))

    def left(self, now: datetime, due: datetime, unit: Unit) -> timedelta:
        """The time from *now* to *due* on the clock of *unit*; negative once it is over."""
        return due - now if unit is Unit.HOUR else self.between(now, due)

    def resumed(self, start: datetime, left: timedelta, unit: Unit) -> Deadline:
        """The moment that has *left* before it, counted from *start*: what ``left`` measured."""
        start = start.astimezone(UTC)
        if unit is Unit.HOUR:
            return Deadline(start, start + left)
        if left < timedelta():
            return Deadline(start, self.before(start, -left))
        return self._worked(start, left, None)

    def before(self, end: datetime, working_time: timedelta) -> datetime:
        """The latest moment from which *working_time* has been worked until *end*."""
        return self._openings.before(end.astimezone(UTC), working_time)

    def amount(self, limit: Limit) -> timedelta:
        """How much time *limit* is on its own clock: of all time, or of working time."""
        one = self.working_day if limit.unit is Unit.WORKDAY else timedelta(hours=1)
        return one * limit.amount

    def add(self, start: datetime, working_time: timedelta) -> datetime:
        """The moment at which *working_time* has been worked since *start*: what ``due`` says,
        without the steps."""
        return self._openings.after(start.astimezone(UTC), working_time)

    def end(self, start: datetime, limit: Limit) -> datetime:
        """The end of *limit* from *start*: what ``due`` says, without the steps."""
        if limit.unit is Unit.HOUR:
            return start + timedelta(hours=limit.amount)
        return self.add(start, self.amount(limit))

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments; negative if *end* is earlier."""
        return self._openings.between(start.astimezone(UTC), end.astimezone(UTC))

    def next_working_moment(self, at: datetime) -> datetime:
        """*at* itself while the city works, else the next opening."""
        return self._openings.after(at.astimezone(UTC), timedelta())

    def _worked(self, start: datetime, amount: timedelta, limit: Limit | None) -> Deadline:
        end = self.add(start, amount)
        last = self._local(end).date()
        steps = []
        first = self._local(start).date()
        for number in range((last - first).days + 1):
            steps.append(self._counted(first + DAY * number, start, end))
        provisional = any(step.provisional for step in steps)
        return Deadline(start, end, limit, provisional, tuple(steps))

    def _counted(self, day: date, start: datetime, end: datetime) -> Step:
        """The part of *day* between two moments."""
        kind, unsure = self._day(day)
        worked = [
            (max(opens, start), min(closes, end))
            for opens, closes in self._hours(day)
            if opens < end and closes > start
        ]
        counted = sum((ends - begins for begins, ends in worked), timedelta())
        begins, ends = (worked[0][0], worked[-1][1]) if worked else (None, None)
        return Step(day, kind, counted, unsure, begins, ends)

    def _opening_hours(self, day: date) -> tuple[tuple[datetime, datetime], ...]:
        """The working spans of *day* as moments; none on a day of rest."""
        if not self.is_working_day(day):
            return ()
        return tuple(
            (
                datetime.combine(day, opens, self.zone).astimezone(UTC),
                datetime.combine(day, closes, self.zone).astimezone(UTC),
            )
            for opens, closes in self.spans
        )

    def _look_up(self, day: date) -> tuple[DayKind, bool]:
        """What kind of day it is, and whether that is not announced yet."""
        weekend = day.weekday() >= 5  # noqa: PLR2004  # Saturday and Sunday
        unsure = False
        worked = self._overrides.get(day)
        if worked is None:
            try:
                worked = self._announced(day)
            except NotImplementedError:
                unsure = True
                worked = not weekend and (day.month, day.day) not in _FIXED_HOLIDAYS
        if worked:
            return (DayKind.MAKE_UP if weekend else DayKind.WORKDAY), unsure
        return (DayKind.WEEKEND if weekend else DayKind.HOLIDAY), unsure

    def _local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)


def shortened(limit: Limit) -> Limit:
    """The limit for rework: half of the first, and at least one unit."""
    return Limit(max(1, limit.amount // 2), limit.unit)


def _length(opens: time, closes: time) -> timedelta:
    day = date(2000, 1, 1)
    return datetime.combine(day, closes) - datetime.combine(day, opens)

"""Working time as a running sum: how much was worked by a moment, and by when so much is."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate

Hours = Callable[[date], Sequence[tuple[datetime, datetime]]]

DAY = timedelta(days=1)
YEARS = 10  # whoever does not work for so long never will


class Openings:
    """All openings of the years that were asked about, so that a sum over weeks is one look-up."""

    def __init__(self, hours: Hours) -> None:
        """*hours* are the spans worked on a day."""
        self._hours = hours
        self._first, self._last = date.max.year, date.min.year
        self._opens: list[datetime] = []
        self._closes: list[datetime] = []
        self._sums = [timedelta()]

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much is worked between two moments; negative if *end* is earlier."""
        self._reach(min(start, end).year - 1, max(start, end).year + 1)
        return self._by(end) - self._by(start)

    def after(self, start: datetime, amount: timedelta) -> datetime:
        """The first moment by which *amount* has been worked since *start*."""
        for years in range(1, YEARS):
            self._reach(start.year - 1, start.year + years)
            sum_ = self._by(start) + amount
            if amount > timedelta() and sum_ <= self._sums[-1]:
                index = bisect_left(self._sums, sum_) - 1
                return self._opens[index] + (sum_ - self._sums[index])
            index = bisect_right(self._closes, start)
            if not amount and index < len(self._opens):
                return max(start, self._opens[index])
        raise ValueError("the city never works again")

    def before(self, end: datetime, amount: timedelta) -> datetime:
        """The last moment from which *amount* is worked until *end*."""
        if not amount:
            return end
        for years in range(1, YEARS):
            self._reach(end.year - years, end.year + 1)
            sum_ = self._by(end) - amount
            if sum_ >= timedelta():
                index = bisect_right(self._sums, sum_) - 1
                return self._opens[index] + (sum_ - self._sums[index])
        raise ValueError("the city never worked before")

    def _by(self, at: datetime) -> timedelta:
        """What has been worked by *at* since the first opening."""
        index = bisect_right(self._opens, at) - 1
        if index < 0:
            return timedelta()
        return self._sums[index] + min(at, self._closes[index]) - self._opens[index]

    def _reach(self, first: int, last: int) -> None:
        """Know these years too."""
        if self._first <= first and last <= self._last:
            return
        self._first, self._last = min(first, self._first), max(last, self._last)
        days = (date(self._last, 12, 31) - (day := date(self._first, 1, 1))).days + 1
        spans = [span for number in range(days) for span in self._hours(day + DAY * number)]
        self._opens = [opens for opens, _ in spans]
        self._closes = [closes for _, closes in spans]
        self._sums = list(accumulate((b - a for a, b in spans), initial=timedelta()))

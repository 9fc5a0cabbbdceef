"""The working clock again, from the announcements themselves: a list of spans and their sums."""

from bisect import bisect_left, bisect_right
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import accumulate

ZONE = timezone(timedelta(hours=8))
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FIRST, LAST = date(2025, 12, 1), date(2027, 12, 31)
SPANS = ((time(8, 30), time(12)), (time(13, 30), time(17, 30)))
WORKDAY = 7.5 * HOUR
WAKES, SLEEPS = time(8), time(21)

# 国务院办公厅关于 2026 年部分节假日安排的通知; of 2027 only the dates of the law are known.
_RESTS = (
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
    ("2027-01-01", "2027-01-01"),
    ("2027-05-01", "2027-05-02"),
    ("2027-10-01", "2027-10-03"),
)
_MADE_UP = ("01-04", "02-14", "02-28", "05-09", "09-20", "10-10")
_WORKED = {date.fromisoformat(f"2026-{day}") for day in _MADE_UP}


def works(day: date) -> bool:
    """Whether the city works on *day*."""
    rests = any(a <= day.isoformat() <= b for a, b in _RESTS)
    return day in _WORKED or (day.weekday() < 5 and not rests)


def local(at: datetime) -> datetime:
    """The time on the city's clocks."""
    return at.astimezone(ZONE)


_DAYS = [FIRST + DAY * n for n in range((LAST - FIRST).days)]
_OPEN = [
    tuple(datetime.combine(day, edge, ZONE).astimezone(UTC) for edge in span)
    for day in _DAYS
    if works(day)
    for span in SPANS
]
_STARTS = [span[0] for span in _OPEN]
_SUMS = list(accumulate((b - a for a, b in _OPEN), initial=timedelta()))


def worked(at: datetime) -> timedelta:
    """The working time from the first of all days to *at*."""
    index = bisect_right(_STARTS, at) - 1
    if index < 0:
        return timedelta()
    return _SUMS[index] + min(at, _OPEN[index][1]) - _STARTS[index]


def moment(sum_: timedelta) -> datetime:
    """The first moment by which that much has been worked."""
    index = bisect_left(_SUMS, sum_) - 1
    return _STARTS[index] + (sum_ - _SUMS[index])


def after(at: datetime, working_time: timedelta) -> datetime:
    """*working_time* later."""
    return moment(worked(at) + working_time)


def before(at: datetime, working_time: timedelta) -> datetime:
    """The last moment from which there is *working_time* until *at*."""
    sum_ = worked(at) - working_time
    index = bisect_right(_SUMS, sum_) - 1
    return _STARTS[index] + (sum_ - _SUMS[index])


def awake(at: datetime) -> bool:
    """Whether people may be disturbed at *at* by what is not urgent."""
    here = local(at)
    return works(here.date()) and WAKES <= here.time() < SLEEPS


def humane(at: datetime) -> datetime:
    """*at*, or the next moment of work where people are to be left in peace."""
    if awake(at):
        return at
    index = bisect_right(_STARTS, at) - 1
    return at if at < _OPEN[index][1] else _STARTS[index + 1]

"""How often somebody may be reminded."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.attention import Attention, Policy, held_back, may_remind, reminded
from cases.deadlines import WorkCalendar
from cases.ladder import Ladder
from cases.model import Notice, PersonId, Urgency

ZIBO = ZoneInfo("Asia/Shanghai")
CALENDAR = WorkCalendar(timezone=ZIBO, spans=[(time(8, 30), time(17, 30))])
POLICY = Policy(CALENDAR, Ladder(()), timedelta(minutes=10), 3)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZIBO)


MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("attention", "now", "when"),
    [
        (None, "2026-03-02 09:00", "2026-03-02 09:00"),
        (None, "2026-03-02 22:30", "2026-03-03 08:30"),
        (None, "2026-03-07 10:00", "2026-03-09 08:30"),
        (("2026-03-02 09:00", 1), "2026-03-02 09:03", "2026-03-02 09:10"),
        (("2026-03-02 09:00", 1), "2026-03-02 09:10", "2026-03-02 09:10"),
        (("2026-03-02 09:00", 3), "2026-03-02 11:00", "2026-03-03 08:30"),
        (("2026-03-06 09:00", 3), "2026-03-06 11:00", "2026-03-09 08:30"),
        (("2026-03-02 09:00", 3), "2026-03-03 08:40", "2026-03-03 08:40"),
        (("2026-03-02 20:55", 1), "2026-03-02 20:58", "2026-03-03 08:30"),
        (("2026-03-02 12:00", 1), "2026-03-02 09:00", "2026-03-02 09:00"),
    ],
)
def test_now_or_when(attention: tuple[str, int] | None, now: str, when: str) -> None:
    before = None
    if attention is not None:
        moment = at(attention[0])
        before = Attention(moment, moment.date(), attention[1])
    assert may_remind(before, at(now), POLICY) == at(when)


moments = st.integers(0, 330 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(st.lists(moments, max_size=30).map(sorted))
def test_whoever_is_reminded_whenever_it_is_allowed_is_left_in_peace(
    wishes: list[datetime],
) -> None:
    """Never within the window, never more than the cap a day, never outside humane hours; and
    whoever waits as told to is let through."""
    attention: Attention | None = None
    told: list[datetime] = []
    for wish in wishes:
        now = max([wish, *told[-1:]])
        when = may_remind(attention, now, POLICY)
        assert when >= now
        assert may_remind(attention, when, POLICY) == when
        attention = reminded(attention, when, POLICY)
        told.append(when)
    assert all(second - first >= POLICY.window for first, second in pairwise(told))
    days = [POLICY.day(moment) for moment in told]
    assert all(days.count(day) <= POLICY.a_day for day in days)
    assert all(CALENDAR.is_working_day(day) for day in days)
    assert all(time(8) <= moment.astimezone(ZIBO).time() < time(21) for moment in told)


def test_what_is_urgent_or_no_reminder_is_not_held_back() -> None:
    assert held_back(Notice("", PersonId(1), "reminder"))
    assert not held_back(Notice("", PersonId(1), "reminder", None, Urgency.URGENT))
    assert not held_back(Notice("", PersonId(1), "assigned"))

"""How a due time comes about, part by part, and that no time is lost on the way."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.deadlines import shortened
from cases.limits import Limit, Unit
from cases.reckoning import Basis, Part, handed_on, reckon, reckoned
from tests.cases.test_deadlines import CALENDAR, limits, local, moments


@given(moments, limits, st.floats(-2, 2), st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_pause_gives_back_exactly_what_was_left_or_owed(
    start: datetime, limit: Limit, share: float, pause: timedelta
) -> None:
    """Also where the case was late already when it was suspended, and on every clock."""
    due = CALENDAR.due(start, limit).at
    suspended = due - timedelta(hours=round(20 * share))
    left = CALENDAR.left(suspended, due, limit.unit)
    resumed = suspended + pause
    again = CALENDAR.resumed(resumed, left, limit.unit).at
    assert CALENDAR.left(resumed, again, limit.unit) == left


@given(moments, st.integers(0, 90 * 60))
def test_stepping_back_is_the_way_there(start: datetime, minutes: int) -> None:
    worked = timedelta(minutes=minutes)
    back = CALENDAR.before(start, worked)
    assert back <= start
    assert CALENDAR.between(back, start) == worked
    assert (
        CALENDAR.between(CALENDAR.before(start, worked + timedelta(minutes=1)), back) > timedelta()
    )


@given(moments, limits, st.integers(1, 10))
def test_an_extension_is_added_to_what_was_due(start: datetime, limit: Limit, days: int) -> None:
    more = Limit(days, Unit.WORKDAY)
    parts = [Part(Basis.LIMIT, start, limit), Part(Basis.EXTENSION, start, more)]
    (_, first), (_, second) = reckoned(CALENDAR, parts)
    assert CALENDAR.between(first.at, second.at) == CALENDAR.amount(more)
    assert reckon(CALENDAR, parts).at == second.at


@given(moments, limits, st.timedeltas(timedelta(days=-30), timedelta(days=30)))
def test_who_comes_next_keeps_the_promise_and_has_at_least_half_the_time(
    now: datetime, limit: Limit, ahead: timedelta
) -> None:
    promised = now + ahead
    due = reckon(CALENDAR, [handed_on(CALENDAR, limit, promised, now)]).at
    assert due == max(promised, CALENDAR.due(now, shortened(limit)).at)


def test_a_late_extension_runs_from_when_it_is_granted() -> None:
    granted = local("2026-03-10 09:00")
    parts = [
        Part(Basis.LIMIT, local("2026-03-02 09:00"), Limit.parse("1 workday")),
        Part(Basis.EXTENSION, granted, Limit.parse("1 workday")),
    ]
    assert reckon(CALENDAR, parts).at == local("2026-03-11 09:00")


def test_a_part_that_says_nothing_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="neither when nor how long"):
        reckon(CALENDAR, [Part(Basis.LIMIT, datetime(2026, 3, 2, tzinfo=UTC))])

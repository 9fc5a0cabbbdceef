"""The working clock, by named days and by properties."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rungs import rung_of
from cases.deadlines import WorkCalendar, announced
from cases.ladder import Audience, Ladder, Scope, Timer, next_after, owed
from cases.limits import Limit
from cases.reckoning import Basis, Part, reckon

ZIBO = ZoneInfo("Asia/Shanghai")
SPANS = [(time(8, 30), time(12)), (time(13, 30), time(17, 30))]
CALENDAR = WorkCalendar(timezone=ZIBO, spans=SPANS)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 11, 30)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC, microsecond=0)
)
limits = st.builds(
    lambda amount, unit: Limit.parse(f"{amount} {unit}"),
    st.integers(1, 20),
    st.sampled_from(["hour", "workhour", "workday"]),
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZIBO)


@pytest.mark.parametrize(
    ("start", "limit", "due", "about"),
    [
        ("2026-03-02 09:00", "4 hour", "2026-03-02 13:00", "hours do not pause"),
        ("2026-03-02 23:00", "4 hour", "2026-03-03 03:00", "nor at night"),
        ("2026-03-02 09:00", "4 workhour", "2026-03-02 14:30", "over lunch"),
        ("2026-03-02 12:30", "1 workhour", "2026-03-02 14:30", "filed in the lunch break"),
        ("2026-03-02 23:50", "1 workhour", "2026-03-03 09:30", "filed at night"),
        ("2026-03-06 17:29", "1 workhour", "2026-03-09 09:29", "Friday, a minute before closing"),
        ("2026-03-06 17:59", "1 workday", "2026-03-09 17:30", "Friday after closing"),
        ("2026-03-02 10:00", "3 workday", "2026-03-05 10:00", "three full days"),
        ("2026-02-13 16:40", "1 workday", "2026-02-14 16:40", "a Saturday made up for"),
        ("2026-02-14 16:40", "1 workday", "2026-02-24 16:40", "the Spring Festival"),
        ("2026-09-30 17:00", "1 workhour", "2026-10-08 09:00", "the National Day"),
        ("2024-02-28 10:00", "1 workday", "2024-02-29 10:00", "a leap day"),
    ],
)
def test_named_days(start: str, limit: str, due: str, about: str) -> None:
    deadline = CALENDAR.due(local(start), Limit.parse(limit))
    assert deadline.at == local(due), about
    assert not deadline.provisional


def test_a_year_that_is_not_announced_is_reckoned_provisionally_and_mended_later() -> None:
    def unknown(day: date) -> bool:
        if day.year > 2026:
            raise NotImplementedError
        return day.weekday() < 5

    start, limit = local("2026-12-31 16:30"), Limit.parse("2 workhour")
    before = WorkCalendar(timezone=ZIBO, spans=SPANS, working_days=unknown).due(start, limit)
    assert before.provisional
    assert before.at == local("2027-01-04 09:30")
    after = WorkCalendar(timezone=ZIBO, spans=SPANS, working_days=lambda day: day.weekday() < 5)
    assert not after.due(start, limit).provisional
    assert after.due(start, limit).at == local("2027-01-01 09:30")


def test_the_city_has_days_of_its_own() -> None:
    own = {date(2026, 3, 3): False, date(2026, 3, 7): True}
    calendar = WorkCalendar(timezone=ZIBO, spans=SPANS, overrides=own)
    due = calendar.due(local("2026-03-02 17:00"), Limit.parse("1 workhour"))
    assert due.at == local("2026-03-04 09:00")
    assert calendar.is_working_day(date(2026, 3, 7))


@given(moments, limits)
def test_a_deadline_lies_in_working_time_and_adds_up(start: datetime, limit: Limit) -> None:
    deadline = CALENDAR.due(start, limit)
    if limit.unit == "hour":
        assert deadline.at - start == timedelta(hours=limit.amount)
        return
    assert CALENDAR.between(start, deadline.at) == CALENDAR.amount(limit)
    assert sum((step.counted for step in deadline.steps), timedelta()) == CALENDAR.amount(limit)
    at = deadline.at.astimezone(ZIBO)
    assert CALENDAR.is_working_day(at.date())
    assert any(opens <= at.time() <= closes for opens, closes in SPANS)


@given(moments, st.timedeltas(timedelta(0), timedelta(days=30)), limits)
def test_who_starts_later_is_due_later(start: datetime, wait: timedelta, limit: Limit) -> None:
    assert CALENDAR.due(start, limit).at <= CALENDAR.due(start + wait, limit).at


@given(moments, st.timedeltas(timedelta(0), timedelta(days=9)), limits)
def test_pausing_loses_nothing(start: datetime, pause: timedelta, limit: Limit) -> None:
    """What is left when a case is suspended is exactly what it gets when it goes on."""
    if limit.unit == "hour":
        return
    due = CALENDAR.due(start, limit).at
    half = start + (due - start) / 2
    left = CALENDAR.between(half, due)
    assert CALENDAR.between(half + pause, CALENDAR.add(half + pause, left)) == left


# The turn of a year: the State Council has announced 2026, and chinesecalendar ends there.
turn_of_the_year = st.datetimes(
    datetime(2026, 11, 20),  # noqa: DTZ001
    datetime(2027, 2, 20),  # noqa: DTZ001
).map(lambda at: at.replace(tzinfo=UTC, microsecond=0))


def announced_later(day: date) -> bool:
    """What 2027 may turn out to be: a week of Spring Festival, and a Sunday worked for it."""
    if day.year < 2027:
        return announced(day)
    rests = date(2027, 2, 5) <= day <= date(2027, 2, 11) or day == date(2027, 1, 1)
    return day == date(2027, 1, 31) or (day.weekday() < 5 and not rests)


LATER = WorkCalendar(timezone=ZIBO, spans=SPANS, working_days=announced_later)


@given(turn_of_the_year, st.timedeltas(timedelta(0), timedelta(days=30)), limits)
def test_an_unannounced_year_adds_up_like_any_other(
    start: datetime, wait: timedelta, limit: Limit
) -> None:
    assert not CALENDAR.is_announced(2027)
    due = CALENDAR.due(start, limit).at
    assert due <= CALENDAR.due(start + wait, limit).at
    assert CALENDAR.left(start, due, limit.unit) == CALENDAR.amount(limit)


@given(
    turn_of_the_year,
    st.timedeltas(timedelta(0), timedelta(days=40)),
    st.timedeltas(timedelta(0), timedelta(days=40)),
    limits,
)
def test_pausing_over_the_turn_of_the_year_loses_nothing(
    start: datetime, worked: timedelta, pause: timedelta, limit: Limit
) -> None:
    """Neither what was left, nor how late it was already."""
    now, due = start + worked, CALENDAR.due(start, limit).at
    left = CALENDAR.left(now, due, limit.unit)
    again = CALENDAR.resumed(now + pause, left, limit.unit).at
    assert CALENDAR.left(now + pause, again, limit.unit) == left


@given(turn_of_the_year, limits)
def test_a_deadline_is_provisional_where_it_reaches_what_is_not_announced(
    start: datetime, limit: Limit
) -> None:
    """Hours round the clock ask no calendar."""
    deadline = CALENDAR.due(start, limit)
    reaches = deadline.at.astimezone(ZIBO).year == 2027
    assert deadline.provisional == (reaches and limit.unit != "hour")


@given(turn_of_the_year, st.timedeltas(timedelta(0), timedelta(days=20)), limits)
def test_what_was_reckoned_provisionally_is_firm_once_the_year_is_announced(
    start: datetime, wait: timedelta, limit: Limit
) -> None:
    """Reckoned anew from its parts it is what it would have been all along; the firm stays."""
    parts = [
        Part(Basis.LIMIT, start, limit),
        Part(Basis.EXTENSION, start + wait, Limit.parse("2 workday")),
    ]
    before, after = reckon(CALENDAR, parts), reckon(LATER, parts)
    assert not after.provisional
    assert before.provisional or before.at == after.at
    known = LATER.due(max(LATER.due(start, limit).at, start + wait), Limit.parse("2 workday"))
    assert after.at == known.at


LADDER = Ladder(
    tuple(
        rung_of(table, ())
        for table in (
            {"name": "half", "when": "50%", "to": ["owner"], "least": "1 workday"},
            {"name": "soon", "when": "1 workhour before", "to": ["owner"]},
            {"name": "due", "when": "due", "to": ["owner"]},
            {"name": "late", "when": "2 workhour after", "to": ["owner", "supervisor"]},
            {
                "name": "daily",
                "when": "1 workday after",
                "every": "1 workday",
                "times": 3,
                "to": ["owner", "supervisor", "admins"],
            },
        )
    )
)


FAR = datetime(2026, 12, 31, tzinfo=UTC)


def scope(*, urgent: bool = False, timer: Timer = Timer.HANDLE, category: str = "dogs") -> Scope:
    return Scope(urgent, (timer,), (category,))


@given(moments, limits, st.booleans())
def test_a_plan_is_in_order_and_humane_unless_it_is_urgent(
    start: datetime, limit: Limit, urgent: bool
) -> None:
    due = CALENDAR.due(start, limit).at
    plan = LADDER.plan(CALENDAR, start=start, due=due, scope=scope(urgent=urgent), now=FAR)
    assert [one.at for one in plan] == sorted(one.at for one in plan)
    assert len({one.key for one in plan}) == len(plan)
    if not urgent:
        for one in plan:
            at = one.at.astimezone(ZIBO)
            assert CALENDAR.is_working_day(at.date())
            assert time(8) <= at.time() < time(21)


@given(moments, limits, st.lists(st.integers(0, 40 * 24), max_size=12))
def test_every_rung_is_told_or_passed_once_and_escalations_always_arrive(
    start: datetime, limit: Limit, sweeps: list[int]
) -> None:
    due = CALENDAR.due(start, limit).at
    known: list[str] = []
    reached: set[Audience] = set()
    for hours in [*sweeps, 100 * 24]:
        now = start + timedelta(hours=hours)
        plan = LADDER.plan(CALENDAR, start=start, due=due, scope=scope(), now=now)
        duty = owed(plan, known, now, quiet_until=due + timedelta(days=99))
        fresh = [one.key for one in duty.passed] + ([duty.rung.key] if duty.rung else [])
        assert not set(fresh) & set(known)
        known += fresh
        reached |= set(duty.to)
        follow = next_after(plan, known)
        assert follow is None or follow > now or hours != max([*sweeps, 100 * 24])
    whole = LADDER.plan(CALENDAR, start=start, due=due, scope=scope(), now=FAR)
    assert sorted(known) == sorted(one.key for one in whole)
    assert reached == {Audience.OWNER, Audience.SUPERVISOR, Audience.ADMINS}

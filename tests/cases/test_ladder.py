"""The lines of the ladder: for whom they are meant, and what is wrong with wrong ones."""

import re
from datetime import timedelta

import pytest

from bot.config import Config
from bot.rungs import check_end, check_names, rung_of
from cases.ladder import Audience, Ladder, Scope, Timer
from cases.limits import Limit
from tests.cases.test_deadlines import CALENDAR, FAR, local

CODES = ("manhole", "dogs")


def ladder(*tables: dict[str, object]) -> Ladder:
    return Ladder(tuple(rung_of({"to": ["owner"], **table}, CODES) for table in tables))


def keys(
    of: Ladder, *, urgent: bool = False, timer: Timer = Timer.HANDLE, code: str = "dogs"
) -> str:
    start = local("2026-03-02 09:00")
    plan = of.plan(
        CALENDAR,
        start=start,
        due=start + timedelta(days=2),
        scope=Scope(urgent, (timer,), (code,)),
        now=FAR,
    )
    return " ".join(f"{one.key}@{one.at.astimezone(CALENDAR.zone):%d-%H:%M}" for one in plan)


def test_the_narrowest_line_of_a_name_counts() -> None:
    of = ladder(
        {"name": "late", "when": "2 hour after"},
        {"name": "late", "when": "1 hour after", "urgent": True},
        {"name": "late", "when": "3 hour after", "timers": ["verify"]},
        {"name": "late", "when": "4 hour after", "categories": ["manhole"]},
    )
    assert keys(of) == "late@04-11:00"
    assert keys(of, urgent=True) == "late@04-10:00"
    assert keys(of, timer=Timer.VERIFY) == "late@04-12:00"
    assert keys(of, code="manhole", urgent=True) == "late@04-13:00"


def test_never_takes_a_line_away_from_some() -> None:
    of = ladder(
        {"name": "due", "when": "due"},
        {"name": "due", "when": "never", "categories": ["manhole"]},
    )
    assert keys(of) == "due@04-09:00"
    assert keys(of, code="manhole") == ""


def test_repetition_has_an_end() -> None:
    of = ladder({"name": "daily", "when": "1 workday after", "every": "1 workday", "times": 2})
    assert keys(of) == "daily@05-09:00 daily-1@06-09:00 daily-2@09-09:00"


def test_urgent_rungs_come_at_any_hour_others_wait_for_the_morning() -> None:
    of = ladder({"name": "night", "when": "14 hour after"})
    assert keys(of) == "night@05-08:30"
    assert keys(of, urgent=True) == "night@04-23:00"


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ({"nme": "x"}, "knows no 'nme'; did you mean 'name'?"),
        ({"name": "X1", "when": "due"}, "use small letters"),
        ({"name": "x", "when": "soon"}, "write 'due', '50%'"),
        ({"name": "x", "when": "due", "to": ["ower"]}, "did you mean 'owner'?"),
        ({"name": "x", "when": "due", "to": "owner"}, "needs 'to', a list"),
        ({"name": "x", "when": "due", "urgent": "yes"}, "true or false"),
        ({"name": "x", "when": "due", "times": -1}, "must be a number"),
        ({"name": "x", "when": "due", "timers": ["handel"]}, "did you mean 'handle'?"),
        ({"name": "x", "when": "due", "categories": ["manhol"]}, "did you mean 'manhole'?"),
        ({"name": "x", "when": "due", "categories": "manhole"}, "must be a list"),
        ({"name": "x", "when": "due", "least": "1 day"}, "is not a limit"),
    ],
)
def test_what_is_wrong_is_named(table: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=re.escape(complaint)):
        rung_of({"to": ["owner"], **table}, CODES)


def test_two_lines_of_a_name_for_the_same_cases_are_refused() -> None:
    rungs = ladder({"name": "x", "when": "due"}, {"name": "x", "when": "50%"}).rungs
    with pytest.raises(ValueError, match="stands twice"):
        check_names(rungs)


def test_the_ladder_that_ships_reaches_the_owner_before_and_the_admins_after(
    config: Config,
) -> None:
    city = config.city
    start = local("2026-03-02 09:00")
    for urgent in (True, False):
        due = city.calendar.due(start, Limit.parse("3 workday")).at
        plan = city.ladder.plan(
            city.calendar,
            start=start,
            due=due,
            scope=Scope(urgent, (Timer.HANDLE,), ("dogs",)),
            now=FAR,
        )
        assert plan[0].at < due
        assert plan[0].to == (Audience.OWNER,)
        assert Audience.ADMINS in plan[-1].to
        in_a_month = [one for one in plan if one.at < due + timedelta(days=31)]
        assert len(in_a_month) < 30


def test_a_ladder_that_would_end_is_refused() -> None:
    daily = {"name": "daily", "when": "due", "every": "1 workday"}
    check_end(ladder(daily), CODES)
    with pytest.raises(ValueError, match="'dogs' \\(verify\\) would end"):
        check_end(ladder(daily, {**daily, "times": 3, "timers": ["verify"]}), ["dogs"])

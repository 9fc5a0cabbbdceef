"""When the meeting sits: on its weekday, or on the first working day after it."""

from datetime import date, datetime, time

import pytest

from bot.config import Config
from cases.briefing import Period, a_year_before, last_whole
from cases.figures import Days
from cases.model import Person, PersonId, Post, Role
from cases.sitting import Sitting


@pytest.mark.parametrize(
    ("day", "meets"),
    [
        (date(2026, 3, 2), True),  # a Monday
        (date(2026, 3, 3), False),
        (date(2026, 4, 6), False),  # 清明, a Monday
        (date(2026, 4, 7), True),
        (date(2026, 4, 8), False),
        (date(2026, 2, 23), False),  # 春节, the whole week before and this Monday
        (date(2026, 2, 24), True),
        (date(2026, 2, 28), False),  # a Saturday that is worked
        (date(2026, 3, 1), False),  # a Sunday
        (date(2026, 10, 5), False),  # 国庆 until the 7th
        (date(2026, 10, 8), True),
    ],
)
def test_on_which_days(config: Config, day: date, meets: bool) -> None:
    assert Sitting(0).falls_on(config.city.calendar, day) is meets


@pytest.mark.parametrize(("at", "begun"), [((8, 29), False), ((8, 30), True), ((17, 0), True)])
def test_from_its_time_on(config: Config, at: tuple[int, int], begun: bool) -> None:
    now = datetime(2026, 3, 2, *at, tzinfo=config.city.zone)
    assert Sitting(0, time(8, 30)).has_begun(config.city.calendar, now) is begun


def test_who_sits_there() -> None:
    def somebody(role: Role, office: str | None = None) -> Person:
        return Person(PersonId(1), "", posts=(Post(role, office),))

    sitting = Sitting(seats=("A", "B"))
    assert sitting.sits(somebody(Role.ADMIN))
    assert sitting.sits(somebody(Role.SUPERVISOR, "B"))
    for other in (somebody(Role.SUPERVISOR, "C"), somebody(Role.OFFICIAL, "A")):
        assert not sitting.sits(other)


def test_whoever_stands_in_for_somebody_on_leave_attends() -> None:
    """The deputy may be on leave too; who stands in for a stranger to the meeting stays one."""

    def somebody(number: int, office: str, deputy: int | None = None) -> Person:
        posts = (Post(Role.SUPERVISOR, office),)
        stand_in = None if deputy is None else PersonId(deputy)
        return Person(PersonId(number), "", posts=posts, deputy=stand_in)

    staff = [
        somebody(1, "A", deputy=2),
        somebody(2, "C", deputy=3),
        somebody(3, "C"),
        somebody(4, "D", deputy=5),
        somebody(5, "D"),
    ]
    assert [one.id for one in Sitting(seats=("A",)).attending(staff)] == [1, 3]


@pytest.mark.parametrize(
    ("period", "today", "days", "year_before"),
    [
        (
            Period.WEEK,
            date(2026, 3, 9),
            ("2026-03-02", "2026-03-08"),
            ("2025-03-03", "2025-03-09"),
        ),
        (
            Period.WEEK,
            date(2026, 3, 15),
            ("2026-03-02", "2026-03-08"),
            ("2025-03-03", "2025-03-09"),
        ),
        (
            Period.MONTH,
            date(2026, 3, 1),
            ("2026-02-01", "2026-02-28"),
            ("2025-02-01", "2025-02-28"),
        ),
        (
            Period.MONTH,
            date(2025, 1, 9),
            ("2024-12-01", "2024-12-31"),
            ("2023-12-01", "2023-12-31"),
        ),
    ],
)
def test_the_last_whole_span_and_a_year_before(
    period: Period, today: date, days: tuple[str, str], year_before: tuple[str, str]
) -> None:
    found = last_whole(period, today)
    assert found == Days(*map(date.fromisoformat, days))
    assert a_year_before(found) == Days(*map(date.fromisoformat, year_before))

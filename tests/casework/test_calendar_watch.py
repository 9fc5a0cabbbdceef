"""A year that is not announced yet: reckoned provisionally, put right when the days are known."""

from dataclasses import replace
from datetime import UTC, date, datetime

from cases.boards import Boards
from cases.calendar_watch import CalendarWatch
from cases.deadlines import WorkCalendar, WorkingDays
from cases.model import Group, PersonId
from tests.casework.conftest import GRANNY, OFFICE, WANG, ZHAO, Office

NEW_YEARS_EVE = datetime(2026, 12, 30, 8, 0, tzinfo=UTC)


def not_announced(day: date) -> bool:
    if day.year > 2026:
        raise NotImplementedError
    return day.weekday() < 5


def announced(day: date) -> bool:
    """The fourth turns out to be free."""
    return day.weekday() < 5 and day not in (date(2027, 1, 1), date(2027, 1, 4))


def knowing(office: Office, days: WorkingDays) -> Office:
    calendar = WorkCalendar(
        timezone=office.city.zone, spans=office.city.calendar.spans, working_days=days
    )
    other = Office(office.database, replace(office.city, calendar=calendar), office.now)
    other.asked = office.asked + 1000
    return other


async def test_the_owner_and_the_reporter_are_told_when_the_days_are_known(
    office: Office,
) -> None:
    office.now = NEW_YEARS_EVE
    before = knowing(office, not_announced)
    case = await before.files("road_damage")
    assert case.provisional
    after = knowing(office, announced)
    watch = CalendarWatch(after.store, after.city, after.clock)
    assert await watch.reckon_anew() == 1
    mended = await after.case(case.id)
    assert not mended.provisional
    assert mended.due_at == mended.promised_at
    assert case.due_at is not None
    assert mended.due_at == after.city.calendar.due(NEW_YEARS_EVE, after.city.limit(case)).at
    assert mended.due_at > case.due_at
    assert {person for person, _ in await after.waiting("due_moved")} == {WANG, GRANNY}
    assert await watch.reckon_anew() == 0


async def test_what_turns_out_as_expected_only_becomes_firm(office: Office) -> None:
    office.now = NEW_YEARS_EVE
    case = await knowing(office, not_announced).files("road_damage")
    same = knowing(office, lambda day: day.weekday() < 5 and day != date(2027, 1, 1))
    assert await CalendarWatch(same.store, same.city, same.clock).reckon_anew() == 1
    firm = await same.case(case.id)
    assert (firm.provisional, firm.due_at) == (False, case.due_at)
    assert await same.waiting("due_moved") == []


async def test_from_december_on_the_admins_are_warned_once_a_week(office: Office) -> None:
    unsure = knowing(office, not_announced)
    watch = CalendarWatch(unsure.store, unsure.city, unsure.clock)
    for now, warnings in (
        (datetime(2026, 11, 30, 4, tzinfo=UTC), 0),
        (datetime(2026, 12, 1, 4, tzinfo=UTC), 1),
        (datetime(2026, 12, 2, 4, tzinfo=UTC), 1),
        (datetime(2026, 12, 8, 4, tzinfo=UTC), 2),
    ):
        unsure.now = now
        await watch.warn()
        assert [p for p, _ in await unsure.waiting("calendar")] == [ZHAO] * warnings


async def test_the_morning_board_comes_once_a_working_day(office: Office) -> None:
    async with office.store.writing() as book:
        await book.bind(Group(OFFICE, PersonId(-100), "城管局"))
    seen = []
    for hour in (0, 1, 24, 25, 5 * 24, 6 * 24):  # Monday 08:00 … Saturday, Sunday
        office.now = datetime(2026, 3, 2, 0, tzinfo=UTC)
        office.later(hours=hour)
        await Boards(office.store, office.city, office.clock).post()
        await Boards(office.store, office.city, office.clock).post()
        seen.append(len(await office.waiting("board")))
    assert seen == [0, 1, 1, 2, 2, 2]

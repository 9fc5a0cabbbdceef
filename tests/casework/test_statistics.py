"""The figures of a small city whose every case is known, on a real database."""

from dataclasses import astuple, fields, replace
from datetime import date, timedelta

import pytest

from bot.storage.book import SqlStore
from bot.storage.tally import SqlTally
from cases.errors import AdminsOnly
from cases.figures import Cut, Days, Figures, Span
from cases.model import Outcome, Place, Post, Resolution, Role
from cases.statistics import Statistics
from tests.casework.conftest import (
    CHEN,
    GRANNY,
    LI,
    MONDAY,
    OFFICE,
    OTHER,
    SUN,
    WANG,
    ZHAO,
    ZHOU,
    Office,
)

BELOW = "市公安局交通警察支队"  # stands under OTHER
MARCH = Days.month(2026, 3)
LAST_OF_MARCH = MONDAY.replace(day=31)


def statistics_of(office: Office) -> Statistics:
    store = SqlStore(office.database, clock=office.clock, tree=office.city.tree)
    return Statistics(store, SqlTally(office.database), office.city, office.clock)


async def a_month(office: Office) -> None:
    """Nine cases: one closed well, one late, one not solved, one reopened, one open, one returned
    to the desk, one withdrawn, and two of another organisation."""
    well, late, unsolved, again, _, back, gone = [await office.files() for _ in range(7)]
    for case in (well, again):
        await closed_well(office, case.id, f"{case.id:064d}")
    await office.closing.rate(well.id, 5, office.by(GRANNY))
    await office.closing.resolve(
        unsolved.id, Resolution("归铁路管", (), Outcome.CANNOT_BE_DONE), office.by(WANG)
    )
    await office.closing.verify(unsolved.id, office.by(CHEN))
    await office.closing.rate(unsolved.id, 2, office.by(GRANNY))
    await office.closing.reopen(again.id, office.by(GRANNY))
    await office.bouncing.give_back(back.id, "不归我们", office.by(WANG))
    await office.desk.withdraw(gone.id, office.by(GRANNY))
    there = Place("柳泉路", "淄川区", 36.64, 117.96)
    for _ in range(2):
        await office.files("dogs", place=there)
    office.now = LAST_OF_MARCH - timedelta(days=10)
    await closed_well(office, late.id, f"{late.id:064d}")
    office.now = LAST_OF_MARCH


async def closed_well(office: Office, case: int, photo: str) -> None:
    office.later(hours=1)
    await office.closing.resolve(case, Resolution("好了", (photo,)), office.by(WANG))  # type: ignore[arg-type]
    await office.closing.verify(case, office.by(CHEN))  # type: ignore[arg-type]


async def test_every_figure_is_what_was_done(office: Office) -> None:
    await a_month(office)
    seen = await statistics_of(office).overview(MARCH, ZHAO)
    assert seen.offices is None
    assert replace(seen.now, median_hours=None) == Figures(
        received=9,
        accepted=9,
        due=8,
        closed=3,
        on_time=2,
        solved=2,
        rated=2,
        satisfied=1,
        returned=1,
        reopened=1,
    )
    assert seen.now.median_hours == pytest.approx(2.0)
    assert seen.before == Figures()


@pytest.mark.parametrize("cut", list(Cut))
async def test_the_parts_add_up_to_the_whole(office: Office, cut: Cut) -> None:
    await a_month(office)
    statistics = statistics_of(office)
    whole = (await statistics.overview(MARCH, ZHAO)).now
    parts = [one for _, one in await statistics.parts(MARCH, cut, ZHAO)]
    assert len(parts) > 1 or cut is Cut.DISTRICT
    sums = [sum(column) for column in zip(*(astuple(one)[:-1] for one in parts), strict=True)]
    assert sums == list(astuple(whole)[:-1])
    assert fields(Figures)[-1].name == "median_hours"


async def test_a_return_counts_where_it_came_from(office: Office) -> None:
    case = await office.files()
    await office.bouncing.give_back(case.id, "不归我们", office.by(WANG), proposed=OTHER)
    parts = dict(await statistics_of(office).parts(MARCH, Cut.ORGANISATION, ZHAO))
    assert (parts[OFFICE].returned, parts[OTHER].returned) == (1, 0)
    assert parts[OTHER].received == 1


async def test_what_is_paused_is_not_due_and_extending_is_counted(office: Office) -> None:
    paused, longer = await office.files(), await office.files()
    await office.time.suspend(paused.number, "等材料", office.by(ZHAO))
    await office.time.ask_for_time(longer.id, "等材料", office.by(WANG))
    await office.time.extend(longer.id, 2, office.by(ZHAO))
    office.now = LAST_OF_MARCH
    seen = (await statistics_of(office).overview(MARCH, ZHAO)).now
    assert (seen.received, seen.due, seen.extended) == (2, 1, 1)


async def test_a_part_of_a_case_is_work_but_no_report(office: Office) -> None:
    case = await office.files()
    await office.families.assist(case.number, OTHER, office.by(ZHAO))
    office.now = LAST_OF_MARCH
    seen = (await statistics_of(office).overview(MARCH, ZHAO)).now
    assert (seen.received, seen.accepted, seen.due) == (1, 1, 2)


async def test_supervisors_see_their_own_and_what_is_below(office: Office) -> None:
    await a_month(office)
    statistics = statistics_of(office)
    async with office.store.writing() as book:
        await book.appoint(ZHOU, Post(Role.SUPERVISOR, OTHER))
    await office.files("illegal_parking", place=Place("柳泉路", "张店区"))
    for person, organisations in ((SUN, {OFFICE}), (ZHOU, {OTHER, BELOW})):
        parts = await statistics.parts(MARCH, Cut.ORGANISATION, person)
        assert {name for name, _ in parts} == organisations
    own = (await statistics.overview(MARCH, SUN)).now
    whole = (await statistics.overview(MARCH, ZHAO)).now
    assert 0 < own.received < whole.received


async def test_nobody_else_sees_any(office: Office) -> None:
    statistics = statistics_of(office)
    for person in (GRANNY, WANG, CHEN, LI):
        for seeing in (
            statistics.overview(MARCH, person),
            statistics.parts(MARCH, Cut.DISTRICT, person),
            statistics.course(MARCH, person),
            statistics.spots(MARCH, person),
        ):
            with pytest.raises(AdminsOnly):
                await seeing


async def test_the_course_is_by_days_of_the_city(office: Office) -> None:
    office.now = MONDAY.replace(hour=15, minute=59)  # still Monday in Zibo
    case = await office.files()
    office.later(minutes=1)
    await office.files()
    await closed_well(office, case.id, "b" * 64)
    week = Days(date(2026, 3, 2), date(2026, 3, 4))
    course = await statistics_of(office).course(week, ZHAO)
    assert [counts for _, *counts in course] == [[1, 0], [1, 1], [0, 0]]


async def test_hot_spots_are_where_several_reports_came_from(office: Office) -> None:
    for point in ((36.8001, 118.0501), (36.8003, 118.0503), (36.9, 118.2)):
        await office.files(place=Place("柳泉路", "张店区", *point))
    office.later(days=1)
    [spot] = await statistics_of(office).spots(MARCH, ZHAO)
    assert spot.count == 2
    assert (spot.latitude, spot.longitude) == pytest.approx((36.8002, 118.0502))


async def test_the_median_is_the_middle_or_between_the_two(office: Office) -> None:
    tally, span = SqlTally(office.database), Span(MONDAY, LAST_OF_MARCH)
    found = []
    for hours in (1, 2, 7, 9):
        office.now = MONDAY
        case = await office.files()
        office.later(hours=hours)
        photo = f"{case.id:064d}"
        await office.closing.resolve(case.id, Resolution("好了", (photo,)), office.by(WANG))
        await office.closing.verify(case.id, office.by(CHEN))
        found.append((await tally.whole(span, None)).median_hours)
    assert found == [1.0, 1.5, 2.0, 4.5]

"""反复点位: what comes back after it was fixed was not fixed, and its cause goes one office up."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.storage.tally import SqlTally
from cases.figures import Span
from cases.intake import Intake
from cases.model import CITY, Case, Outcome, Place, Resolution, Source, State
from cases.ports import CaseQuery
from cases.records import Return
from cases.repeats import Repeats, Told
from tests.casework.conftest import CHEN, GRANNY, OFFICE, WANG, ZHAO, Office

BELOW = "张店区综合行政执法局"  # stands under OFFICE
HERE = Place("柳泉路", "张店区", 36.81, 118.05)
NEAR = Place("柳泉路", "张店区", 36.8104, 118.05)  # 44 m
FAR = Place("柳泉路", "张店区", 36.8106, 118.05)  # 67 m


def said(one: Return, above: str | None) -> Told:
    return Told(f"{one.first.number} came back", f"above: {above}")


def repeats_of(office: Office) -> Repeats:
    intake = Intake(office.store, office.city, office.clock)
    return Repeats(office.store, office.city, intake, office.clock, said)


async def fixed(office: Office, place: Place = HERE, category: str = "exposed_garbage") -> Case:
    """A case that was solved and verified."""
    case = await office.files(category, place=place)
    await office.dispatch.reassign(case.number, f"#{WANG}", office.by(ZHAO))
    await office.closing.resolve(
        case.id, Resolution("好了", (f"{case.id:064d}",)), office.by(WANG)
    )
    return await office.closing.verify(case.id, office.by(CHEN))


async def roots(office: Office) -> list[Case]:
    async with office.store.reading() as book:
        return await book.search(CaseQuery(source=Source.REPEAT))


async def below(office: Office, case: Case) -> Case:
    """The case as if the district's office had handled it."""
    async with office.store.writing() as book:
        found = replace(await book.case(case.id), organisation=BELOW)
        await book.save(found)
    return found


async def solved(office: Office) -> tuple[int, int]:
    """As /list and as /stats count it."""
    span = Span(office.clock() - timedelta(days=30), office.clock() + timedelta(days=30))
    async with office.store.reading() as book:
        found = await book.progress(CaseQuery(states=(State.CLOSED,)), office.clock())
    return found.solved, (await SqlTally(office.database).whole(span, None)).solved


async def test_what_comes_back_goes_one_office_up_once_and_counts_as_not_fixed(
    office: Office,
) -> None:
    first = await below(office, await fixed(office))
    assert await solved(office) == (1, 1)
    office.later(days=10)
    again = await office.files("exposed_garbage", place=NEAR)
    assert await repeats_of(office).look() == 1
    [root] = await roots(office)
    assert (root.state, root.organisation, root.reporter) == (State.ASSIGNED, OFFICE, CITY)
    assert root.report.place == first.report.place
    assert first.number in root.report.text
    assert await solved(office) == (0, 0)
    all_ = Span(office.clock() - timedelta(days=30), office.clock() + timedelta(days=30))
    assert (await SqlTally(office.database).whole(all_, None)).received == 2  # nobody reported it
    async with office.store.reading() as book:
        assert await book.returned([first.id, again.id]) == {first.id}
    await repeats_of(office).look()
    assert len(await roots(office)) == 1


async def test_two_processes_that_look_at_once_file_one_case(office: Office) -> None:
    await fixed(office)
    office.later(days=10)
    await office.files("exposed_garbage", place=NEAR)
    await asyncio.gather(*(repeats_of(office).look() for _ in range(4)))
    assert len(await roots(office)) == 1


async def test_a_further_return_is_linked_to_the_open_case(office: Office) -> None:
    await below(office, await fixed(office))
    office.later(days=3)
    await office.files("exposed_garbage", place=NEAR)
    await repeats_of(office).look()
    office.later(days=3)
    third = await office.files("exposed_garbage", place=HERE)
    await repeats_of(office).look()
    [root] = await roots(office)
    async with office.store.reading() as book:
        found = await book.repeats(office.clock() - timedelta(days=30), office.clock())
        found += await book.repeats(office.clock(), office.clock() + timedelta(seconds=1))
    assert {one.root for one in found} == {root.id}
    assert third.id in {one.again for one in found}


async def test_where_nobody_stands_above_the_admins_decide(office: Office) -> None:
    await fixed(office)
    office.later(days=3)
    await office.files("exposed_garbage", place=NEAR)
    await repeats_of(office).look()
    [root] = await roots(office)
    assert (root.state, root.organisation, root.rule) == (State.SUBMITTED, None, "above: None")
    assert ZHAO in {person for person, _ in await office.waiting("desk")}
    moved = await office.dispatch.reassign(root.number, f"#{WANG}", office.by(ZHAO))
    assert moved.owner == WANG


@pytest.mark.parametrize(
    ("place", "category", "days"),
    [
        (FAR, "exposed_garbage", 3),
        (Place("柳泉路", "张店区"), "exposed_garbage", 3),
        (NEAR, "collection", 3),
        (NEAR, "exposed_garbage", 31),
    ],
    ids=["too far", "no point", "another category", "too late"],
)
async def test_what_is_no_return(office: Office, place: Place, category: str, days: int) -> None:
    await fixed(office)
    office.later(days=days)
    await office.files(category, place=place)
    assert await repeats_of(office).look() == 0
    assert not await roots(office)


async def test_what_was_not_solved_cannot_come_back(office: Office) -> None:
    case = await office.files("exposed_garbage", place=HERE)
    await office.dispatch.reassign(case.number, f"#{WANG}", office.by(ZHAO))
    partly = Resolution("清了一半", (f"{case.id:064d}",), Outcome.PARTLY_SOLVED)
    await office.closing.resolve(case.id, partly, office.by(WANG))
    await office.closing.verify(case.id, office.by(CHEN))
    office.later(days=3)
    await office.files("exposed_garbage", place=NEAR)
    assert await repeats_of(office).look() == 0


async def test_duplicates_parts_and_the_root_cause_itself_are_no_returns(office: Office) -> None:
    await below(office, await fixed(office))
    office.later(days=3)
    again, double = [await office.files("exposed_garbage", place=NEAR) for _ in range(2)]
    await office.families.merge(double.number, again.number, office.by(ZHAO))
    await office.dispatch.reassign(again.number, f"#{WANG}", office.by(ZHAO))
    await office.families.assist(again.number, "市公安局", office.by(ZHAO))
    assert await repeats_of(office).look() == 1
    office.later(minutes=30)
    assert await repeats_of(office).look() == 1  # within the overlap: the same one, once more
    assert len(await roots(office)) == 1


async def test_a_return_that_is_withdrawn_was_none(office: Office) -> None:
    first = await fixed(office)
    office.later(days=3)
    again = await office.files("exposed_garbage", place=NEAR)
    await repeats_of(office).look()
    await office.desk.withdraw(again.id, office.by(GRANNY))
    async with office.store.reading() as book:
        assert not await book.returned([first.id])
    assert await solved(office) == (1, 1)


async def test_what_was_filed_while_the_service_was_down_is_found(office: Office) -> None:
    await repeats_of(office).look()
    await fixed(office)
    office.later(days=5)
    await office.files("exposed_garbage", place=NEAR)
    office.later(days=20)
    assert await repeats_of(office).look() == 1


async def test_the_root_cause_that_did_not_hold_comes_back_itself(office: Office) -> None:
    await fixed(office)
    office.later(days=3)
    await office.files("exposed_garbage", place=NEAR)
    await repeats_of(office).look()
    [root] = await roots(office)
    await office.dispatch.reassign(root.number, f"#{WANG}", office.by(ZHAO))
    await office.closing.resolve(root.id, Resolution("换了桶", ("9" * 64,)), office.by(WANG))
    await office.closing.verify(root.id, office.by(CHEN))
    office.later(days=3)
    await office.files("exposed_garbage", place=NEAR)
    await repeats_of(office).look()
    second = next(one for one in await roots(office) if one.id != root.id)
    async with office.store.reading() as book:
        assert root.id in await book.returned([root.id, second.id])

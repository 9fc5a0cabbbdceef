"""A point once a road (or cell of 200 metres), category and day, 48 hours after the report."""

from dataclasses import replace

import pytest

from bot.reader import TextReader
from cases.errors import BadNickname, NicknameTaken
from cases.model import Case, PersonId, Place, Post, Role
from cases.points import Points, spot
from nlp.places import Gazetteer
from tests.casework.conftest import GRANNY, OFFICE, WANG, ZHAO, ZHOU, Office

CORNER = (36.8100, 118.0500)
NEAR, FAR = (36.81005, 118.05005), (36.8190, 118.0500)


def road(address: str) -> str:
    """What stands before 路."""
    before, found, _ = address.rpartition("路")
    return before + found


def points_of(office: Office, *, on: bool = True) -> Points:
    rules = replace(office.city.house, points=on)
    return Points(office.store, replace(office.city, house=rules), office.clock, road)


def at(point: tuple[float, float], address: str = "") -> Place:
    return Place(address, "张店区", *point)


async def filed_by(office: Office, person: PersonId, case: Case) -> Case:
    return await office.intake.submit(case.report, office.by(person))


async def test_it_comes_after_48_hours_and_once(office: Office) -> None:
    await office.files()
    points = points_of(office)
    office.later(hours=47)
    await points.credit()
    assert await points.of(GRANNY) == (0, 0)
    office.later(hours=1)
    for _ in range(2):
        await points.credit()
    assert await points.of(GRANNY) == (1, 1)
    office.later(days=31)
    assert await points.of(GRANNY) == (1, 0)


async def test_the_first_of_a_road_category_and_day_has_it(office: Office) -> None:
    first = await office.files()
    await filed_by(office, ZHOU, first)
    await office.files()
    await office.files("road_damage")
    office.later(days=1)
    await office.files()
    office.later(days=3)
    await points_of(office).credit()
    assert (await points_of(office).of(GRANNY))[0] == 3
    assert (await points_of(office).of(ZHOU))[0] == 0


async def test_what_was_not_accepted_earns_nothing_until_it_is(office: Office) -> None:
    withdrawn = await office.files()
    await office.desk.withdraw(withdrawn.id, office.by(GRANNY))
    waiting = await office.files("illegal_building")
    office.later(days=3)
    await points_of(office).credit()
    assert (await points_of(office).of(GRANNY))[0] == 0
    async with office.store.writing() as book:
        await book.appoint(WANG, Post(Role.OFFICIAL, OFFICE))
    await office.dispatch.reassign(waiting.number, OFFICE, office.by(ZHAO))
    await points_of(office).credit()
    assert (await points_of(office).of(GRANNY))[0] == 1


async def test_where_it_is_off_nothing_is_credited(office: Office) -> None:
    await office.files()
    office.later(days=3)
    assert await points_of(office, on=False).credit() == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (at(CORNER), at(NEAR), True),
        (at(CORNER), at(FAR), False),
        (at(CORNER, "柳泉路8号"), at(FAR, "柳泉路 99 号"), True),
        (at(CORNER, "柳泉路8号"), at(CORNER, "华光路8号"), False),
        (Place("中心 公园"), Place("中心  公园"), True),
        (Place("中心公园"), Place("北郊公园"), False),
        (Place("人民路", "张店区"), Place("人民路", "周村区"), False),
    ],
)
def test_what_counts_as_the_same_place(one: Place, other: Place, *, same: bool) -> None:
    assert (spot(one, road) == spot(other, road)) is same


async def test_the_reader_finds_the_road_of_an_address(office: Office) -> None:
    reader = TextReader(office.city, Gazetteer({"张店区": []}))
    assert spot(Place("柳泉路88号", "张店区"), reader.road).endswith("柳泉路")


async def test_only_who_chose_a_nickname_is_ranked(office: Office) -> None:
    points = points_of(office)
    first = await office.files()
    await filed_by(
        office, ZHOU, replace(first, report=replace(first.report, category="road_damage"))
    )
    office.later(days=2)
    await points.credit()
    assert await points.best() == []
    await points.name(GRANNY, "热心老马")
    assert [(one.name, one.points) for one in await points.best()] == [("热心老马", 1)]
    with pytest.raises(NicknameTaken):
        await points.name(ZHOU, "热心老马")
    await points.name(GRANNY, "")
    await points.name(ZHOU, "热心老马")
    for bad in ("x", "@admin", "一" * 13, "a\nb"):
        with pytest.raises(BadNickname):
            await points.name(ZHOU, bad)

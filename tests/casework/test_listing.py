"""The responsibility list: who sees what, in which order, and how far it is."""

from dataclasses import replace

import pytest

from cases.errors import NotAllowed, StaffOnly
from cases.listing import Listing
from cases.model import PersonId, Place, Source
from cases.ports import CaseQuery, Progress
from cases.tree import Tree
from tests.casework.conftest import CHEN, GRANNY, LI, OFFICE, OTHER, SUN, WANG, ZHAO, Office

BELOW = Tree({OFFICE: OTHER})


async def seen(office: Office, by: PersonId, tree: Tree = BELOW, **wish: object) -> set[str]:
    query = replace(CaseQuery(limit=50), **wish)  # type: ignore[arg-type]
    listed = await Listing(office.store, tree, office.clock).page(query, by)
    assert listed.progress.total == len(listed.cases)
    return {case.number for case in listed.cases}


async def test_everybody_sees_their_own_and_what_stands_below(office: Office) -> None:
    lamp = await office.files()
    thief = await office.files("dogs")
    assert (lamp.organisation, thief.organisation) == (OFFICE, OTHER)
    both = {lamp.number, thief.number}
    assert await seen(office, ZHAO) == await seen(office, CHEN) == both
    assert await seen(office, WANG) == await seen(office, SUN) == {lamp.number}
    assert await seen(office, LI) == both
    assert await seen(office, LI, Tree()) == {thief.number}


async def test_citizens_and_asking_for_a_foreign_organisation_are_refused(office: Office) -> None:
    await office.files()
    with pytest.raises(StaffOnly):
        await seen(office, GRANNY)
    with pytest.raises(StaffOnly):
        await seen(office, PersonId(999))
    with pytest.raises(NotAllowed):
        await seen(office, WANG, organisation=OTHER)


async def test_it_is_narrowed_on_every_side(office: Office) -> None:
    lamp = await office.files()
    seen_by_press = await office.files(source=Source.MEDIA)
    far = await office.files(place=Place("某路", "临淄区"))
    hole = await office.files("manhole")
    every = {lamp.number, seen_by_press.number, far.number, hole.number}
    assert await seen(office, ZHAO) == every
    assert await seen(office, ZHAO, source=Source.MEDIA) == {seen_by_press.number}
    assert await seen(office, ZHAO, district="临淄区") == {far.number}
    assert await seen(office, ZHAO, category="manhole") == {hole.number}
    assert await seen(office, ZHAO, category="manhole", source=Source.MEDIA) == set()


async def test_the_worst_come_first_and_only_a_verified_solution_counts(office: Office) -> None:
    fixed, early = await office.files(), await office.files()
    await office.resolved(fixed)
    await office.closing.verify(fixed.id, office.by(CHEN))
    office.later(days=30)
    fresh = await office.files()
    listed = await Listing(office.store, BELOW, office.clock).page(CaseQuery(), ZHAO)
    assert [case.id for case in listed.cases] == [early.id, fresh.id, fixed.id]
    assert listed.progress == Progress(total=3, closed=1, solved=1, late=1)

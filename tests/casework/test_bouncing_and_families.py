"""Returns end, duplicates follow, and several organisations can share one case."""

from datetime import timedelta

import pytest

from cases.errors import (
    BindingRuling,
    CannotMerge,
    IllegalTransition,
    PartsOpen,
    ReturnTooLate,
    UnknownOrganisation,
)
from cases.model import Person, PersonId, Post, Resolution, Role, State
from tests.casework.conftest import CHEN, GRANNY, LI, OFFICE, OTHER, WANG, ZHAO, Office

TOM = PersonId(77)


async def test_the_first_return_goes_straight_to_who_is_proposed(office: Office) -> None:
    case = await office.files()
    moved = await office.bouncing.give_back(case.id, "不归我", office.by(WANG), OTHER)
    assert (moved.state, moved.organisation, moved.owner) == (State.ASSIGNED, OTHER, LI)
    assert await office.waiting("returned") == []
    assert [person for person, _ in await office.waiting("assigned")] == [WANG, LI]


async def test_the_second_return_is_ruled_on_and_the_ruling_binds(office: Office) -> None:
    case = await office.files()
    await office.bouncing.give_back(case.id, "不归我", office.by(WANG), OTHER)
    desk = await office.bouncing.give_back(case.id, "也不归我", office.by(LI), OFFICE)
    assert desk.state is State.SUBMITTED
    assert [person for person, _ in await office.waiting("returned")] == [ZHAO]
    ruled = await office.dispatch.reassign(case.number, "王磊", office.by(ZHAO))
    assert ruled.owner == WANG
    with pytest.raises(BindingRuling):
        await office.bouncing.give_back(case.id, "还是不归我", office.by(WANG))


async def test_a_ruling_becomes_a_rule_with_one_press(office: Office) -> None:
    case = await office.files("noise")
    await office.dispatch.reassign(case.number, "王磊", office.by(ZHAO))
    rule = await office.dispatch.make_rule(case.id, office.by(ZHAO))
    assert (rule.category, rule.district, rule.organisation) == ("noise", "张店区", OFFICE)
    office.later(minutes=2)
    assert (await office.files("noise")).owner == WANG


async def test_what_is_kept_for_two_days_is_kept(office: Office) -> None:
    case = await office.files("road_damage")
    office.later(days=2, minutes=1)
    with pytest.raises(ReturnTooLate):
        await office.bouncing.give_back(case.id, "不归我", office.by(WANG))


async def test_nobody_is_offered_what_they_returned(office: Office) -> None:
    case = await office.files()
    back = await office.bouncing.give_back(case.id, "不归我", office.by(WANG), OFFICE)
    assert back.state is State.SUBMITTED
    assert OFFICE in back.refused_by


async def test_a_duplicate_follows_its_master_and_can_come_back_within_a_day(
    office: Office,
) -> None:
    async with office.store.writing() as book:
        await book.meet(Person(TOM, "Tom"))
    master = await office.files()
    duplicate = await office.intake.submit(master.report, office.by(TOM))
    assert duplicate.due_at is not None
    office.later(hours=1)
    left = office.city.calendar.between(office.now, duplicate.due_at)
    merged = await office.families.merge(duplicate.number, master.number, office.by(ZHAO))
    assert (merged.state, merged.due_at, merged.next_reminder_at) == (State.MERGED, None, None)
    assert (await office.case(master.id)).followed == 1
    async with office.store.reading() as book:
        assert await book.follows(master.id, TOM)
    office.later(hours=5)
    back = await office.families.unmerge(duplicate.number, office.by(ZHAO))
    assert (back.state, back.owner, back.master) == (State.ASSIGNED, duplicate.owner, None)
    assert back.due_at is not None
    assert office.city.calendar.between(office.now, back.due_at) == left
    assert (await office.case(master.id)).followed == 0


async def test_merges_without_sense_are_refused(office: Office) -> None:
    one, two, three = [await office.files() for _ in range(3)]
    with pytest.raises(CannotMerge):
        await office.families.merge(one.number, one.number, office.by(ZHAO))
    await office.families.merge(one.number, two.number, office.by(ZHAO))
    with pytest.raises(CannotMerge):
        await office.families.merge(three.number, one.number, office.by(ZHAO))
    office.later(days=1, minutes=1)
    with pytest.raises(CannotMerge):
        await office.families.unmerge(one.number, office.by(ZHAO))


async def test_a_case_closes_when_every_organisation_has_done_its_part(office: Office) -> None:
    case = await office.files()
    part = await office.families.assist(case.number, OTHER, office.by(ZHAO))
    assert (part.parent, part.owner, part.state) == (case.id, LI, State.ASSIGNED)
    assert part.due_at is not None
    await office.resolved(case)
    with pytest.raises(PartsOpen):
        await office.closing.verify(case.id, office.by(CHEN))
    office.now = ((await office.case(case.id)).due_at or office.now) + timedelta(minutes=1)
    await office.rounds.sweep()
    assert (await office.case(case.id)).state is State.RESOLVED
    await office.closing.resolve(part.id, Resolution("好了", ("b" * 64,)), office.by(LI))
    await office.closing.verify(part.id, office.by(CHEN))
    assert (await office.closing.verify(case.id, office.by(CHEN))).state is State.CLOSED
    told = [key for person, key in await office.waiting("closed") if person == GRANNY]
    assert len(told) == 1


async def test_parts_have_no_parts_and_go_to_organisations_that_exist(office: Office) -> None:
    case = await office.files()
    part = await office.families.assist(case.number, OTHER, office.by(ZHAO))
    with pytest.raises(IllegalTransition):
        await office.families.assist(part.number, OFFICE, office.by(ZHAO))
    with pytest.raises(UnknownOrganisation):
        await office.families.assist(case.number, "没有的局", office.by(ZHAO))


async def test_the_same_asking_twice_is_one_part(office: Office) -> None:
    case = await office.files()
    ask = office.by(ZHAO)
    first = await office.families.assist(case.number, OTHER, ask)
    assert (await office.families.assist(case.number, OTHER, ask)).id == first.id


async def test_an_admin_alone_merges_and_splits(office: Office) -> None:
    async with office.store.writing() as book:
        await book.appoint(LI, Post(Role.SUPERVISOR, OTHER))
    one, two = await office.files(), await office.files()
    for asking in (GRANNY, WANG, LI, CHEN):
        with pytest.raises(Exception, match="not an admin"):
            await office.families.merge(one.number, two.number, office.by(asking))
        with pytest.raises(Exception, match="not an admin"):
            await office.families.assist(one.number, OTHER, office.by(asking))


async def test_a_card_that_is_on_its_way_while_the_case_changes_is_drawn_anew(
    office: Office,
) -> None:
    master, duplicate = await office.files(), await office.files(text="灯坏了")
    assert not await office.waiting("refresh")
    await office.families.merge(duplicate.number, master.number, office.by(ZHAO))
    redrawn = {
        person for person, key in await office.waiting("refresh") if f":{duplicate.id}:" in key
    }
    assert duplicate.owner in redrawn

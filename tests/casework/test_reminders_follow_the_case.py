"""Any change of owner, due date or state takes back what was to be said, in the same transaction:
a former owner is never pinged, and nobody hears of what is over."""

from datetime import timedelta

import pytest

from cases.limits import Limit
from cases.model import Case, Group, Person, PersonId, Post, Role, State
from cases.ports import Told
from tests.casework.conftest import CHEN, GRANNY, LI, OFFICE, SUN, WANG, ZHAO, ZHOU, Office


async def reassign(office: Office, case: Case) -> None:
    await office.dispatch.reassign(case.number, "李敏", office.by(ZHAO))


async def give_back(office: Office, case: Case) -> None:
    await office.bouncing.give_back(case.id, "不归我", office.by(WANG))


async def take_over(office: Office, case: Case) -> None:
    await office.desk.take(case.id, office.by(SUN))


async def extend(office: Office, case: Case) -> None:
    await office.time.extend(case.id, 3, office.by(SUN))


async def suspend(office: Office, case: Case) -> None:
    await office.time.suspend(case.number, "等", office.by(ZHAO))


async def recategorise(office: Office, case: Case) -> None:
    await office.time.recategorise(case.number, "road_damage", office.by(ZHAO))


async def set_by_hand(office: Office, case: Case) -> None:
    due = office.now + timedelta(days=9)
    await office.dispatch.reassign(case.number, "王磊", office.by(ZHAO), due)


async def resolve(office: Office, case: Case) -> None:
    await office.resolved(case)


async def withdraw(office: Office, case: Case) -> None:
    await office.desk.withdraw(case.id, office.by(GRANNY))


CHANGES = (
    *(reassign, give_back, take_over, extend, suspend, recategorise, set_by_hand, resolve),
    withdraw,
)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
async def test_what_was_to_be_said_of_the_former_time_is_taken_back(
    change: object, office: Office
) -> None:
    case = await office.files()
    office.later(days=1, minutes=1)
    assert await office.reminded() == {WANG}
    await change(office, case)  # type: ignore[operator]
    assert await office.waiting() == []
    now = await office.case(case.id)
    assert now.due_version > case.due_version


async def test_the_round_says_each_rung_once_however_often_it_goes(office: Office) -> None:
    await office.files()
    office.later(days=1, minutes=1)
    assert await office.reminded() == {WANG}
    for _ in range(3):
        assert await office.reminded() == set()


async def test_the_clock_may_jump_back_and_nothing_is_said_twice(office: Office) -> None:
    await office.files()
    office.later(days=1, minutes=1)
    await office.reminded()
    office.later(days=-1)
    assert await office.reminded() == set()
    office.later(days=1, minutes=1)
    assert await office.reminded() == set()


async def test_whoever_has_blocked_us_is_passed_over_and_the_supervisor_hears(
    office: Office,
) -> None:
    await office.files()
    async with office.store.writing() as book:
        await book.meet(Person(WANG, "王磊", blocked=True))
    office.later(days=1, minutes=1)
    assert await office.reminded() == {SUN}


async def test_a_deputy_of_a_deputy_stands_in_and_a_circle_ends(office: Office) -> None:
    await office.files()
    until = office.now + timedelta(days=30)
    await office.absence.take(WANG, "孙洁", until)
    await office.absence.take(SUN, "李敏", until)
    office.later(days=1, minutes=1)
    assert await office.reminded() == {LI}
    await office.absence.take(LI, "王磊", until)
    office.later(hours=2)
    assert await office.reminded() == {ZHAO}


async def test_an_unclaimed_case_reminds_the_group_and_whoever_takes_it_then(
    office: Office,
) -> None:
    group = PersonId(-100)
    async with office.store.writing() as book:
        await book.bind(Group(OFFICE, group, "城管局"))
        await book.meet(Person(WANG, "王磊", blocked=True))
    case = await office.files()
    assert (case.state, case.owner) == (State.ASSIGNED, None)
    assert [person for person, _ in await office.waiting("offered")] == [group]
    office.later(days=1, minutes=1)
    assert await office.reminded() == {group}
    async with office.store.writing() as book:
        await book.meet(Person(WANG, "王磊"))
    await office.desk.take(case.id, office.by(WANG))
    office.later(hours=3)
    assert await office.reminded() == {WANG, SUN}


async def test_quiet_that_was_asked_for_lapses_and_never_stops_an_escalation(
    office: Office,
) -> None:
    case = await office.files("road_damage")
    due = case.due_at
    assert due is not None
    seen = await office.time.acknowledge(case.id, office.by(WANG))
    assert seen.quiet_until is not None
    calendar = office.city.calendar
    assert calendar.between(office.now, seen.quiet_until) * 2 == calendar.between(office.now, due)
    office.now = seen.quiet_until
    assert await office.reminded() == {WANG}
    wish = Limit.parse("4 hour")
    office.now = due + timedelta(minutes=1)
    await office.reminded()
    await office.time.acknowledge(case.id, office.by(WANG), wish)
    office.later(hours=3)
    assert SUN in await office.reminded()


async def test_an_inspector_is_reminded_to_verify_and_silence_closes_unverified(
    office: Office,
) -> None:
    case = await office.resolved(await office.files())
    assert case.due_at is not None
    office.now = case.due_at - timedelta(minutes=59)
    assert await office.reminded() == {CHEN}
    office.now = case.due_at
    await office.rounds.sweep()
    closed = await office.case(case.id)
    assert (closed.state, closed.verified) == (State.CLOSED, False)
    assert ZHOU not in await office.reminded()


async def test_where_an_office_has_no_supervisor_the_one_above_it_hears(office: Office) -> None:
    district = "张店区综合行政执法局"
    async with office.store.writing() as book:
        await book.appoint(ZHOU, Post(Role.OFFICIAL, district))
    case = await office.files("exposed_garbage")
    assert case.organisation == district
    assert case.due_at is not None
    office.now = case.due_at
    await office.reminded()
    office.later(days=1)
    assert {ZHOU, SUN} <= await office.reminded()


async def test_any_number_of_rungs_is_recorded_at_once(office: Office) -> None:
    case = await office.files()
    told = [Told(case.id, f"rung{number}", None, 1) for number in range(12_000)]
    async with office.store.writing() as book:
        assert len(await book.record(told, office.now)) == len(told)
        assert not await book.record(told, office.now)

"""Staff come and go, and no case is left behind."""

from datetime import timedelta

import pytest

from cases.errors import AdminsOnly, BadLeave, UnknownPerson
from cases.model import Person, PersonId, Post, Resolution, Role
from cases.turnover import Turnover
from tests.casework.conftest import CHEN, GRANNY, LI, OFFICE, SUN, WANG, ZHAO, ZHOU, Office


def turnover(office: Office) -> Turnover:
    return Turnover(office.store, office.city, office.clock, lambda _: None)


async def test_who_leaves_for_good_leaves_no_case_behind(office: Office) -> None:
    cases = [await office.files() for _ in range(5)]
    async with office.store.writing() as book:
        for person in (ZHOU, GRANNY):
            await book.appoint(person, Post(Role.OFFICIAL, OFFICE))
    gone = await turnover(office).dismiss("王磊", office.by(ZHAO))
    assert (gone.person.id, gone.cases) == (WANG, 5)
    now = [await office.case(case.id) for case in cases]
    assert {case.owner for case in now} == {ZHOU, GRANNY}
    assert [case.due_at for case in now] == [case.due_at for case in cases]
    async with office.store.reading() as book:
        left = await book.person(WANG)
    assert left is not None
    assert left.posts == ()
    office.later(days=1, minutes=1)
    assert WANG not in await office.reminded()


async def test_what_comes_back_after_its_owner_left_goes_to_somebody_who_serves(
    office: Office,
) -> None:
    rejected, reopened, unmerged = [await office.files() for _ in range(3)]
    await office.resolved(rejected)
    done = Resolution("好了", ("b" * 64,))
    await office.closing.resolve(reopened.id, done, office.by(WANG))
    await office.closing.verify(reopened.id, office.by(CHEN))
    await office.families.merge(unmerged.number, rejected.number, office.by(ZHAO))
    async with office.store.writing() as book:
        await book.appoint(ZHOU, Post(Role.OFFICIAL, OFFICE))
    await turnover(office).dismiss("王磊", office.by(ZHAO))
    for back in (
        await office.closing.reject(rejected.id, "没好", office.by(CHEN)),
        await office.closing.reopen(reopened.id, office.by(GRANNY)),
        await office.families.unmerge(unmerged.number, office.by(ZHAO)),
    ):
        assert back.owner == ZHOU
    assert {person for person, _ in await office.waiting("rework")} == {ZHOU, CHEN}


async def test_where_nobody_is_left_the_admins_hear_of_it(office: Office) -> None:
    case = await office.files()
    await turnover(office).dismiss("王磊", office.by(ZHAO))
    assert (await office.case(case.id)).owner is None
    office.later(days=1, minutes=1)
    assert await office.reminded() == {ZHAO}


async def test_another_account_takes_posts_and_cases_with_it(office: Office) -> None:
    case = await office.files()
    new = PersonId(900)
    with pytest.raises(UnknownPerson):
        await turnover(office).replace("王磊", "@wang_new", office.by(ZHAO))
    async with office.store.writing() as book:
        await book.meet(Person(new, "王磊", "Wang_New"))
    gone = await turnover(office).replace("王磊", "@wang_new", office.by(ZHAO))
    assert (gone.person.id, gone.cases) == (new, 1)
    moved = await office.case(case.id)
    assert (moved.owner, moved.due_at) == (new, case.due_at)
    async with office.store.reading() as book:
        person = await book.person(new)
    assert person is not None
    assert person.has(Role.OFFICIAL, OFFICE)


async def test_workload_is_for_those_who_hand_out_work(office: Office) -> None:
    for _ in range(3):
        await office.files()
    everybody = await turnover(office).workload(ZHAO)
    assert [(person.id, load.open_cases) for person, load in everybody] == [(WANG, 3), (LI, 0)]
    own = await turnover(office).workload(SUN)
    assert [person.id for person, _ in own] == [WANG]
    for stranger in (GRANNY, WANG):
        with pytest.raises(AdminsOnly):
            await turnover(office).workload(stranger)


async def test_only_an_admin_dismisses_and_never_themselves(office: Office) -> None:
    for asking in (SUN, WANG, GRANNY):
        with pytest.raises(AdminsOnly):
            await turnover(office).dismiss("王磊", office.by(asking))
    with pytest.raises(BadLeave):
        await turnover(office).dismiss("赵静", office.by(ZHAO))


async def test_a_leave_ends_with_the_post(office: Office) -> None:
    await office.absence.take(WANG, "孙洁", office.now + timedelta(days=9))
    await turnover(office).dismiss("王磊", office.by(ZHAO))
    async with office.store.reading() as book:
        sun = await book.person(SUN)
    assert sun is not None
    assert sun.stands_in_for == ()

"""No case waits for ever: every state in which one waits has a timer, and silence has an end."""

from datetime import timedelta

import pytest

from cases.model import OPEN, Case, Role, State
from tests.casework.conftest import CHEN, SUN, WANG, ZHAO, Office


async def submitted(office: Office) -> Case:
    """Nobody there to take it."""
    return await office.files("illegal_building")


async def assigned(office: Office) -> Case:
    return await office.files()


async def in_progress(office: Office) -> Case:
    return await office.desk.take((await office.files()).id, office.by(WANG))


async def suspended(office: Office) -> Case:
    case = await in_progress(office)
    return await office.time.suspend(case.number, "等材料", office.by(ZHAO))


async def asked(office: Office) -> Case:
    case = await in_progress(office)
    return await office.asking.ask(case.id, "几号杆?", office.by(WANG))


async def asked_for_time(office: Office) -> Case:
    case = await in_progress(office)
    return await office.time.ask_for_time(case.id, "等配件", office.by(WANG))


async def resolved(office: Office) -> Case:
    return await office.resolved(await in_progress(office))


async def rejected(office: Office) -> Case:
    return await office.closing.reject((await resolved(office)).id, "没好", office.by(CHEN))


async def returned(office: Office) -> Case:
    return await office.bouncing.give_back(
        (await in_progress(office)).id, "不归我", office.by(WANG)
    )


WAITING = (
    *(submitted, assigned, in_progress, suspended, asked_for_time, resolved, rejected),
    *(returned, asked),
)


def test_every_open_state_is_walked() -> None:
    assert {state.value for state in OPEN} <= {way.__name__ for way in WAITING}


@pytest.mark.parametrize("way", WAITING, ids=lambda way: way.__name__)
async def test_silence_is_heard_at_the_top_or_ends_by_itself(way: object, office: Office) -> None:
    """Whatever a case waits for: it has a timer, and if nobody ever moves it, either it goes on
    by itself or the admins hear of it."""
    case = await way(office)  # type: ignore[operator]
    assert case.due_at is not None
    assert case.next_reminder_at is not None
    heard: set[int] = set()
    for _ in range(60):
        now = await office.case(case.id)
        if now.state is State.CLOSED or ZHAO in heard:
            break
        assert now.next_reminder_at is not None, "it waits and nobody will ever look at it"
        office.now = max(office.now, now.next_reminder_at) + timedelta(seconds=1)
        heard |= await office.reminded()
    assert now.state is State.CLOSED or ZHAO in heard


async def test_an_escalation_that_finds_no_supervisor_goes_to_the_admins(office: Office) -> None:
    async with office.store.writing() as book:
        [sun] = [p for p in await book.staff(Role.SUPERVISOR) if p.id == SUN]
        await book.dismiss(SUN, sun.posts[0])
    await office.files()
    office.later(days=1, hours=3)
    assert await office.reminded() == {WANG, ZHAO}

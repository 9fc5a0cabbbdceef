"""State is not outcome: what closes a case, who may, and what its reporter says of it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.storage.tables import notices
from cases.closing import drawn
from cases.errors import OldPicture, OwnWork, ProofMissing, ReopenedTooOften
from cases.model import Case, Outcome, Person, Post, Resolution, Role, State
from tests.casework.conftest import CHEN, GRANNY, MONDAY, SUN, WANG, ZHAO, Office


async def closed(office: Office, outcome: Outcome = Outcome.SOLVED) -> Case:
    case = await office.files()
    words = Resolution("说明", ("a" * 64,), outcome)
    await office.closing.resolve(case.id, words, office.by(WANG))
    return await office.closing.verify(case.id, office.by(CHEN))


@pytest.mark.parametrize("outcome", [Outcome.CANNOT_BE_DONE, Outcome.NOT_OURS, Outcome.NOT_FOUND])
async def test_what_was_not_done_needs_words_but_no_photo(
    office: Office, outcome: Outcome
) -> None:
    case = await office.files()
    with pytest.raises(ProofMissing):
        await office.closing.resolve(case.id, Resolution(" ", (), outcome), office.by(WANG))
    await office.closing.resolve(case.id, Resolution("找不到", (), outcome), office.by(WANG))
    done = await office.closing.verify(case.id, office.by(CHEN))
    assert (done.state, done.outcome, done.verified) == (State.CLOSED, outcome, True)


async def test_a_photo_that_was_shown_before_proves_nothing(office: Office) -> None:
    first = await office.files(photos=("b" * 64,))
    with pytest.raises(OldPicture):
        await office.closing.resolve(first.id, Resolution("好了", ("b" * 64,)), office.by(WANG))
    await office.closing.resolve(first.id, Resolution("好了", ("c" * 64,)), office.by(WANG))
    second = await office.files()
    with pytest.raises(OldPicture):
        await office.closing.resolve(second.id, Resolution("好了", ("c" * 64,)), office.by(WANG))


async def test_the_reporters_own_word_verifies_what_nobody_has_checked(office: Office) -> None:
    case = await office.resolved(await office.files())
    done = await office.closing.judge(case.id, Outcome.SOLVED, office.by(GRANNY))
    assert (done.state, done.outcome, done.verified) == (State.CLOSED, Outcome.SOLVED, True)


async def test_nobody_verifies_their_own_work_by_being_the_reporter_too(office: Office) -> None:
    async with office.store.writing() as book:
        await book.appoint(GRANNY, Post(Role.OFFICIAL, "市城市管理局"))
    case = await office.files()
    await office.dispatch.reassign(case.number, "马奶奶", office.by(ZHAO))
    await office.closing.resolve(case.id, Resolution("好了", ("a" * 64,)), office.by(GRANNY))
    with pytest.raises(OwnWork):
        await office.closing.judge(case.id, Outcome.SOLVED, office.by(GRANNY))


async def test_who_says_nothing_is_asked_once_more_after_three_days(office: Office) -> None:
    case = await closed(office)
    for days, asked in ((2, 0), (2, 1), (30, 1)):
        office.later(days=days)
        await office.rounds.sweep()
        assert [p for p, _ in await office.waiting("ask_again")] == [GRANNY] * asked
    assert (await office.case(case.id)).next_reminder_at is None


async def test_nobody_is_asked_at_night(office: Office) -> None:
    await closed(office)
    office.later(days=3, hours=14)  # after an outage: it was due in the morning
    await office.rounds.sweep()
    async with office.database.reading() as connection:
        query = select(notices.c.not_before).where(notices.c.kind == "ask_again")
        asked = (await connection.execute(query)).scalar_one()
    assert asked == MONDAY + timedelta(days=3, hours=22, minutes=30)


async def test_who_has_said_something_is_not_asked_again(office: Office) -> None:
    case = await closed(office)
    await office.closing.judge(case.id, Outcome.PARTLY_SOLVED, office.by(GRANNY))
    office.later(days=9)
    await office.rounds.sweep()
    assert await office.waiting("ask_again") == []


async def test_not_fixed_goes_to_the_owner_then_to_the_supervisor_then_no_further(
    office: Office,
) -> None:
    case = await closed(office)
    first = await office.closing.reopen(case.id, office.by(GRANNY))
    assert (first.state, first.owner, first.reopened) == (State.ASSIGNED, WANG, 1)
    assert first.due_at is not None
    whole = office.city.calendar.due(office.now, office.city.limit(case)).at
    assert first.due_at <= whole
    assert {WANG, CHEN} <= {person for person, _ in await office.waiting("rework")}
    await office.closing.resolve(case.id, Resolution("又好了", ("d" * 64,)), office.by(WANG))
    await office.closing.verify(case.id, office.by(CHEN))
    second = await office.closing.reopen(case.id, office.by(GRANNY))
    assert second.owner == SUN
    await office.closing.resolve(case.id, Resolution("三好", ("e" * 64,)), office.by(SUN))
    await office.closing.verify(case.id, office.by(CHEN))
    with pytest.raises(ReopenedTooOften):
        await office.closing.reopen(case.id, office.by(GRANNY))


async def test_when_there_is_too_much_to_check_the_days_seed_draws(office: Office) -> None:
    house = replace(office.city.house, reports_at_once=99)
    few = replace(office.city, checks_a_day=2, check_share=0.5, house=house)
    small = type(office)(office.database, few, office.now)
    asked = 0
    for count in range(20):
        small.asked = 1000 + count * 10
        case = await small.files()
        before = len(await small.waiting("to_verify"))
        resolution = Resolution("好了", (f"{count:064d}",))
        await small.closing.resolve(case.id, resolution, small.by(case.owner or WANG))
        told = len(await small.waiting("to_verify")) - before
        async with small.store.reading() as book:
            draw = await book.draw(small.city.local_day(small.now))
            why = [e.why for e in await book.events(case.id) if e.action == "draw"]
        if count >= 2:
            value = drawn(draw.seed, case.number)
            assert why == [f"seed {draw.seed}: {value:.4f}"]
            assert told == (value < 0.5)
        asked += told
    assert 2 < asked < 20


async def test_what_was_not_drawn_closes_unverified(office: Office) -> None:
    none = replace(office.city, checks_a_day=0, check_share=0.0)
    small = type(office)(office.database, none, office.now)
    case = await small.resolved(await small.files())
    assert await small.waiting("to_verify") == []
    assert case.due_at is not None
    small.now = case.due_at + timedelta(minutes=1)
    await small.rounds.sweep()
    done = await small.case(case.id)
    assert (done.state, done.verified) == (State.CLOSED, False)


async def test_an_inspector_who_blocked_us_is_not_asked(office: Office) -> None:
    async with office.store.writing() as book:
        await book.meet(Person(CHEN, "陈晨", blocked=True))
    await office.resolved(await office.files())
    assert [person for person, _ in await office.waiting("to_verify")] == [ZHAO]

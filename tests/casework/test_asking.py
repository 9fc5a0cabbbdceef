"""A question stops the clock, and its answer gives back exactly the time that was left."""

from datetime import timedelta

import pytest

from cases.asking import QUESTIONS, REMARKS
from cases.citizen_book import RemarkKind
from cases.errors import (
    CannotBeAsked,
    IllegalTransition,
    NotAllowed,
    NothingAsked,
    ReasonMissing,
    TooManyRemarks,
)
from cases.model import Case, Person, State
from tests.casework.conftest import GRANNY, LI, SUN, WANG, ZHAO, Office


async def in_hand(office: Office, *, urgent: bool = False) -> Case:
    return await office.desk.take((await office.files(urgent=urgent)).id, office.by(WANG))


async def asked(office: Office, *, urgent: bool = False) -> Case:
    case = await in_hand(office, urgent=urgent)
    return await office.asking.ask(case.id, "几号杆?", office.by(WANG))


async def test_the_answer_ends_the_pause_with_exactly_the_time_that_was_left(
    office: Office,
) -> None:
    case = await in_hand(office)
    before = office.city.left(case, office.now)
    office.later(hours=1)
    paused = await office.asking.ask(case.id, "几号杆?", office.by(WANG))
    assert paused.left == before - timedelta(hours=1)
    assert (await office.waiting("asked"))[0][0] == GRANNY
    office.later(days=2)
    going = await office.asking.answer(case.id, "23 号", office.by(GRANNY), ("b" * 64,))
    assert going.suspended_at is None
    assert going.question == ""
    assert office.city.left(going, office.now) == paused.left
    assert (await office.waiting("answered"))[0][0] == WANG
    async with office.store.reading() as book:
        said = await book.remarks(case.id)
    assert [(one.kind, one.text) for one in said] == [
        (RemarkKind.QUESTION, "几号杆?"),
        (RemarkKind.ANSWER, "23 号"),
    ]
    assert said[1].photos == ("b" * 64,)


async def test_without_an_answer_it_goes_on_by_itself_after_five_working_days(
    office: Office,
) -> None:
    paused = await asked(office)
    assert paused.due_at is not None
    assert paused.due_at.date().isoformat() == "2026-03-09"
    office.now = paused.due_at
    await office.rounds.sweep()
    going = await office.case(paused.id)
    assert going.suspended_at is None
    assert going.question == ""
    assert office.city.left(going, office.now) == paused.left
    assert {person for person, _ in await office.waiting("unanswered")} == {WANG, GRANNY}
    with pytest.raises(NothingAsked):
        await office.asking.answer(paused.id, "23 号", office.by(GRANNY))


async def test_the_clock_of_an_urgent_case_runs_on(office: Office) -> None:
    case = await asked(office, urgent=True)
    assert case.question == "几号杆?"
    assert case.suspended_at is None
    answered = await office.asking.answer(case.id, "23 号", office.by(GRANNY))
    assert answered.question == ""
    assert answered.due_at == case.due_at


async def test_nobody_hides_lateness_behind_a_question(office: Office) -> None:
    case = await in_hand(office)
    office.later(days=4)
    late = await office.asking.ask(case.id, "几号杆?", office.by(WANG))
    assert late.suspended_at is None
    assert late.due_at == case.due_at


async def test_only_the_owner_asks_and_only_the_reporter_answers(office: Office) -> None:
    case = await in_hand(office)
    for person in (GRANNY, SUN, ZHAO, LI):
        with pytest.raises(NotAllowed):
            await office.asking.ask(case.id, "几号杆?", office.by(person))
    await office.asking.ask(case.id, "几号杆?", office.by(WANG))
    for person in (WANG, SUN, ZHAO, LI):
        with pytest.raises(NotAllowed):
            await office.asking.answer(case.id, "23 号", office.by(person))


async def test_one_question_at_a_time_and_three_in_all(office: Office) -> None:
    case = await asked(office)
    with pytest.raises(IllegalTransition):
        await office.asking.ask(case.id, "还有呢?", office.by(WANG))
    for number in range(QUESTIONS):
        await office.asking.answer(case.id, "答", office.by(GRANNY))
        if number < QUESTIONS - 1:
            await office.asking.ask(case.id, "还有呢?", office.by(WANG))
    with pytest.raises(CannotBeAsked):
        await office.asking.ask(case.id, "还有呢?", office.by(WANG))


async def test_who_has_blocked_the_bot_is_not_asked(office: Office) -> None:
    case = await in_hand(office)
    async with office.store.writing() as book:
        await book.meet(Person(GRANNY, "马奶奶", blocked=True))
    with pytest.raises(CannotBeAsked):
        await office.asking.ask(case.id, "几号杆?", office.by(WANG))


async def test_what_was_asked_is_over_when_the_case_is_resolved(office: Office) -> None:
    case = await asked(office)
    resolved = await office.resolved(case)
    assert resolved.question == ""
    assert resolved.suspended_at is None


async def test_the_reporter_adds_to_an_open_case_and_whoever_has_it_is_told(
    office: Office,
) -> None:
    case = await office.files()
    again = office.by(GRANNY)
    for _ in range(2):
        added = await office.asking.add(case.id, "又坏了一盏", again, ("c" * 64,))
    assert added.remarks == 1
    assert added.due_at == case.due_at
    assert [person for person, _ in await office.waiting("added")] == [WANG]
    for person in (WANG, ZHAO, LI):
        with pytest.raises(NotAllowed):
            await office.asking.add(case.id, "x", office.by(person))
    with pytest.raises(ReasonMissing):
        await office.asking.add(case.id, " ", office.by(GRANNY))


async def test_there_is_an_end_to_additions(office: Office) -> None:
    case = await office.files()
    for _ in range(REMARKS):
        await office.asking.add(case.id, "又坏了一盏", office.by(GRANNY))
    with pytest.raises(TooManyRemarks):
        await office.asking.add(case.id, "又坏了一盏", office.by(GRANNY))
    await office.desk.withdraw(case.id, office.by(GRANNY))
    assert (await office.case(case.id)).state is State.WITHDRAWN
    with pytest.raises(IllegalTransition):
        await office.asking.add(case.id, "x", office.by(GRANNY))

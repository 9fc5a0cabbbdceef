"""The table alone decides: every pair of state and action, for every party."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cases.errors import IllegalTransition, NotAllowed, OwnWork
from cases.lifecycle import (
    NOTES,
    TRANSITIONS,
    Action,
    Party,
    Step,
    allowed,
    next_state,
    parties,
)
from cases.model import (
    OPEN,
    Case,
    CaseId,
    Kind,
    Person,
    PersonId,
    Place,
    Post,
    Report,
    Role,
    State,
)

OFFICE = "市城市管理局"
MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)
REPORTER, OWNER, STRANGER = PersonId(1), PersonId(2), PersonId(3)


def case_in(state: State, owner: PersonId | None = OWNER) -> Case:
    report = Report(Kind.PROBLEM, "road_damage", "坑", Place("人民路"))
    return Case(
        id=CaseId(7),
        number="ZB-20260301-0001",
        report=report,
        reporter=REPORTER,
        state=state,
        submitted_at=MIDNIGHT,
        organisation=OFFICE,
        owner=owner,
    )


def person_as(party: Party) -> Person | None:
    posts = {
        Party.COLLEAGUE: Post(Role.OFFICIAL, OFFICE),
        Party.SUPERVISOR: Post(Role.SUPERVISOR, OFFICE),
        Party.INSPECTOR: Post(Role.INSPECTOR),
        Party.EDITOR: Post(Role.EDITOR),
        Party.ADMIN: Post(Role.ADMIN),
    }
    if party is Party.RULE:
        return None
    ids = {Party.REPORTER: REPORTER, Party.OWNER: OWNER}
    return Person(
        ids.get(party, STRANGER), "某人", posts=(posts[party],) if party in posts else ()
    )


def _note(state: State, action: Action) -> Step | None:
    states, by = NOTES.get(action, ((), frozenset()))
    return Step(state, by) if state in states else None


def _ripe(case: Case, action: Action, party: Party) -> Case:
    if action is Action.RESUME:
        case = replace(case, suspended_at=case.submitted_at)
    if action is Action.ANSWER:
        case = replace(case, question="几号杆?")
    if action is Action.ADOPT:
        case = replace(case, report=replace(case.report, kind=Kind.SUGGESTION))
    if action is Action.PUBLISH:
        case = replace(case, report=replace(case.report, kind=Kind.HIGHLIGHT))
    if action is Action.UNMERGE:
        case = replace(case, before_merge=State.RESOLVED)
    if party is Party.EDITOR:
        case = replace(case, report=replace(case.report, kind=Kind.HIGHLIGHT))
    return case


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("party", Party)
def test_the_table_alone_decides(state: State, party: Party) -> None:
    for action in Action:
        _decides(state, action, party)


def _decides(state: State, action: Action, party: Party) -> None:
    case = case_in(state, owner=None if party is Party.COLLEAGUE else OWNER)
    case = _ripe(case, action, party)
    person = person_as(party)
    step = TRANSITIONS.get((state, action)) or _note(state, action)
    if step is None:
        with pytest.raises(IllegalTransition):
            next_state(case, action, person)
    elif party not in step.by:
        with pytest.raises(NotAllowed):
            next_state(case, action, person)
    else:
        assert next_state(case, action, person) is (step.after or State.RESOLVED)
        assert person is None or action in allowed(case, person)


@pytest.mark.parametrize("state", OPEN)
def test_no_room_without_a_door(state: State) -> None:
    reached: set[State | None] = {state}
    for _ in State:
        reached |= {step.after for (before, _a), step in TRANSITIONS.items() if before in reached}
    assert reached - set(OPEN)


def test_nobody_verifies_their_own_work_not_even_an_admin() -> None:
    handler = Person(OWNER, "李", posts=(Post(Role.ADMIN),))
    with pytest.raises(OwnWork):
        next_state(case_in(State.RESOLVED), Action.VERIFY, handler)
    assert Action.VERIFY not in allowed(case_in(State.RESOLVED), handler)


def test_a_case_that_has_an_owner_is_not_offered_to_colleagues() -> None:
    colleague = Person(STRANGER, "张", posts=(Post(Role.OFFICIAL, OFFICE),))
    assert parties(case_in(State.ASSIGNED), colleague) == set()
    assert Party.COLLEAGUE in parties(case_in(State.ASSIGNED, owner=None), colleague)


def test_a_pause_can_only_be_ended_once_it_has_begun() -> None:
    admin = person_as(Party.ADMIN)
    running = case_in(State.IN_PROGRESS)
    paused = replace(running, suspended_at=running.submitted_at)
    with pytest.raises(IllegalTransition):
        next_state(running, Action.RESUME, admin)
    for action in (Action.SUSPEND, Action.EXTEND):
        with pytest.raises(IllegalTransition):
            next_state(paused, action, admin)


def test_one_question_at_a_time_and_none_during_a_pause() -> None:
    owner = person_as(Party.OWNER)
    running = case_in(State.IN_PROGRESS)
    for waiting in (replace(running, question="?"), replace(running, suspended_at=MIDNIGHT)):
        with pytest.raises(IllegalTransition):
            next_state(waiting, Action.ASK, owner)
    with pytest.raises(IllegalTransition):
        next_state(running, Action.ANSWER, person_as(Party.REPORTER))


def test_a_suggestion_is_adopted_once_and_a_problem_never() -> None:
    admin, problem = person_as(Party.ADMIN), case_in(State.CLOSED)
    suggestion = replace(problem, report=replace(problem.report, kind=Kind.SUGGESTION))
    assert next_state(suggestion, Action.ADOPT, admin) is State.CLOSED
    for case in (problem, replace(suggestion, adopted=True)):
        with pytest.raises(IllegalTransition):
            next_state(case, Action.ADOPT, admin)


def test_who_stands_in_for_the_owner_is_as_good_as_the_owner_and_as_bound() -> None:
    deputy = Person(STRANGER, "张", posts=(Post(Role.INSPECTOR),), stands_in_for=(OWNER,))
    assert Action.RESOLVE in allowed(case_in(State.IN_PROGRESS), deputy)
    with pytest.raises(OwnWork):
        next_state(case_in(State.RESOLVED), Action.VERIFY, deputy)


def test_an_official_of_another_office_is_a_stranger() -> None:
    other = Person(STRANGER, "张", posts=(Post(Role.SUPERVISOR, "市公安局"),))
    assert allowed(case_in(State.ASSIGNED), other) == ()

"""The life of a case and the rights over it as tables: state, action, who may, next state.

Anything that stands neither in TRANSITIONS nor in NOTES is refused; buttons are drawn from both,
and the pages in the documentation are compared with them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from cases.errors import IllegalTransition, NotAllowed, OwnWork
from cases.model import HANDLED, OPEN, Case, Kind, Person, Role, State


class Action(StrEnum):
    """What somebody does to a case."""

    SUBMIT = "submit"
    ASSIGN = "assign"
    DECLINE = "decline"
    PUBLISH = "publish"
    TAKE = "take"
    RETURN = "return"
    REASSIGN = "reassign"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    RECATEGORISE = "recategorise"
    RESOLVE = "resolve"
    VERIFY = "verify"
    REJECT = "reject"
    RATE = "rate"
    REOPEN = "reopen"
    MERGE = "merge"
    UNMERGE = "unmerge"
    WITHDRAW = "withdraw"
    ASK = "ask"
    ANSWER = "answer"
    ADOPT = "adopt"
    ASK_FOR_TIME = "ask_for_time"
    CONTACT = "contact"
    ACKNOWLEDGE = "acknowledge"
    RULE = "rule"
    ASSIST = "assist"
    ADD = "add"
    URGE = "urge"
    STRIKE = "strike"
    AUDIT = "audit"
    SHOW = "show"


class Party(StrEnum):
    """What a person is to one case; RULE is the city itself, by a rule or by silence."""

    REPORTER = "reporter"
    OWNER = "owner"
    COLLEAGUE = "colleague"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    EDITOR = "editor"
    ADMIN = "admin"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Step:
    """One row of the table; *after* None is the state in which the case was before."""

    after: State | None
    by: frozenset[Party]


def _step(after: State | None, *by: Party) -> Step:
    return Step(after, frozenset(by))


_P, _S, _A = Party, State, Action

TRANSITIONS: Mapping[tuple[State | None, Action], Step] = MappingProxyType(
    {
        (None, _A.SUBMIT): _step(_S.SUBMITTED, _P.REPORTER),
        (_S.SUBMITTED, _A.ASSIGN): _step(_S.ASSIGNED, _P.RULE, _P.ADMIN),
        (_S.SUBMITTED, _A.DECLINE): _step(_S.DECLINED, _P.ADMIN, _P.EDITOR),
        (_S.SUBMITTED, _A.PUBLISH): _step(_S.CLOSED, _P.EDITOR, _P.ADMIN),
        (_S.ASSIGNED, _A.TAKE): _step(_S.IN_PROGRESS, _P.OWNER, _P.COLLEAGUE, _P.SUPERVISOR),
        (_S.IN_PROGRESS, _A.TAKE): _step(_S.IN_PROGRESS, _P.SUPERVISOR),
        (_S.RESOLVED, _A.VERIFY): _step(_S.CLOSED, _P.INSPECTOR, _P.ADMIN, _P.REPORTER, _P.RULE),
        (_S.RESOLVED, _A.REJECT): _step(_S.IN_PROGRESS, _P.INSPECTOR, _P.ADMIN, _P.REPORTER),
        (_S.CLOSED, _A.RATE): _step(_S.CLOSED, _P.REPORTER),
        (_S.CLOSED, _A.REOPEN): _step(_S.ASSIGNED, _P.REPORTER, _P.ADMIN),
        (_S.SUBMITTED, _A.WITHDRAW): _step(_S.WITHDRAWN, _P.REPORTER),
        (_S.ASSIGNED, _A.WITHDRAW): _step(_S.WITHDRAWN, _P.REPORTER),
        **{(s, _A.RETURN): _step(_S.SUBMITTED, _P.OWNER) for s in HANDLED},
        **{(s, _A.REASSIGN): _step(_S.ASSIGNED, _P.ADMIN) for s in HANDLED},
        **{(s, _A.RESOLVE): _step(_S.RESOLVED, _P.OWNER) for s in HANDLED},
        **{(s, _A.EXTEND): _step(s, _P.SUPERVISOR, _P.ADMIN) for s in HANDLED},
        **{(s, _A.SUSPEND): _step(s, _P.ADMIN) for s in HANDLED},
        **{(s, _A.RESUME): _step(s, _P.ADMIN, _P.RULE) for s in HANDLED},
        **{(s, _A.RECATEGORISE): _step(s, _P.ADMIN) for s in (_S.SUBMITTED, *HANDLED)},
        **{(s, _A.MERGE): _step(_S.MERGED, _P.ADMIN) for s in OPEN},
        **{(s, _A.ASK): _step(s, _P.OWNER) for s in HANDLED},
        **{(s, _A.ANSWER): _step(s, _P.REPORTER) for s in HANDLED},
        **{
            (s, _A.ADOPT): _step(s, _P.SUPERVISOR, _P.ADMIN)
            for s in (*HANDLED, _S.RESOLVED, _S.CLOSED)
        },
        (_S.MERGED, _A.UNMERGE): _step(None, _P.ADMIN),
    }
)

# What leaves the state as it is: in which states, and for whom.
NOTES: Mapping[Action, tuple[tuple[State, ...], frozenset[Party]]] = MappingProxyType(
    {
        _A.ASK_FOR_TIME: (HANDLED, frozenset({_P.OWNER})),
        _A.CONTACT: ((*HANDLED, _S.RESOLVED), frozenset({_P.OWNER})),
        _A.ACKNOWLEDGE: (OPEN, frozenset({_P.OWNER, _P.SUPERVISOR})),
        _A.RULE: ((*HANDLED, _S.RESOLVED, _S.CLOSED), frozenset({_P.ADMIN})),
        _A.ASSIST: (HANDLED, frozenset({_P.ADMIN})),
        _A.ADD: (OPEN, frozenset({_P.REPORTER})),
        _A.URGE: (OPEN, frozenset({_P.REPORTER})),
        _A.STRIKE: (tuple(State), frozenset({_P.ADMIN})),
        _A.AUDIT: (tuple(State), frozenset({_P.ADMIN})),
        _A.SHOW: (tuple(State), frozenset(Party) - {_P.RULE}),
    }
)
_ROWS: Mapping[tuple[State | None, Action], Step] = MappingProxyType(
    {
        **TRANSITIONS,
        **{(s, note): Step(s, by) for note, (states, by) in NOTES.items() for s in states},
    }
)


# What can be done only while the case is suspended, and only while it is not.
_ONLY_WHILE: Mapping[Action, bool] = MappingProxyType(
    {_A.RESUME: True, _A.SUSPEND: False, _A.EXTEND: False, _A.ASK: False}
)


def _fits(case: Case, action: Action) -> bool:
    """Whether *action* makes sense as the case stands, whoever does it."""
    if action is Action.ANSWER or (action is Action.ASK and case.question):
        return bool(case.question) and action is Action.ANSWER
    if action is Action.PUBLISH:
        return case.report.kind is Kind.HIGHLIGHT
    if action is Action.ADOPT:
        return case.report.kind is Kind.SUGGESTION and not case.adopted
    suspended = case.suspended_at is not None
    return _ONLY_WHILE.get(action, suspended) is suspended


def parties(case: Case, person: Person) -> frozenset[Party]:
    """What *person* is to *case*.

    A colleague is an official of the same organisation, and only while nobody owns the case:
    whoever presses 接单 first owns it, and from then on nobody else does. Whoever stands in for
    an owner on leave is as good as the owner. Editors have to do with highlights only.
    """
    is_ = {
        Party.REPORTER: person.id == case.reporter,
        Party.OWNER: owns(case, person),
        Party.COLLEAGUE: case.owner is None and _serves(case, person, Role.OFFICIAL),
        Party.SUPERVISOR: _serves(case, person, Role.SUPERVISOR)
        or case.organisation in person.oversees,
        Party.INSPECTOR: person.has(Role.INSPECTOR),
        Party.EDITOR: case.report.kind is Kind.HIGHLIGHT and person.has(Role.EDITOR),
        Party.ADMIN: person.has(Role.ADMIN),
    }
    return frozenset(party for party, true in is_.items() if true)


def next_state(case: Case, action: Action, person: Person | None) -> State:
    """The state after *person* (None: the city's rule) does *action* to *case*.

    Raises IllegalTransition where the tables have no such row, NotAllowed where the row is not for
    this person or the case none of their business (so that a stranger does not even learn its
    state), OwnWork where somebody would verify what they resolved.
    """
    present = {Party.RULE} if person is None else parties(case, person)
    step = _ROWS.get((case.state, action))
    if step is None and present:
        raise IllegalTransition(case.number, state=case.state, action=action)
    if step is None or not step.by & present:
        raise NotAllowed(case.number, action=action)
    if action is Action.VERIFY and person is not None and owns(case, person):
        raise OwnWork(case.number)
    if not _fits(case, action):
        raise IllegalTransition(case.number, state=case.state, action=action)
    return step.after or case.before_merge or State.SUBMITTED


def allowed(case: Case, person: Person) -> tuple[Action, ...]:
    """What *person* can do to *case* now, in the order of the tables."""
    present = parties(case, person)
    return tuple(
        action
        for (state, action), step in _ROWS.items()
        if state is case.state
        and step.by & present
        and not (action is Action.VERIFY and owns(case, person))
        and _fits(case, action)
    )


def owns(case: Case, person: Person) -> bool:
    """Whether the case is *person*'s to handle: as its owner, or for an owner who is away."""
    return case.owner is not None and case.owner in (person.id, *person.stands_in_for)


def _serves(case: Case, person: Person, role: Role) -> bool:
    return case.organisation is not None and person.has(role, case.organisation)

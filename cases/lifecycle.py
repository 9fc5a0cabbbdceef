"""The life of a case as one table: state, action, who may, next state."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class State(StrEnum):
    """Where a case stands; a state is not an outcome."""

    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class Action(StrEnum):
    """What somebody does to a case that exists."""

    ASSIGN = "assign"
    DECLINE = "decline"
    TAKE = "take"
    RETURN = "return"
    REASSIGN = "reassign"
    EXTEND = "extend"
    SUSPEND = "suspend"
    RESUME = "resume"
    RESOLVE = "resolve"
    VERIFY = "verify"
    REJECT = "reject"
    RATE = "rate"
    REOPEN = "reopen"
    MERGE = "merge"
    WITHDRAW = "withdraw"


OPEN = (State.SUBMITTED, State.ASSIGNED, State.IN_PROGRESS, State.RESOLVED)
_WITH_OWNER = (State.ASSIGNED, State.IN_PROGRESS)

TRANSITIONS: Mapping[tuple[State, Action], State] = MappingProxyType(
    {
        (State.SUBMITTED, Action.ASSIGN): State.ASSIGNED,
        (State.SUBMITTED, Action.DECLINE): State.DECLINED,
        (State.ASSIGNED, Action.TAKE): State.IN_PROGRESS,
        (State.RESOLVED, Action.VERIFY): State.CLOSED,
        (State.RESOLVED, Action.REJECT): State.IN_PROGRESS,
        (State.CLOSED, Action.RATE): State.CLOSED,
        (State.CLOSED, Action.REOPEN): State.ASSIGNED,
        (State.SUBMITTED, Action.WITHDRAW): State.WITHDRAWN,
        (State.ASSIGNED, Action.WITHDRAW): State.WITHDRAWN,
        **{(s, Action.RETURN): State.SUBMITTED for s in _WITH_OWNER},
        **{(s, Action.REASSIGN): State.ASSIGNED for s in _WITH_OWNER},
        **{(s, Action.RESOLVE): State.RESOLVED for s in _WITH_OWNER},
        **{(s, a): s for s in _WITH_OWNER for a in (Action.EXTEND, Action.SUSPEND, Action.RESUME)},
        **{(s, Action.MERGE): State.MERGED for s in OPEN},
    }
)


class IllegalTransition(Exception):
    """The table has no such step from this state."""

    def __init__(self, state: State, action: Action) -> None:
        super().__init__(f"cannot {action} a case that is {state}")
        self.state, self.action = state, action


def next_state(state: State, action: Action) -> State:
    """The state after *action*; raises IllegalTransition for what the table does not list."""
    try:
        return TRANSITIONS[state, action]
    except KeyError:
        raise IllegalTransition(state, action) from None

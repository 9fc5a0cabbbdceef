import pytest

from cases.lifecycle import OPEN, TRANSITIONS, Action, IllegalTransition, State, next_state


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_the_table_alone_decides(state: State, action: Action) -> None:
    if (state, action) in TRANSITIONS:
        assert next_state(state, action) is TRANSITIONS[state, action]
    else:
        with pytest.raises(IllegalTransition):
            next_state(state, action)


@pytest.mark.parametrize("state", OPEN)
def test_no_room_without_a_door(state: State) -> None:
    reached = {state}
    for _ in State:
        reached |= {after for (before, _a), after in TRANSITIONS.items() if before in reached}
    assert reached - set(OPEN)

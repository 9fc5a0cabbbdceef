"""The flood limits, with a clock in hand."""

import pytest

from sandbox.limits import STRICTLY_PRIVATE, FloodLimits


class Clock:
    """Seconds that pass when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_thirty_a_sliding_second_in_all(clock: Clock) -> None:
    limits = FloodLimits(now=clock)
    for chat in range(1, 31):
        clock.now += 0.02
        assert limits.wait(chat) == 0
    assert limits.wait(99) == 1
    clock.now = 1.01
    assert limits.wait(99) == 1
    clock.now = 1.02
    assert limits.wait(99) == 0
    assert limits.refused == 2


def test_a_private_chat_has_a_short_burst_or_none(clock: Clock) -> None:
    limits = FloodLimits(now=clock)
    assert [limits.wait(1) for _ in range(4)] == [0, 0, 0, 4]
    strict = FloodLimits(now=clock, private=STRICTLY_PRIVATE)
    assert [strict.wait(1) for _ in range(2)] == [0, 2]
    assert strict.wait(1, edit=True) == 0


def test_twenty_a_minute_in_a_group_edits_too(clock: Clock) -> None:
    limits = FloodLimits(now=clock)
    assert [limits.wait(-1, edit=bool(n % 2)) for n in range(20)] == [0] * 20
    clock.now = 30.0
    assert limits.wait(-1) == 31
    assert limits.wait(-2) == 0
    clock.now = 60.0
    assert limits.wait(-1) == 0

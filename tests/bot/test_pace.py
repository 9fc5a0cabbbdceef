"""The pace, second by second, against limits as strict as Telegram's; no real time passes."""

import heapq
import random
from collections.abc import Iterator

import pytest

from bot.pace import Budget, Made
from sandbox.limits import STRICTLY_PRIVATE, FloodLimits


class Wire:
    """A simulated Telegram: a call arrives a little later, and its answer later still."""

    def __init__(self, *, per_second: float = 30.0, latency: float = 0.02) -> None:
        self.now = 0.0
        self.budget = Budget(per_second, 1.0)
        self.limits = FloodLimits(private=STRICTLY_PRIVATE, now=lambda: self.now)
        self.chance, self.latency = random.Random(7), latency
        self.refused = 0
        self.left: list[tuple[float, int, bool]] = []
        self._events: list[tuple[float, int, int, Made | None]] = []
        self._order: Iterator[int] = iter(range(1_000_000))

    def call(self, chat: int, *, direct: bool = False, rivals: bool = False) -> float | None:
        """Make the call if it may be made; None then, else when to ask again."""
        opens = self.budget.opens(chat, self.now, direct=direct, rivals=rivals)
        if opens > self.now:
            return opens
        made = self.budget.spend(chat, self.now, direct=direct)
        self.left.append((self.now, chat, direct))
        arrives = self.now + self.chance.uniform(0, self.latency)
        heapq.heappush(self._events, (arrives, next(self._order), chat, None))
        ends = arrives + self.chance.uniform(0, self.latency)
        heapq.heappush(self._events, (ends, next(self._order), chat, made))
        return None

    def until(self, moment: float) -> None:
        """Let time pass."""
        while self._events and self._events[0][0] <= moment:
            self.now, _, chat, made = heapq.heappop(self._events)
            if made is None:
                self.refused += self.limits.wait(chat) > 0
            else:
                self.budget.end(chat, made, self.now)
        self.now = max(self.now, moment)

    def deliver(self, chats: list[int], seconds: float = 1e9) -> float:
        """Deliver to all *chats* in order, as fast as may be; how long it took."""
        began = self.now
        for chat in chats:
            while (opens := self.call(chat)) is not None:
                self.until(max(opens, self.now + 0.001))
            if self.now - began > seconds:
                break
        return self.now - began


@pytest.mark.parametrize("latency", [0.002, 0.02])
def test_three_thousand_chats_at_full_rate_without_one_refusal(latency: float) -> None:
    wire = Wire(latency=latency)
    took = wire.deliver(list(range(1, 3001)))
    wire.until(wire.now + 1)
    assert wire.refused == 0
    assert 3000 / took >= 28


def test_a_slow_wire_is_never_refused_either() -> None:
    wire = Wire(latency=0.4)
    wire.deliver(list(range(1, 501)))
    wire.until(wire.now + 1)
    assert wire.refused == 0


def test_a_start_is_smoothed() -> None:
    wire = Wire()
    wire.now = 100.0
    wire.deliver(list(range(1, 60)))
    first = [at for at, _, _ in wire.left if at < 100.1]
    assert len(first) <= 12


def test_one_chat_gets_one_a_second_and_a_group_twenty_a_minute() -> None:
    wire = Wire()
    assert wire.deliver([5] * 10) >= 9
    assert wire.deliver([-5] * 41) >= 120
    wire.until(wire.now + 1)
    assert wire.refused == 0


def test_an_answer_goes_at_once_beside_an_idle_delivery_in_a_burst() -> None:
    wire = Wire()
    assert [wire.call(9, direct=True) for _ in range(4)] == [None] * 4


def test_answers_go_before_delivery_which_is_never_starved() -> None:
    """People write 20 times a second while thousands of notices wait."""
    wire, chat = Wire(), 1_000_000
    asked: list[float] = []
    waits: list[float] = []
    for step in range(20_000):
        wire.until(step * 0.001)
        if step % 50 == 0:
            asked.append(wire.now)
        while asked and wire.call(len(waits) + 1, direct=True, rivals=True) is None:
            waits.append(wire.now - asked.pop(0))
        if wire.call(chat, rivals=bool(asked)) is None:
            chat += 1
    wire.until(21)
    delivered = chat - 1_000_000
    assert wire.refused == 0
    assert max(waits[40:]) < 0.15
    assert max(waits) < 0.5  # at first, when delivery has just used all there was
    assert delivered >= 20 * 3


def test_people_who_write_faster_than_the_limit_are_not_slowed_down_until_telegram_objects() -> (
    None
):
    wire = Wire()
    assert all(wire.call(chat, direct=True) is None for chat in range(1, 101))
    wire.budget.refused(7, 3, wire.now)
    assert wire.call(7, direct=True) == 3
    assert wire.call(101, direct=True) is not None
    wire.until(2)
    assert wire.call(101, direct=True) is None
    assert wire.call(7, direct=True) == 3


def test_delivery_has_its_share_of_a_crowd() -> None:
    """A hundred answers a second: far above the limit, and Telegram does not object."""
    wire, chat = Wire(), 1_000_000
    for step in range(1_000):
        wire.until(step * 0.01)
        assert wire.budget.slots(wire.now) >= 1
        wire.call(step + 1, direct=True)
        if wire.call(chat) is None:
            chat += 1
    assert 15 <= chat - 1_000_000 <= 60


def test_whom_telegram_wants_left_alone_holds_nobody_else_up() -> None:
    wire = Wire()
    wire.budget.refused(7, 30, wire.now)
    assert wire.budget.closed(wire.now) == {7: 30}
    assert wire.call(8) is None
    assert wire.call(7) == 30
    wire.until(31)
    assert wire.budget.closed(wire.now) == {}
    assert wire.call(7) is None

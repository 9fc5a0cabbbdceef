"""How fast Telegram may be spoken to: one measure for answers to people and for delivery.

Nobody outside knows how Telegram counts, so delivery, which can wait, stays a little below every
limit. An answer to somebody who has just written goes first and is held up only by what delivery
has sent meanwhile: the burst that people's own writing causes is left to Telegram to judge. Where
it objects (429) that chat is left alone for as long as it says, and for a while answers keep to
the limits too.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from telegram.constants import FloodLimit

SHARE = 0.98  # of the rate is used
RESERVED = 0.1  # of all is delivery's, however many people write
AHEAD = 0.25  # seconds for which delivery claims notices in advance
CATCH_UP = 8  # slots that may be made up after a moment of being late
WARY = 60.0  # seconds for which answers keep to the limits after an objection
GROUP_SPAN = 60.0
UNKNOWN = 2.0  # seconds for which a call without an answer may still not have been counted
A_MOMENT = 0.005
_FORGET_FROM = 10_000


@dataclass(slots=True)
class Slip:
    """What Delivery's task carries with it; *sent* counts the messages that have gone out."""

    sent: int = 0


delivering: ContextVar[Slip | None] = ContextVar("delivering", default=None)


@dataclass(slots=True)
class Made:
    """A call: when it left, and when Telegram had surely counted it."""

    left: float
    ended: float | None = None

    def seen_by(self, now: float) -> float:
        """Telegram counted it before this moment, as far as we can know."""
        return min(self.left + UNKNOWN, now) if self.ended is None else self.ended


class Window:
    """Counts the calls of which Telegram may think that they fell into its last *span* seconds."""

    def __init__(self, span: float) -> None:
        self.span = span
        self._made: list[Made] = []

    def count(self, now: float) -> int:
        """How many."""
        self._made = [one for one in self._made if one.seen_by(now) + self.span > now]
        return len(self._made)

    def room_at(self, most: int, now: float) -> float:
        """When there may be fewer than *most*."""
        over = self.count(now) - most
        if over < 0:
            return now
        seen = sorted(one.seen_by(now) for one in self._made)
        return max(now + A_MOMENT, seen[over] + self.span)

    def add(self, made: Made) -> None:
        """One more."""
        self._made.append(made)


class Budget:
    """The arithmetic, without a clock of its own: ``opens`` says when, ``spend`` counts."""

    def __init__(self, per_second: float, per_chat_seconds: float) -> None:
        self._slot = 1 / (per_second * SHARE)
        self._most = max(1, int(per_second))
        self._reserved = max(1, int(self._most * RESERVED))
        self._all, self._answers = Window(1.0), Window(1.0)
        self._gap = per_chat_seconds
        self._per_group = int(FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP)
        self._groups: dict[int, Window] = defaultdict(
            lambda: Window(GROUP_SPAN * per_chat_seconds)
        )
        self._next = 0.0
        self._ready: dict[int, float] = {}
        self._held: dict[int, float] = {}
        self._wary: dict[int | None, float] = {}

    def opens(self, chat: int, now: float, *, direct: bool, rivals: bool) -> float:
        """When a call to *chat* may be made: *now* or later. *rivals* tells whether the other
        kind, answers or delivery, is waiting too."""
        at = max(now, self._held.get(chat, 0.0))
        if chat < 0:
            at = max(at, self._groups[chat].room_at(self._per_group, now))
        if not direct:
            return max(at, self._ready.get(chat, 0.0), self._delivery(now, rivals=rivals))
        if self._is_wary(chat, now):
            at = max(at, self._ready.get(chat, 0.0))
        return max(at, self._answer(now, rivals=rivals))

    def _delivery(self, now: float, *, rivals: bool) -> float:
        answers = self._answers.count(now)
        mine = self._all.count(now) - answers
        if rivals and mine >= self._reserved:
            return now + self._slot
        if mine < self._reserved and answers >= self._most and not self._is_wary(None, now):
            return self._next
        # Where people write, some room is left for what they write next.
        spare = min(answers, self._reserved) if mine >= self._reserved else 0
        room = self._all.room_at(self._most - spare, now)
        if room > now:  # a slot that passed because there was no room is not made up
            self._next = max(self._next, room)
        return self._next

    def _answer(self, now: float, *, rivals: bool) -> float:
        most = self._most - self._reserved
        if not self._is_wary(None, now) and self._answers.count(now) >= most:
            return now  # people write faster than the limit: not ours to slow down
        at = self._all.room_at(self._most, now)
        return max(at, self._answers.room_at(most, now)) if rivals else at

    def spend(self, chat: int, now: float, *, direct: bool) -> Made:
        """A call to *chat* is being made."""
        made = Made(now)
        self._all.add(made)
        if direct:
            self._answers.add(made)
        else:
            self._next = max(self._next, now - CATCH_UP * self._slot) + self._slot
        if chat < 0:
            self._groups[chat].add(made)
        self._rest(chat, now)
        return made

    def end(self, chat: int, made: Made, now: float) -> None:
        """The call has ended; the chat may rest a little."""
        made.ended = now
        self._rest(chat, now)

    def _rest(self, chat: int, now: float) -> None:
        if self._gap:
            self._ready[chat] = now + self._gap
        if len(self._ready) > _FORGET_FROM:
            self._ready = {one: at for one, at in self._ready.items() if at > now}

    def refused(self, chat: int, seconds: float, now: float) -> None:
        """Telegram wants *chat* to be left alone for so long."""
        self._held[chat] = now + seconds
        self._wary[chat] = self._wary[None] = now + seconds + WARY

    def closed(self, now: float) -> dict[int, float]:
        """The chats to which nothing can be delivered now, and until when."""
        self._held = {one: at for one, at in self._held.items() if at > now}
        self._wary = {one: at for one, at in self._wary.items() if at > now}
        self._ready = {one: at for one, at in self._ready.items() if at > now}
        full = {chat: one.room_at(self._per_group, now) for chat, one in self._groups.items()}
        chats = {*self._ready, *self._held, *(chat for chat, at in full.items() if at > now)}
        parts = (self._ready, self._held, full)
        return {chat: max(part.get(chat, 0.0) for part in parts) for chat in chats}

    def slots(self, now: float) -> int:
        """For how many notices there is a slot soon; one is always in line."""
        free = now + AHEAD - max(now, self._delivery(now, rivals=False))
        return max(1, int(free / self._slot))

    def _is_wary(self, chat: int | None, now: float) -> bool:
        return self._wary.get(chat, 0.0) > now


class Pace:
    """Holds callers up until their call may be made; answers go before delivery."""

    def __init__(
        self,
        per_second: float,
        per_chat_seconds: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._budget, self._now = Budget(per_second, per_chat_seconds), now
        self._waiting = {True: 0, False: 0}

    @asynccontextmanager
    async def turn(self, chat: int) -> AsyncIterator[None]:
        """Wait until a call to *chat* may be made, and count it while and after it is made."""
        direct = delivering.get() is None
        self._waiting[direct] += 1
        try:
            while (wait := self._wait(chat, direct=direct)) > 0:  # noqa: ASYNC110  # for a time
                await asyncio.sleep(wait)
        finally:
            self._waiting[direct] -= 1
        made = self._budget.spend(chat, self._now(), direct=direct)
        try:
            yield
        finally:
            self._budget.end(chat, made, self._now())

    def _wait(self, chat: int, *, direct: bool) -> float:
        now, rivals = self._now(), self._waiting[not direct] > 0
        return self._budget.opens(chat, now, direct=direct, rivals=rivals) - now

    def refused(self, chat: int, seconds: float) -> None:
        """Telegram wants *chat* to be left alone for so long."""
        self._budget.refused(chat, seconds, self._now())

    def closed(self) -> Collection[int]:
        """The chats to which nothing can be delivered now."""
        return self._budget.closed(self._now()).keys()

    def opens_in(self, longest: float) -> float:
        """Seconds until the next of the closed chats opens; *longest* at most."""
        now = self._now()
        return min([longest, *(at - now for at in self._budget.closed(now).values())])

    def slots(self) -> int:
        """How many more notices delivery should claim now."""
        return self._budget.slots(self._now()) - self._waiting[False]

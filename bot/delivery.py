"""Takes notices from the outbox and sends them; tries again, or gives up loudly."""

import asyncio
import logging
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.gate import Gate, Passed
from bot.manners import told
from bot.outage import Reach
from bot.pace import AHEAD, Pace, Slip, delivering
from bot.storage.outbox import LEASE, Outbox, Pending, Settled
from bot.storage.undelivered import Moves
from bot.wire import Interrupted
from cases.model import PersonId
from cases.ports import Clock
from cases.staff import Staff
from handlers.notices import Fate, Notices

logger = logging.getLogger(__name__)

AT_ONCE = 64
LONGEST_WAIT = timedelta(minutes=10)
GIVE_UP_AFTER = 20
PATIENT = 10  # attempts after which the wait is the longest
REST = 1.0
RENEW_AFTER = LEASE.total_seconds() / 3


class Waker:
    """Tells the delivery that there may be something new in the outbox."""

    def __init__(self) -> None:
        self.event = asyncio.Event()

    def wake(self) -> None:
        """There may be."""
        self.event.set()


@dataclass(slots=True)
class _Errand:
    """One message on its way: who does it, which notices it is for, when their lease began."""

    task: asyncio.Task[None]
    ids: set[int] = field(default_factory=set)
    leased: float = 0.0


class Delivery:
    """Sends what waits, whose turn it is first, one message per chat at a time."""

    def __init__(
        self,
        *,
        outbox: Outbox,
        gate: Gate,
        notices: Notices,
        staff: Staff,
        moves: Moves,
        clock: Clock,
        pace: Pace,
        waker: Waker,
        chance: random.Random | None = None,
    ) -> None:
        self._outbox, self._gate, self._notices = outbox, gate, notices
        self._staff, self._moves, self._clock = staff, moves, clock
        self._pace, self._waker = pace, waker
        self._chance = chance or random.Random()  # noqa: S311  # spreads retries, guards nothing
        self._busy: dict[PersonId, _Errand] = {}
        self._loop: asyncio.Task[None] | None = None
        self._stopping = False
        self._reach = Reach(clock)

    def start(self, bot: Bot) -> None:
        """Deliver from now on, in the background."""
        self._stopping = False
        self._loop = asyncio.create_task(self._run(bot))

    async def stop(self) -> None:
        """Finish what is being sent, and stop."""
        self._stopping = True
        self._waker.wake()
        if self._loop is not None:
            await self._loop

    async def _run(self, bot: Bot) -> None:
        while not self._stopping:
            self._waker.event.clear()
            await self._rest(await self._start_some(bot))
        await self._finish()

    async def catch_up(self, bot: Bot) -> None:
        """Send all that may be sent at this moment: for whoever moves the clock by hand."""
        while await self._start_some(bot):
            await self._finish()

    async def _finish(self) -> None:
        while self._busy:
            await asyncio.wait([one.task for one in self._busy.values()], timeout=REST)
            await self._renew()

    async def _rest(self, started: int) -> None:
        """Until there may be something to do: slots for what probably waits still, or news."""
        if started:
            await asyncio.sleep(AHEAD / 4)
            return
        try:
            await asyncio.wait_for(self._waker.event.wait(), self._pace.opens_in(REST) + 0.01)
        except TimeoutError:
            return

    async def _start_some(self, bot: Bot) -> int:
        """Begin to send what waits, as much as there are slots for soon."""
        if self._reach.rests():
            return 0
        room = min(AT_ONCE - len(self._busy), self._pace.slots())
        if self._reach.lost:
            room = min(room, 1 - len(self._busy))
        try:
            await self._renew()
            if room <= 0:
                return 1
            busy = {*self._busy, *self._pace.closed()}
            taken = await self._outbox.take(room, busy)
        except Exception:
            logger.exception("the outbox cannot be read")
            return 0
        for pending in taken:
            task = asyncio.create_task(self._deliver(bot, pending))
            self._busy[pending.notice.recipient] = _Errand(task, {pending.id}, _now())
        return len(taken)

    async def _renew(self) -> None:
        """Keep what takes long to send: whoever finds a lapsed lease would send it once more."""
        late = [one for one in self._busy.values() if _now() - one.leased > RENEW_AFTER]
        if late:
            await self._outbox.renew({id_ for one in late for id_ in one.ids})
        for one in late:
            one.leased = _now()

    async def _deliver(self, bot: Bot, pending: Pending) -> None:
        chat = pending.notice.recipient
        delivering.set(Slip())
        try:
            passed = await self._gate.admit(pending)
            if passed.pending:
                self._busy[chat].ids |= {one.id for one in passed.pending}
                await self._attempt(bot, passed)
        except Exception:
            logger.exception("notice %s could not be settled", pending.id)
        finally:
            del self._busy[chat]
            self._waker.wake()

    async def _attempt(self, bot: Bot, passed: Passed) -> None:
        pending = passed.pending
        try:
            fate = await self._send(bot, pending)
        except Forbidden as error:
            self._reach.answered()
            await self._staff.lost(pending[0].notice.recipient)
            await self._give_up(pending, error)
        except ChatMigrated as error:
            self._reach.answered()
            await self._follow(pending, error)
        except BadRequest as error:
            self._reach.answered()
            await self._give_up(pending, error)
        except TelegramError as error:
            await self._later(pending, error)
        except Exception as error:
            logger.exception("notice %s cannot be composed", pending[0].id)
            await self._later(pending, error)
        else:
            await self._settle(passed, fate)

    async def _send(self, bot: Bot, pending: Sequence[Pending]) -> Fate:
        twice = any(one.maybe_twice for one in pending)
        if len(pending) == 1:
            return await self._notices.deliver(bot, pending[0].notice, twice=twice)
        return await self._notices.digest(bot, [one.notice for one in pending], twice=twice)

    async def _settle(self, passed: Passed, fate: Fate) -> None:
        if fate is Fate.SENT:
            self._reach.answered()
        ids = tuple(one.id for one in passed.pending)
        if fate is Fate.BLOCKED:
            await self._outbox.dead(ids, fate)
            return
        reminded = passed.reminded if fate is Fate.SENT else None
        await self._outbox.settled(Settled(ids, fate, reminded))

    async def _follow(self, pending: Sequence[Pending], error: ChatMigrated) -> None:
        """The group is a supergroup now: what waits for it, this notice too, goes there."""
        old, new = pending[0].notice.recipient, PersonId(error.new_chat_id)
        logger.info("the group %s is %s now", old, new)
        await self._moves.moved(old, new)

    async def _give_up(self, pending: Sequence[Pending], error: Exception) -> None:
        ids = [one.id for one in pending]
        logger.error("notices %s to %s: %s", ids, pending[0].notice.recipient, error)
        await self._outbox.dead(ids, str(error))

    async def _later(self, pending: Sequence[Pending], error: Exception) -> None:
        count_to, attempts = self._counts(error), max(one.attempts for one in pending)
        if count_to == GIVE_UP_AFTER and attempts + 1 >= GIVE_UP_AFTER:
            await self._give_up(pending, error)
            return
        wait = told(error) if isinstance(error, RetryAfter) else self._backoff(attempts)
        slip = delivering.get()
        doubtful = isinstance(error, TimedOut | Interrupted) or bool(slip and slip.sent)
        logger.warning("notice %s waits %s: %s", pending[0].id, wait, type(error).__name__)
        await self._outbox.again(
            pending,
            self._clock() + wait,
            str(error),
            maybe_twice=doubtful,
            count_to=count_to,
        )

    def _counts(self, error: Exception) -> int:
        """Up to how many attempts a failure counts against its notice: none where Telegram is
        busy; where it is out of reach for all, only for the wait to grow. However long that
        lasts, no notice is given up for it."""
        if isinstance(error, RetryAfter):
            return 0
        if not isinstance(error, NetworkError):
            return GIVE_UP_AFTER
        return GIVE_UP_AFTER if self._reach.failed() else PATIENT

    def _backoff(self, attempts: int) -> timedelta:
        """Twice as long each time, and never in step with the others."""
        longest = min(LONGEST_WAIT.total_seconds(), 2.0 ** (attempts + 1))
        return timedelta(seconds=self._chance.uniform(longest / 2, longest))


def _now() -> float:
    return asyncio.get_running_loop().time()

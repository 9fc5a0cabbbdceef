"""What happens in the quarter, drawn by lot from a seed: when people report, how officials react,
who goes on leave, who blocks the bot, when Telegram or the service is away."""

import heapq
import itertools
import logging
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, time, timedelta
from functools import partial

from bench.quarter.days import DAY, HOUR, SPANS, WORKDAY, ZONE, after, local, works
from bench.quarter.office import Mine, Office
from bench.quarter.plan import Plan
from bench.quarter.rules import Term
from bench.quarter.service import Service
from bench.quarter.town import FIRST_CITIZEN, Away, Town
from cases.model import Person, PersonId

logger = logging.getLogger(__name__)
RETURNS = 2 * WORKDAY
TICK = timedelta(minutes=5)
GRACE = timedelta(minutes=12)  # after Telegram is back, until the last notice was tried again
Act = Callable[[], Awaitable[None]]

# How many of a hundred owners do what.
HABITS = {
    "in time": 62,
    "late": 14,
    "very late": 4,
    "return": 5,
    "extend": 4,
    "suspend": 4,
    "acknowledge": 4,
    "passed on": 3,
}


class Life:
    """Plays it."""

    def __init__(self, plan: Plan, service: Service, town: Town, seed: int) -> None:
        self.plan, self.service, self.town = plan, service, town
        self.chance = random.Random(seed)
        self.office = Office(service, town, self.chance)
        self.begin = datetime.combine(plan.first, time(), ZONE)
        self.end = self.begin + DAY * plan.days
        self._todo: list[tuple[datetime, int, Act]] = []
        self._order = itertools.count()
        self._up_since = self.begin
        self.ticks = 0
        ticks = range(int((self.end - self.begin) / HOUR))
        self._kills = set(self.chance.sample(ticks, plan.kills))
        self._kill_due = False
        self.blocked_ever: set[int] = set()

    def at(self, when: datetime, act: Act) -> None:
        """Have *act* happen then."""
        heapq.heappush(self._todo, (when, next(self._order), act))

    def prepare(self) -> None:
        """Lay the quarter out."""
        span = (self.end - self.begin).total_seconds()
        for number in range(self.plan.cases):
            moment = self.begin + timedelta(seconds=self.chance.uniform(0, span))
            if self.chance.random() < 0.6:  # most people report by day, the others at any hour
                moment = moment.replace(hour=self.chance.randint(8, 20))
            self.at(moment, partial(self._file, number))
        staff = [p for office in self.town.officials.values() for p in office[:-1]]
        for person in self.chance.sample(staff, self.plan.leaves):
            self._leave(person)
        for person in self.chance.sample(staff, self.plan.blocks):
            self._block(person)

    async def run(self) -> None:
        """From the first midnight to the last, and on until what waits has had its hour."""
        now = self.begin
        while now <= self.end:
            if any(a <= now < b for a, b in self.plan.downs):
                self._up_since = now + TICK
            elif self._matters(now):
                await self._step(now)
            now += TICK
            if local(now).time() == time():
                logger.info("%s: %s", local(now).date(), self.office.done.most_common(3))

    def _matters(self, now: datetime) -> bool:
        """Whether something may happen: else looking once an hour is enough."""
        happens = self._todo and self._todo[0][0] <= now
        return (
            bool(happens)
            or now <= self._up_since + GRACE
            or self._kill_due
            or self.office.ends_by(now)
            or self.office.ledger.stirs(now)
            or not local(now).minute
        )

    async def _step(self, now: datetime) -> None:
        service, ledger = self.service, self.office.ledger
        while self._todo and self._todo[0][0] <= now:
            when, _, act = heapq.heappop(self._todo)
            service.now = max(when, service.now)
            await act()
        service.now = max(now, service.now)
        self.ticks += 1
        service.telegram.away = any(a <= now < b for a, b in self.plan.outages)
        ledger.look(service.now)
        await self.office.by_themselves()
        self._kill_due = self._kill_due or self.ticks in self._kills
        before = service.kills
        await service.tick(kill=self.chance if self._kill_due else None)
        await self.office.has_looked()
        killed = service.kills > before
        self._kill_due = self._kill_due and not killed
        self._hear()
        if service.telegram.away or killed:
            self._up_since = service.now + GRACE
        elif service.now >= self._up_since:
            ledger.settle(service.now)

    def _hear(self) -> None:
        telegram, ledger = self.service.telegram, self.office.ledger
        for heard in telegram.heard:
            ledger.hear(heard)
        for person in telegram.refused:
            self.town.lost.add(person)
            ledger.refused(person)
        telegram.heard.clear()
        telegram.refused.clear()

    async def _file(self, number: int) -> None:
        city, chance = self.service.config.city, self.chance
        category = chance.choice(list(city.categories.values()))
        district = chance.choice(self.service.config.districts)
        term = Term(category.limit.amount, str(category.limit.unit))
        mine = await self.office.file(category.code, district, FIRST_CITIZEN + number, term)
        if mine.state == "submitted":
            self._later(2 * HOUR, lambda: self._dispatched(mine))
        habit = chance.choices(list(HABITS), list(HABITS.values()))[0]
        self._behave(mine, habit)

    def _behave(self, mine: Mine, habit: str) -> None:
        """When the owner, or somebody about the case, does what."""
        now, due, lot = self.service.now, mine.due or self.service.now, self.chance
        part = now + (due - now) * lot.uniform(0.2, 0.8)
        deeds: dict[str, Callable[[Mine], Awaitable[None]]] = {
            "return": self._returns,
            "extend": self._extends,
            "suspend": self._suspends,
            "acknowledge": self._acknowledges,
            "passed on": self._passes_on,
        }
        if habit in deeds:
            deed = deeds[habit]
            if habit == "return":  # later it would be refused
                part = min(part, after(now, RETURNS * lot.uniform(0.1, 0.9)))
            self.at(part, lambda: deed(mine))
        days = {"in time": 0.0, "late": lot.uniform(0.1, 4), "very late": lot.uniform(6, 40)}
        late = days.get(habit, lot.uniform(-0.5, 2))
        done = part if late <= 0 else after(due, timedelta(hours=7.5 * late))
        done = done if mine.urgent else self._at_work(done)
        self.at(done, lambda: self._resolves(mine))

    def _at_work(self, at: datetime) -> datetime:
        here = local(at)
        if works(here.date()) and SPANS[0][0] <= here.time() < SPANS[-1][1]:
            return at
        return after(at, timedelta(minutes=self.chance.randint(1, 200)))

    def _later(self, span: timedelta, act: Act) -> None:
        self.at(after(self.service.now, span * self.chance.uniform(0.2, 2)), act)

    async def _dispatched(self, mine: Mine) -> None:
        if mine.state == "submitted":
            office = mine.office or self.chance.choice(list(self.town.officials))
            await self.office.assign(mine, self.chance.choice(self.town.officials[office]))

    async def _returns(self, mine: Mine) -> None:
        if mine.state == "handled" and mine.owner is not None:
            await self.office.give_back(mine)
            mine.office = ""
            self._later(6 * HOUR, lambda: self._dispatched(mine))

    async def _extends(self, mine: Mine) -> None:
        if mine.state == "handled" and not mine.extended:
            await self.office.extend(mine, self.chance.randint(1, 10))

    async def _suspends(self, mine: Mine) -> None:
        if mine.state == "handled":
            await self.office.suspend(mine)
            if self.chance.random() < 0.7:
                self._later(30 * HOUR, lambda: self._resumes(mine))

    async def _resumes(self, mine: Mine) -> None:
        if mine.state == "suspended":
            await self.office.resume(mine)

    async def _acknowledges(self, mine: Mine) -> None:
        if mine.state == "handled" and mine.owner is not None:
            await self.office.acknowledge(mine)

    async def _passes_on(self, mine: Mine) -> None:
        if mine.state == "handled":
            others = [p for p in self.town.officials[mine.office] if p != mine.owner]
            await self.office.assign(mine, self.chance.choice(others))

    async def _resolves(self, mine: Mine) -> None:
        if mine.state in ("submitted", "suspended"):
            self._later(9 * HOUR, lambda: self._resolves(mine))
        elif mine.state == "handled" and mine.owner is not None:
            await self.office.resolve(mine)
            lot = self.chance.random()
            if lot < 0.08:
                self._later(4 * HOUR, lambda: self._rejects(mine))
            elif lot < 0.7:
                self._later(8 * HOUR, lambda: self._verifies(mine))

    async def _rejects(self, mine: Mine) -> None:
        if mine.state == "resolved":
            await self.office.reject(mine)
            self._later(5 * HOUR, lambda: self._resolves(mine))

    async def _verifies(self, mine: Mine) -> None:
        if mine.state == "resolved":
            await self.office.verify(mine)

    def _leave(self, person: int) -> None:
        """Some days off, stood in for by a colleague who is never away."""
        begins = self.begin + DAY * self.chance.uniform(0, self.plan.days * 0.8)
        ends = begins + DAY * self.chance.uniform(1, 12)
        deputy = next(o[-1] for o in self.town.officials.values() if person in o)

        async def go() -> None:
            await self.service.absence.take(PersonId(person), f"@u{deputy}", ends)
            self.town.away[person] = Away(self.service.now, ends, deputy)
            self.office.done["went on leave"] += 1

        async def come_back() -> None:
            mine = {number for number, one in self.office.cases.items() if one.owner == person}
            self.office.ledger.returns(person, deputy, mine)

        self.at(begins, go)
        self.at(ends, come_back)

    def _block(self, person: int) -> None:
        """Blocks the bot for some days, and comes back."""
        begins = self.begin + DAY * self.chance.uniform(0, self.plan.days * 0.8)

        async def block() -> None:
            self.service.telegram.blocked.add(person)
            self.office.done["blocked the bot"] += 1

        async def come_back() -> None:
            self.service.telegram.blocked.discard(person)
            self.town.lost.discard(person)
            await self.service.staff.meet(Person(PersonId(person), f"p{person}", f"u{person}"))

        self.at(begins, block)
        self.at(begins + DAY * self.chance.uniform(1, 9), come_back)

"""What the people of the town do: with the real casework, and noted in the books by the rules."""

import heapq
import itertools
import random
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.quarter.days import humane
from bench.quarter.ledger import Ledger
from bench.quarter.rules import ADMINS as TO_ADMINS
from bench.quarter.rules import OWNER, Rung, Term, ladder, quiet_until
from bench.quarter.service import Service
from bench.quarter.town import ADMINS, INSPECTORS, Town
from cases.model import Case, CaseId, Kind, PersonId, Place, Report, Resolution, State
from cases.step import Ask

ACCEPT, VERIFY = Term(4, "workhour"), Term(3, "workday")
SUSPENDED = Term(20, "workday")


@dataclass
class Mine:
    """A case as its books have it."""

    id: CaseId
    number: str
    term: Term
    urgent: bool
    reporter: int
    state: str = "handled"
    owner: int | None = None
    office: str = ""
    start: datetime | None = None
    due: datetime | None = None
    promised: datetime | None = None
    left: timedelta | None = None
    extended: bool = False


class Office:
    """Acts, and keeps the books."""

    def __init__(self, service: Service, town: Town, chance: random.Random) -> None:
        self.service, self.town, self.chance = service, town, chance
        self.ledger = Ledger(self.who)
        self.cases: dict[str, Mine] = {}
        self.done: Counter[str] = Counter()
        self.differs: list[str] = []
        self._keys = itertools.count(1)
        self._ends: list[tuple[datetime, str, str]] = []
        self._unseen: list[Mine] = []

    def by(self, person: int) -> Ask:
        """A new asking."""
        return Ask(PersonId(person), f"q:{next(self._keys)}")

    def who(self, number: str, audience: str) -> list[frozenset[int]]:
        """The people of an audience of the case at this moment."""
        case, now, town = self.cases[number], self.service.now, self.town
        if audience == TO_ADMINS or (case.state == "submitted" and audience == OWNER):
            return [frozenset({admin}) for admin in ADMINS]
        if case.state == "submitted":
            return []
        if audience == OWNER and case.state == "resolved":
            able = [one for one in INSPECTORS if one != case.owner]
            return [frozenset({able[case.id % len(able)]})]  # they take turns
        acting = None
        if audience == OWNER and case.owner is not None:
            acting = town.acting(case.owner, now)
        found = [acting] if acting is not None else town.above(case.office, now)
        return [frozenset({person}) for person in found]

    def _runs(self, mine: Mine, start: datetime | None, due: datetime, case: Case | None) -> None:
        """A time of the case begins; what the service says of it is compared, where the service
        begins it by itself as soon as it has looked."""
        mine.due, mine.start = due, start or mine.start or self.service.now
        if mine.state == "handled":
            mine.promised = due
        if mine.state == "resolved":
            heapq.heappush(self._ends, (due, mine.number, mine.state))
        if case is None:
            self._unseen.append(mine)
        else:
            self._compare(mine, case)
        rungs = ladder(mine.start, due, urgent=mine.urgent)
        self.ledger.begins(mine.number, rungs, self.service.now, urgent=mine.urgent)

    def _compare(self, mine: Mine, case: Case) -> None:
        if case.due_at != mine.due:
            self.differs.append(f"{mine.number}: {case.due_at} instead of {mine.due}")

    async def has_looked(self) -> None:
        """The service has had its look: what it has begun by itself is compared."""
        for mine in self._unseen:
            self._compare(mine, await self.service.case(mine.id))
        self._unseen.clear()

    async def file(self, category: str, district: str, reporter: int, term: Term) -> Mine:
        """上报."""
        report = Report(Kind.PROBLEM, category, "坏了", Place("柳泉路", district))
        case = await self.service.intake.submit(report, self.by(reporter))
        mine = Mine(case.id, case.number, term, case.report.urgent, reporter)
        self.cases[mine.number] = mine
        self._placed(mine, case)
        now = self.service.now
        self._runs(mine, now, (term if mine.state == "handled" else ACCEPT).end(now), case)
        self.done["filed"] += 1
        return mine

    def _placed(self, mine: Mine, case: Case) -> None:
        self.ledger.leaves(mine.number, mine.owner if mine.owner != case.owner else None)
        mine.owner, mine.office = case.owner, case.organisation or ""
        mine.state = "submitted" if case.state is State.SUBMITTED else "handled"

    async def give_back(self, mine: Mine) -> None:
        """退回."""
        owner = mine.owner or 0
        case = await self.service.bouncing.give_back(mine.id, "不归我", self.by(owner))
        promised = mine.promised
        self._placed(mine, case)
        self._runs(mine, self.service.now, ACCEPT.end(self.service.now), case)
        mine.promised = promised
        self.done["returned"] += 1

    async def assign(self, mine: Mine, to: int) -> None:
        """转派, or 派遣 of what was returned: with what is left of the promise, at least half."""
        returned, now = mine.state == "submitted", self.service.now
        target = f"#{to}"
        case = await self.service.dispatch.reassign(mine.number, target, self.by(ADMINS[0]))
        self._placed(mine, case)
        if not returned:
            self._runs(mine, None, mine.due or now, case)
        elif mine.promised is None:
            self._runs(mine, now, mine.term.end(now), case)
        else:
            self._runs(mine, now, max(mine.promised, mine.term.half.end(now)), case)
        self.done["assigned by hand"] += 1

    async def extend(self, mine: Mine, days: int) -> None:
        """延期."""
        chief = self.town.above(mine.office, self.service.now)[0]
        case = await self.service.time.extend(mine.id, days, self.by(chief))
        base = max(mine.due or self.service.now, self.service.now)
        mine.extended = True
        self._runs(mine, None, Term(days, "workday").end(base), case)
        self.done["extended"] += 1

    async def suspend(self, mine: Mine) -> None:
        """缓办."""
        await self.service.time.suspend(mine.number, "等材料", self.by(ADMINS[0]))
        now = self.service.now
        mine.left, mine.state = mine.term.left(now, mine.due or now), "suspended"
        mine.due = SUSPENDED.end(now)
        heapq.heappush(self._ends, (mine.due, mine.number, mine.state))
        self.ledger.ends(mine.number)
        self.done["suspended"] += 1

    async def resume(self, mine: Mine, *, by_itself: bool = False) -> None:
        """恢复."""
        case = None
        if not by_itself:
            case = await self.service.time.resume(mine.number, self.by(ADMINS[0]))
        mine.state = "handled"
        now = self.service.now
        self._runs(mine, None, mine.term.resumed(now, mine.left or timedelta()), case)
        self.done["resumed by itself" if by_itself else "resumed"] += 1

    async def acknowledge(self, mine: Mine) -> None:
        """已知晓."""
        now = self.service.now
        await self.service.time.acknowledge(mine.id, self.by(mine.owner or 0))
        until = quiet_until(now, mine.due or now)
        at = until if mine.urgent else humane(until)
        self.ledger.quiet(mine.number, until, Rung(at, "again", frozenset({OWNER})))
        self.done["acknowledged"] += 1

    async def resolve(self, mine: Mine) -> None:
        """办结."""
        photo = f"{next(self._keys):064x}"
        await self.service.picture(photo)
        ask = self.by(mine.owner or 0)
        case = await self.service.closing.resolve(mine.id, Resolution("好了", (photo,)), ask)
        mine.state, now = "resolved", self.service.now
        self._runs(mine, now, VERIFY.end(now), case)
        self.done["resolved"] += 1

    async def reject(self, mine: Mine) -> None:
        """核查不通过."""
        case = await self.service.closing.reject(mine.id, "没好", self.by(INSPECTORS[0]))
        mine.state, now = "handled", self.service.now
        self._runs(mine, now, mine.term.half.end(now), case)
        self.done["rejected"] += 1

    async def verify(self, mine: Mine) -> None:
        """核查通过."""
        await self.service.closing.verify(mine.id, self.by(INSPECTORS[1]))
        self.closed(mine)
        self.done["verified"] += 1

    def closed(self, mine: Mine) -> None:
        """结案."""
        mine.state = "closed"
        self.ledger.ends(mine.number)

    def ends_by(self, now: datetime) -> bool:
        """Whether a time may end of itself by *now*."""
        return bool(self._ends) and self._ends[0][0] <= now

    async def by_themselves(self) -> None:
        """What the end of a time brings about: silence closes, a pause ends."""
        now = self.service.now
        while self._ends and self._ends[0][0] <= now:
            due, number, state = heapq.heappop(self._ends)
            mine = self.cases[number]
            if (mine.due, mine.state) != (due, state):
                continue
            if state == "suspended":
                await self.resume(mine, by_itself=True)
            else:
                self.closed(mine)
                self.done["closed by silence"] += 1

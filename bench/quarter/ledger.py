"""The books: what each person is owed by the rules, against what Telegram took for them."""

import heapq
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from bench.quarter.days import SPANS, awake, local
from bench.quarter.rules import Rung
from bench.quarter.telegram import Heard

A_DAY = 12
WINDOW = timedelta(minutes=10)


@dataclass
class Time:
    """One time of a case as the rules have it; it ends with any change of owner, due or state.
    *people* are who may be asked for each audience, *former* who had the case before."""

    number: str
    rungs: list[Rung]
    urgent: bool
    alive: bool = True
    quiet: datetime | None = None


@dataclass(frozen=True, eq=False)
class Debit:
    """A rung that a person is owed; any one of *people* will do (inspectors take turns)."""

    time: int
    number: str
    rung: str
    people: frozenset[int]
    since: datetime
    urgent: bool


@dataclass
class Balance:
    """What it came to."""

    owed: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    overtaken: Counter[str] = field(default_factory=Counter)
    blocked: Counter[str] = field(default_factory=Counter)
    wrong: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    messages: int = 0
    marked: int = 0
    unreachable: int = 0
    waited: list[timedelta] = field(default_factory=list)


class Ledger:
    """Debits by the rules, credits by what was heard."""

    def __init__(self, who: Callable[[str, str], list[frozenset[int]]]) -> None:
        """*who* names the people of an audience of a case now."""
        self._who = who
        self._times: dict[int, Time] = {}
        self._current: dict[str, int] = {}
        self._ids = itertools.count()
        self._coming: list[tuple[datetime, int, Rung]] = []
        self._open: dict[int, dict[Debit, None]] = defaultdict(dict)  # by person
        self._of: dict[int, set[Debit]] = defaultdict(set)  # by time
        self._former: dict[str, set[int]] = defaultdict(set)
        self._cleared: dict[tuple[int, str], datetime] = {}
        self._days: Counter[tuple[int, date]] = Counter()
        self._last: dict[int, datetime] = {}
        self._lost: set[int] = set()
        self.climbs: dict[str, list[str]] = defaultdict(list)
        self.balance = Balance()

    def begins(self, number: str, rungs: Iterable[Rung], now: datetime, *, urgent: bool) -> None:
        """A new time of the case; what lies behind is not told any more."""
        self.ends(number)
        time = next(self._ids)
        ahead = [rung for rung in rungs if rung.at > now]
        self._times[time] = Time(number, ahead, urgent)
        self._current[number] = time
        self._push(time)

    def ends(self, number: str) -> None:
        """The time of the case is over: what waits to be said of it is true no longer."""
        time = self._current.pop(number, None)
        if time is None:
            return
        self._times.pop(time)
        for debit in self._drop(self._of[time]):
            self.balance.overtaken[debit.rung] += 1

    def leaves(self, number: str, person: int | None) -> None:
        """Somebody has the case no more."""
        if person is not None:
            self._former[number].add(person)

    def quiet(self, number: str, until: datetime, again: Rung) -> None:
        """The owner alone wants to hear nothing before *until*."""
        time = self._times[self._current[number]]
        time.quiet = until
        others = [rung for rung in time.rungs if rung.name != again.name]
        time.rungs = sorted([*others, again], key=lambda rung: rung.at)
        heapq.heappush(self._coming, (time.rungs[0].at, self._current[number], time.rungs[0]))

    def stirs(self, now: datetime) -> bool:
        """Whether anybody is owed something by *now*."""
        if self._coming and self._coming[0][0] <= now:
            return True
        return any(awake(now) or one.urgent for debts in self._open.values() for one in debts)

    def look(self, now: datetime) -> None:
        """Debit what has come: the service looks at this moment too."""
        while self._coming and self._coming[0][0] <= now:
            _, time, _ = heapq.heappop(self._coming)
            if time in self._times:
                self._debit(time, now)

    def _debit(self, key: int, now: datetime) -> None:
        time = self._times[key]
        come = [rung for rung in time.rungs if rung.at <= now]
        time.rungs = [rung for rung in time.rungs if rung.at > now]
        self._push(key)
        to = {audience for rung in come for audience in rung.to}
        if not come or (time.quiet is not None and now < time.quiet and to == {"owner"}):
            return
        name = max(come, key=lambda rung: rung.at).name
        for people in self._addressed(time.number, to):
            debit = Debit(key, time.number, name, people, now, time.urgent)
            self.balance.owed[name] += 1
            self._of[key].add(debit)
            for person in people:
                self._open[person][debit] = None
        self.climbs[time.number].append(name)

    def _addressed(self, number: str, to: set[str]) -> set[frozenset[int]]:
        found = {people for audience in to for people in self._who(number, audience)}
        return found or set(self._who(number, "admins"))

    def _push(self, key: int) -> None:
        time = self._times[key]
        if time.rungs:
            heapq.heappush(self._coming, (time.rungs[0].at, key, time.rungs[0]))

    def hear(self, heard: Heard) -> None:
        """Credit a message."""
        if heard.unreachable:
            self.balance.unreachable += 1
            return
        self.balance.messages += 1
        owed = self._open.get(heard.person, {})
        debts = [d for d in owed if d.number in heard.cases]
        if heard.more:
            rest = [d for d in owed if d.number not in heard.cases and not d.urgent]
            if len({d.number for d in rest}) != heard.more:
                self._wrong("a digest counts wrongly", heard, str(heard.more))
            debts += rest
        told = {d.number for d in debts}
        for number in heard.cases:
            if number not in told:
                self._surplus(heard, number)
        self._clear(heard, debts)
        self._check_hours(heard, debts)

    def _clear(self, heard: Heard, debts: list[Debit]) -> None:
        for debit in debts:
            self.balance.told[debit.rung] += 1
            self.balance.waited.append(heard.at - debit.since)
            self._cleared[heard.person, debit.number] = heard.at
        self._drop(debts)

    def _surplus(self, heard: Heard, number: str) -> None:
        """Nothing of this case is owed to that person."""
        if heard.maybe_twice and (heard.person, number) in self._cleared:
            self.balance.marked += 1
        elif heard.person in self._former[number]:
            self._wrong("told a former owner", heard, number)
        else:
            self._wrong("doubled", heard, number)

    def _check_hours(self, heard: Heard, debts: list[Debit]) -> None:
        if any(d.urgent for d in debts) or (heard.maybe_twice and not debts):
            return
        if not awake(heard.at):
            self._wrong("in quiet hours", heard, ",".join(heard.cases))
        today = (heard.person, local(heard.at).date())
        self._days[today] += 1
        self._last[heard.person] = heard.at
        if self._days[today] > A_DAY:
            self._wrong("over the cap of the day", heard, ",".join(heard.cases))

    def returns(self, person: int, deputy: int, numbers: set[str]) -> None:
        """*person* is back, and owed what was owed to the *deputy* for these cases."""
        for debit in self._drop([d for d in self._open.get(deputy, {}) if d.number in numbers]):
            mine = replace(debit, people=frozenset({person}))
            self._of[mine.time].add(mine)
            self._open[person][mine] = None

    def refused(self, person: int) -> None:
        """Telegram says that *person* has blocked us: what waits is lost, and said to be."""
        for debit in self._drop([d for d in self._open.get(person, {}) if d.people == {person}]):
            self.balance.blocked[debit.rung] += 1

    def settle(self, now: datetime) -> None:
        """All that might have been said by *now* has been: whoever could have been told and was
        not is missing something."""
        free = {person for person in self._open if self._free(person, now)}
        owing = {debit for debts in self._open.values() for debit in debts}
        late = [d for d in owing if d.urgent or d.people <= free]
        if late:
            self.balance.wrong["missing"] += map(str, late)
        self._drop(late)

    def _free(self, person: int, now: datetime) -> bool:
        """Whether a reminder could reach *person* by now; what waited for the morning comes when
        work begins."""
        here = local(now)
        awake_ = awake(now) and here.time() >= SPANS[0][0]
        window = now - self._last.get(person, now - WINDOW) >= WINDOW
        return awake_ and window and self._days[person, here.date()] < A_DAY

    def waiting(self) -> Counter[str]:
        """What is owed still and waits for its hour."""
        return Counter(d.rung for d in {d for debts in self._open.values() for d in debts})

    def _drop(self, which: Iterable[Debit]) -> list[Debit]:
        dropped = list(which)
        for debit in dropped:
            self._of[debit.time].discard(debit)
            if not self._of[debit.time]:
                del self._of[debit.time]
            for person in debit.people:
                del self._open[person][debit]
                if not self._open[person]:
                    del self._open[person]
        return dropped

    def _wrong(self, what: str, heard: Heard, about: str) -> None:
        self.balance.wrong[what].append(f"{heard.at} {heard.person} {about}")

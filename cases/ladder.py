"""The ladder of reminders, as pure functions of a plan, of what was told, and of now."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from functools import lru_cache
from itertools import count as numbers

from cases.deadlines import WorkCalendar
from cases.limits import Limit, Unit

AGAIN = "again"


class Audience(StrEnum):
    """Whom a rung addresses. The deputy is who stands in for an owner on leave; the group is the
    chat of the organisation."""

    OWNER = "owner"
    DEPUTY = "deputy"
    SUPERVISOR = "supervisor"
    ADMINS = "admins"
    GROUP = "group"


class Timer(StrEnum):
    """Which clock a case runs on: 受理 accept, 处置 handle, 核查 verify."""

    ACCEPT = "accept"
    HANDLE = "handle"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class Scope:
    """To which cases a rung applies; None or empty is all."""

    urgent: bool | None = None
    timers: tuple[Timer, ...] = ()
    categories: tuple[str, ...] = ()

    def covers(self, other: "Scope") -> bool:
        """Whether a case described by *other* (one timer, one category) is meant."""
        return (
            self.urgent in (None, other.urgent)
            and (not self.timers or other.timers[0] in self.timers)
            and (not self.categories or other.categories[0] in self.categories)
        )

    @property
    def narrowness(self) -> tuple[bool, bool, bool]:
        """The narrower scope wins: a category before an urgency before a timer."""
        return (bool(self.categories), self.urgent is not None, bool(self.timers))


@dataclass(frozen=True, slots=True)
class Rung:
    """One line of the ladder: when, and to whom.

    *share* is a part of the whole time; *offset* is before (*side* -1) or after the due time.
    *least* leaves the rung out where the whole time is shorter; *every* repeats it *times* more,
    None without end.
    A *silent* rung takes a wider one of the same name away from the cases of its *scope*.
    """

    name: str
    to: tuple[Audience, ...]
    share: float | None = None
    offset: Limit | None = None
    side: int = 0
    least: Limit | None = None
    every: Limit | None = None
    times: int | None = None
    scope: Scope = Scope()
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """A rung at its moment (UTC); *key* is unique within a plan."""

    key: str
    at: datetime
    to: tuple[Audience, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """What a sweep owes: one rung to tell to *to*, and the lower ones that it stands for."""

    rung: Planned | None = None
    to: tuple[Audience, ...] = ()
    passed: tuple[Planned, ...] = field(default=())


@dataclass(frozen=True)
class Ladder:
    """All rungs, and the hours in which people are left in peace."""

    rungs: tuple[Rung, ...]
    quiet_from: time = time(21)
    quiet_until: time = time(8)

    def plan(
        self,
        calendar: WorkCalendar,
        *,
        start: datetime,
        due: datetime,
        scope: Scope,
        now: datetime,
        quiet_until: datetime | None = None,
    ) -> tuple[Planned, ...]:
        """The moments of the rungs for a case described by *scope*, in order: all that have come
        by *now*, and of each rung the next.

        Urgent rungs come at any hour; the others wait for working days outside quiet hours. At
        the end of a time of quiet that the owner asked for, he is reminded again.
        """
        planned = [
            (key, at, rung.to)
            for rung in self._rungs(scope)
            if rung.least is None or calendar.end(start, rung.least) <= due
            for key, at in _moments(calendar, rung, start, due, now, urgent=scope.urgent is True)
        ]
        if quiet_until is not None:
            key = f"{AGAIN}-{int(quiet_until.timestamp())}"
            planned.append((key, quiet_until, (Audience.OWNER,)))
        humane = [
            Planned(key, at if scope.urgent else self.humane(calendar, at), to)
            for key, at, to in planned
        ]
        return tuple(sorted(humane, key=lambda one: one.at))

    def humane(self, calendar: WorkCalendar, at: datetime) -> datetime:
        """*at* itself on a working day outside quiet hours, else the next working moment."""
        local = at.astimezone(calendar.zone)
        awake = self.quiet_until <= local.time() < self.quiet_from
        if awake and calendar.is_working_day(local.date()):
            return at
        return calendar.next_working_moment(at)

    def ends(self, scope: Scope) -> bool:
        """Whether such a case would some day be reminded of no more, and could be forgotten."""
        return all(rung.every is None or rung.times is not None for rung in self._rungs(scope))

    @lru_cache(maxsize=1024)  # noqa: B019  # one ladder lives as long as the process
    def _rungs(self, scope: Scope) -> tuple[Rung, ...]:
        """The rungs of such a case: of each name the narrowest that is meant for it."""
        meant = sorted(
            (rung for rung in self.rungs if rung.scope.covers(scope)),
            key=lambda rung: rung.scope.narrowness,
        )
        chosen = {rung.name: rung for rung in meant}
        return tuple(rung for rung in chosen.values() if not rung.silent)


def next_after(plan: Sequence[Planned], told: Collection[str]) -> datetime | None:
    """When the next rung that nobody was told comes; None when there is none."""
    return min((one.at for one in plan if one.key not in told), default=None)


def owed(
    plan: Sequence[Planned],
    told: Collection[str],
    now: datetime,
    *,
    quiet_until: datetime | None = None,
) -> Owed:
    """What is owed at *now*: the highest rung that has come, addressed to all whom the rungs it
    stands for would have reached; never the backlog.

    Before *quiet_until* nothing is told to the owner alone; an escalation always is.
    """
    come = [one for one in plan if one.at <= now and one.key not in told]
    if not come:
        return Owed()
    to = tuple(dict.fromkeys(audience for one in come for audience in one.to))
    if quiet_until is not None and now < quiet_until and set(to) <= _HANDLERS:
        return Owed(passed=tuple(come))
    return Owed(come[-1], to, tuple(come[:-1]))


_HANDLERS = {Audience.OWNER, Audience.DEPUTY}


def _moments(
    calendar: WorkCalendar,
    rung: Rung,
    start: datetime,
    due: datetime,
    now: datetime,
    *,
    urgent: bool,
) -> Iterator[tuple[str, datetime]]:
    if rung.share is not None:
        yield rung.name, _part(calendar, rung.share, start, due, urgent=urgent)
    elif rung.side < 0 and rung.offset is not None:
        before = _before(calendar, due, rung.offset)
        if before > start:
            yield rung.name, before
    else:
        at = calendar.end(due, rung.offset) if rung.offset else due
        yield rung.name, at
        for count in numbers(1) if rung.times is None else range(1, rung.times + 1):
            if at > now or rung.every is None:
                return
            at = calendar.end(at, rung.every)
            yield f"{rung.name}-{count}", at


def _part(
    calendar: WorkCalendar, share: float, start: datetime, due: datetime, *, urgent: bool
) -> datetime:
    """A share of the working time between two moments; of all time where nobody works, or where
    the case is urgent."""
    worked = calendar.between(start, due)
    if urgent or not worked:
        return start + (due - start) * share
    return calendar.add(start, worked * share)


def _before(calendar: WorkCalendar, due: datetime, offset: Limit) -> datetime:
    amount = calendar.amount(offset)
    return due - amount if offset.unit is Unit.HOUR else calendar.before(due, amount)

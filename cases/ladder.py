"""The ladder of reminders, as pure functions of a plan, of what was told, and of now."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from enum import StrEnum

from cases.deadlines import WorkCalendar
from cases.limits import Limit, Unit

_SHARE = re.compile(r"([1-9]\d?)%\Z")
_OFFSET = re.compile(rf"(\d{{1,3}} (?:{'|'.join(Unit)})) (before|after)\Z")
_KEYS = {"name", "when", "to", "least", "every", "times"}


class Audience(StrEnum):
    """Whom a rung addresses."""

    OWNER = "owner"
    SUPERVISOR = "supervisor"
    ADMINS = "admins"


@dataclass(frozen=True, slots=True)
class Rung:
    """One line of the ladder: when, and to whom.

    *share* is a part of the whole time; *offset* is before (*side* -1) or after the due time.
    *least* leaves the rung out where the whole time is shorter; *every* repeats it *times* more.
    """

    name: str
    to: tuple[Audience, ...]
    share: float | None = None
    offset: Limit | None = None
    side: int = 0
    least: Limit | None = None
    every: Limit | None = None
    times: int = 0

    @classmethod
    def parse(cls, table: Mapping[str, object]) -> "Rung":
        """Read a table of the configuration; raises ValueError saying what is wrong with it."""
        unknown = table.keys() - _KEYS
        if unknown:
            raise ValueError(f"a rung of the ladder knows no {sorted(unknown)[0]!r}")
        name, when = str(table.get("name", "")), str(table.get("when", ""))
        if not re.fullmatch(r"[a-z]{1,20}", name):
            raise ValueError(f"{name!r} is not a name for a rung; use small letters")
        share, offset, side = _when(when)
        return cls(
            name,
            _audience(table.get("to")),
            share,
            offset,
            side,
            _limit(table.get("least")),
            _limit(table.get("every")),
            int(str(table.get("times", 0))),
        )


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


@dataclass(frozen=True, slots=True)
class Ladder:
    """All rungs, and the hours in which people are left in peace."""

    rungs: tuple[Rung, ...]
    quiet_from: time = time(21)
    quiet_until: time = time(8)

    def plan(
        self, calendar: WorkCalendar, *, start: datetime, due: datetime, urgent: bool
    ) -> tuple[Planned, ...]:
        """Every rung's moment, in order. Urgent rungs come at any hour; the others wait for
        working days outside quiet hours."""
        planned = [
            Planned(key, at if urgent else self.humane(calendar, at), rung.to)
            for rung in self.rungs
            if rung.least is None or calendar.due(start, rung.least).at <= due
            for key, at in _moments(calendar, rung, start, due, urgent=urgent)
        ]
        return tuple(sorted(planned, key=lambda one: one.at))

    def humane(self, calendar: WorkCalendar, at: datetime) -> datetime:
        """*at* itself on a working day outside quiet hours, else the next working moment."""
        local = at.astimezone(calendar.zone)
        awake = self.quiet_until <= local.time() < self.quiet_from
        if awake and calendar.is_working_day(local.date()):
            return at
        return calendar.next_working_moment(at)


def next_after(plan: Sequence[Planned], told: Collection[str]) -> datetime | None:
    """When the next rung that nobody was told comes; None when there is none."""
    return min((one.at for one in plan if one.key not in told), default=None)


def owed(
    plan: Sequence[Planned],
    told: Collection[str],
    now: datetime,
    *,
    acknowledged: datetime | None = None,
) -> Owed:
    """What is owed at *now*: the highest rung that has come, addressed to all whom the rungs it
    stands for would have reached; never the backlog.

    What the owner has acknowledged is not told to the owner alone again; an escalation always is.
    """
    come = [one for one in plan if one.at <= now and one.key not in told]
    if not come:
        return Owed()
    to = tuple(dict.fromkeys(audience for one in come for audience in one.to))
    if acknowledged is not None and set(to) <= {Audience.OWNER}:
        return Owed(passed=tuple(come))
    return Owed(come[-1], to, tuple(come[:-1]))


def _moments(
    calendar: WorkCalendar, rung: Rung, start: datetime, due: datetime, *, urgent: bool
) -> list[tuple[str, datetime]]:
    if rung.share is not None:
        return [(rung.name, _part(calendar, rung.share, start, due, urgent=urgent))]
    if rung.side < 0 and rung.offset is not None:
        before = _before(calendar, due, rung.offset)
        return [(rung.name, before)] if before > start else []
    first = calendar.due(due, rung.offset).at if rung.offset else due
    moments = [(rung.name, first.astimezone(UTC))]
    if rung.every is not None:
        for count in range(1, rung.times + 1):
            moments.append((f"{rung.name}-{count}", calendar.due(moments[-1][1], rung.every).at))
    return moments


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


def _when(when: str) -> tuple[float | None, Limit | None, int]:
    if when == "due":
        return None, None, 0
    if match := _SHARE.match(when):
        return int(match[1]) / 100, None, 0
    if match := _OFFSET.match(when):
        return None, Limit.parse(match[1]), -1 if match[2] == "before" else 1
    raise ValueError(
        f"{when!r} is no moment of the ladder; write 'due', '50%' or '2 workhour before'"
    )


def _audience(to: object) -> tuple[Audience, ...]:
    if not isinstance(to, list) or not to:
        raise ValueError("a rung of the ladder needs 'to', a list such as ['owner']")
    try:
        return tuple(Audience(one) for one in to)
    except ValueError:
        known = ", ".join(Audience)
        raise ValueError(f"{to!r} names somebody the ladder does not know; use {known}") from None


def _limit(value: object) -> Limit | None:
    return None if value is None else Limit.parse(str(value))

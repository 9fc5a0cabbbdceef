"""The rules of time and of the ladder, as config.toml and design.md state them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bench.quarter.days import HOUR, WORKDAY, after, before, humane, worked

OWNER, SUPERVISOR, ADMINS = "owner", "supervisor", "admins"
DAILY, WEEKLY = 20, 8  # the latter has no end; a quarter sees no more
ONE = {"hour": HOUR, "workhour": HOUR, "workday": WORKDAY}


@dataclass(frozen=True)
class Term:
    """A limit of config.toml: ``3 workday``."""

    amount: int
    unit: str

    @property
    def half(self) -> "Term":
        """What rework gets, and whoever comes next at least."""
        return Term(max(1, self.amount // 2), self.unit)

    def end(self, start: datetime) -> datetime:
        """When it is over."""
        length = self.amount * ONE[self.unit]
        return start + length if self.unit == "hour" else after(start, length)

    def left(self, now: datetime, due: datetime) -> timedelta:
        """What is left of it on its own clock."""
        return due - now if self.unit == "hour" else worked(due) - worked(now)

    def resumed(self, now: datetime, left: timedelta) -> datetime:
        """When it is over that has so much left."""
        if self.unit == "hour":
            return now + left
        return before(now, -left) if left < timedelta() else after(now, left)


@dataclass(frozen=True, order=True)
class Rung:
    """A moment of the ladder and whom it is for."""

    at: datetime
    name: str
    to: frozenset[str]


def ladder(start: datetime, due: datetime, *, urgent: bool) -> list[Rung]:
    """All rungs of a time from *start* to *due*, in order."""
    both, three = {OWNER, SUPERVISOR}, {OWNER, SUPERVISOR, ADMINS}
    rungs: list[tuple[str, datetime, set[str]]] = []
    if after(start, WORKDAY) <= due:
        by_clock = urgent or worked(start) == worked(due)
        half = start + (due - start) / 2
        half = half if by_clock else after(start, (worked(due) - worked(start)) / 2)
        rungs.append(("half", half, {OWNER}))
    soon = before(due, HOUR)
    if soon > start:
        rungs.append(("soon", soon, {OWNER}))
    rungs.append(("due", due, {OWNER}))
    rungs.append(("late", due + HOUR if urgent else after(due, 2 * HOUR), both))
    rungs.append(("admins", due + 3 * HOUR if urgent else after(due, WORKDAY), three))
    rungs += [("daily", after(due, (2 + n) * WORKDAY), three) for n in range(DAILY + 1)]
    rungs += [("weekly", after(due, (27 + 5 * n) * WORKDAY), three) for n in range(WEEKLY)]
    kind = [Rung(at if urgent else humane(at), name, frozenset(to)) for name, at, to in rungs]
    return sorted(kind, key=lambda rung: rung.at)


def quiet_until(now: datetime, due: datetime) -> datetime:
    """已知晓: half of what is left, of a working day where nothing is."""
    if due <= now:
        return after(now, WORKDAY / 2)
    rest = worked(due) - worked(now)
    return after(now, rest / 2) if rest else now + (due - now) / 2

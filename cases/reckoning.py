"""How the due time of a case came about, part by part: kept with the case, so that it can be
explained to whoever asks and reckoned anew when a calendar is announced or mended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from cases.deadlines import Deadline, WorkCalendar, shortened
from cases.limits import Limit


class Basis(StrEnum):
    """What a part of the reckoning rests on; the words for people are in the catalogues."""

    LIMIT = "limit"
    REWORK = "rework"
    KEPT = "kept"
    EXTENSION = "extension"
    RESUMED = "resumed"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Part:
    """One part. LIMIT and REWORK run *limit* from *start*; EXTENSION adds *limit* to what was due;
    RESUMED gives the time that was *left* on the clock of *limit*; BY_HAND and KEPT (an earlier
    promise that still holds) name the moment *at* itself."""

    basis: Basis
    start: datetime
    limit: Limit | None = None
    at: datetime | None = None
    left: timedelta | None = None


def reckoned(calendar: WorkCalendar, parts: Sequence[Part]) -> tuple[tuple[Part, Deadline], ...]:
    """Each part with what is due after it; the last deadline is the one that holds."""
    found: list[tuple[Part, Deadline]] = []
    for part in parts:
        before = found[-1][1] if found else None
        found.append((part, _after(calendar, part, before)))
    return tuple(found)


def reckon(calendar: WorkCalendar, parts: Sequence[Part]) -> Deadline:
    """What is due in the end; provisional if any part of it is. *parts* are not empty."""
    deadlines = [deadline for _, deadline in reckoned(calendar, parts)]
    last = deadlines[-1]
    provisional = any(deadline.provisional for deadline in deadlines)
    return Deadline(deadlines[0].start, last.at, last.limit, provisional, last.steps)


def handed_on(
    calendar: WorkCalendar, limit: Limit, promised: datetime | None, now: datetime
) -> Part:
    """The time of whoever is given a case that was promised before: what is left of the promise,
    and at least half of the limit."""
    least = Part(Basis.REWORK, now, shortened(limit))
    if promised is not None and promised > reckon(calendar, [least]).at:
        return Part(Basis.KEPT, now, at=promised)
    return least


def _after(calendar: WorkCalendar, part: Part, before: Deadline | None) -> Deadline:
    if part.at is not None:
        return calendar.fixed(part.start, part.at)
    if part.limit is None:
        raise ValueError(f"a part of a reckoning ({part.basis}) says neither when nor how long")
    if part.left is not None:
        return calendar.resumed(part.start, part.left, part.limit.unit)
    if part.basis is Basis.EXTENSION and before is not None:
        return calendar.due(max(before.at, part.start), part.limit)
    return calendar.due(part.start, part.limit)

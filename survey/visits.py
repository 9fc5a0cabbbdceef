"""A visit: a point that a team looks at, and what it finds there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import IntEnum
from typing import NewType

from cases.model import CaseId, PersonId
from survey.indicators import Item, System
from survey.points import Point
from survey.scores import Answers

VisitId = NewType("VisitId", int)
MOST_FINDINGS = 99


class Stage(IntEnum):
    """The inspection itself, or the look again at what had failed (复查)."""

    FIRST = 0
    AGAIN = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRules:
    """What the city decides about work in the field: within how many metres of a point an
    inspector is there, and when the lists of the day are handed out."""

    near: float = 200.0
    hand_out_at: time = time(7, 30)


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not right at an item: how often, or None where the item does not apply; what was
    said and shown; the *case* that came of it, which was *linked* if it was open already."""

    item: str
    count: int | None
    text: str = ""
    photos: tuple[str, ...] = ()
    case: CaseId | None = None
    linked: bool = False

    @property
    def failed(self) -> bool:
        """Whether something was found."""
        return bool(self.count)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing: what failed has words and a photo."""
        return not self.failed or bool(self.text and self.photos)


Findings = Mapping[str, Finding]  # by the code of the item; what is not in it is as it should be


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A point of a round in the hands of a *team* since *day*, the *turn*-th on its list. It was
    opened *metres* from the point, which *excuse* explains where that is too far. *over*: the
    round has ended."""

    id: VisitId
    round: int
    version: int
    stage: Stage
    point: Point
    day: date
    team: int
    turn: int
    opened_at: datetime | None = None
    opened_by: PersonId | None = None
    metres: float | None = None
    excuse: str = ""
    done_at: datetime | None = None
    done_by: PersonId | None = None
    score: Decimal | None = None
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal:
    """What the organisation of a point says against a finding of *count*, asked with *key*.
    *upheld* is None until it is decided; *before* and *after* are the scores around that."""

    id: int = 0
    visit: VisitId
    item: str
    case: CaseId
    count: int
    text: str
    photos: tuple[str, ...]
    by: PersonId
    at: datetime
    key: str
    upheld: bool | None = None
    decided_by: PersonId | None = None
    decided_at: datetime | None = None
    before: Decimal | None = None
    after: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is looked at on a visit, and what was found so far. *item* numbers begin with 0."""

    visit: Visit
    items: Sequence[Item]
    findings: Findings

    def finding(self, item: Item) -> Finding:
        """What was found at *item*."""
        return self.findings.get(item.code, Finding(item.code, 0))

    def with_(self, visit: Visit, *found: Finding) -> "Sheet":
        """The sheet with *visit* as it is now, and *found* in place of what was there before."""
        findings = {**self.findings, **{one.item: one for one in found}}
        kept = {item: one for item, one in findings.items() if one.count != 0}
        return Sheet(visit, self.items, kept)

    def incomplete(self) -> list[int]:
        """The numbers of the items of which a photo or words are missing."""
        return [n for n, item in enumerate(self.items) if not self.finding(item).complete]

    def answers(self) -> Answers:
        """How often each item failed, as scores want it."""
        return {item.code: self.finding(item).count for item in self.items}


def items_of(system: System, visit: Visit, failed: Sequence[str]) -> tuple[Item, ...]:
    """What is looked at: everything at the first visit, later what had *failed*."""
    items = system.items_at(visit.point.kind)
    if visit.stage is Stage.FIRST:
        return items
    return tuple(item for item in items if item.code in failed)

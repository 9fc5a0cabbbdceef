"""What the books keep beside the cases: who follows one, what pictures look like, corrections,
plans."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from cases.figures import Span, Spot
from cases.model import Case, CaseId, Kind, PersonId, Place, Role, Rule


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of degrees."""

    south: float
    west: float
    north: float
    east: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """Which open cases may be the one that somebody is about to report: of *kind*, filed since
    *since* by somebody else than *by*, in *box*, or along *road* in *district*; of one *category*
    where it is given."""

    kind: Kind
    since: datetime
    by: PersonId
    box: Box | None = None
    district: str | None = None
    road: str = ""
    category: str | None = None
    limit: int = 200


@dataclass(frozen=True, slots=True)
class Addition:
    """What a follower said and showed of the case."""

    person: PersonId
    at: datetime
    text: str
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A labelled example: *text* was *given* a category (empty where the bot had asked), *right*
    is another. *role* is None for a reporter; *gains*: only to the good of *organisation*, so
    that it does not count before a second hand."""

    key: str
    case: CaseId
    at: datetime
    text: str
    kind: Kind
    given: str
    right: str
    by: PersonId
    role: Role | None = None
    organisation: str | None = None
    gains: bool = False
    counts: bool = False


class CorrectionRecords(Protocol):
    """What was put right; use ``cases.corrections.record`` to write."""

    async def correct(self, correction: Correction) -> None:
        """Keep it; one whose key is there already is left as it is."""

    async def corrections(self, case: CaseId) -> list[Correction]:
        """Those of one case, oldest first."""

    async def let_count(self, keys: Collection[str]) -> None: ...

    async def learned(self, limit: int) -> list[Correction]:
        """The newest that count, oldest first."""

    async def unsettled(self, limit: int) -> list[Correction]:
        """Those that wait for a second hand, as long as nobody has had a later word that counts;
        oldest first."""


@dataclass(frozen=True, slots=True)
class Said:
    """Where a report says that it is."""

    address: str
    text: str
    district: str | None


@dataclass(frozen=True, slots=True)
class Return:
    """The same category near by: *first* was closed as solved and verified at *closed_at*, and
    *again* was filed."""

    first: Case
    again: Case
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Repeat:
    """A case that came back as another, and the case that is to find the cause."""

    first: CaseId
    again: CaseId
    root: CaseId
    at: datetime


class RepeatRecords(Protocol):
    """Spots where the same came back. What was withdrawn, declined or merged, or turned out to
    be nothing new, is no return any more."""

    async def looked_until(self, job: str) -> datetime | None:
        """Until when *job* has looked, if it has."""

    async def look_from(self, job: str, at: datetime) -> None:
        """*job* has looked at all until *at*; others that say so wait until this transaction
        ends."""

    async def closed_near_by(
        self, since: datetime, metres: float, within: timedelta
    ) -> list[Return]:
        """Reports filed since then, and what of the same category was solved and verified about
        so near, and closed *within* so long before *since* or later; by the indexes on time and
        place."""

    async def open_roots(self, category: str, box: Box) -> list[Case]:
        """Open root-cause cases there, oldest first."""

    async def recorded(self, again: CaseId) -> set[CaseId]:
        """Which cases are recorded to have come back as *again*."""

    async def record_repeat(self, repeat: Repeat) -> None:
        """Keep it; recording it twice changes nothing."""

    async def returned(self, cases: Collection[CaseId]) -> set[CaseId]:
        """Which of *cases*, having been solved, came back: they do not count as fixed."""

    async def repeats(self, begins: datetime, ends: datetime) -> list[Repeat]:
        """What was recorded from *begins* until *ends*, in order."""

    async def said_at(self, spot: Spot, span: Span) -> list[Said]:
        """What the reports of a hot spot say of the place."""


class FollowingRecords(Protocol):
    """Who else has seen what a case is about."""

    async def around(self, where: Around) -> list[Case]:
        """The newest of these cases; by an index, whatever the number of cases."""

    async def appearances(self, photos: Collection[str]) -> Mapping[str, int]:
        """The perceptual hash of each photo that has one."""

    async def follow(self, case: CaseId, addition: Addition) -> bool:
        """Let the person follow the case; False where they did already, and nothing changes."""

    async def follows(self, case: CaseId, person: PersonId) -> bool: ...

    async def unfollow(self, case: CaseId, people: Collection[PersonId]) -> int:
        """They follow the case no longer; returns how many did."""

    async def additions(self, case: CaseId) -> list[Addition]:
        """What the followers said, oldest first."""


@dataclass(frozen=True, slots=True)
class Draw:
    """How the cases to verify are drawn on one day, and for how many somebody was asked."""

    day: date
    seed: str
    asked: int


class VerdictRecords(Protocol):
    """What closing a case and ruling on it need."""

    async def parts(self, case: CaseId) -> list[Case]:
        """The cases that assisting organisations have of this one."""

    async def seen_before(self, photos: Sequence[str]) -> bool:
        """Whether one of *photos* is, or looks like, a picture that a case has shown before."""

    async def use_pictures(self, photos: Sequence[str]) -> None:
        """Note that a case shows these photos now."""

    async def draw(self, day: date) -> Draw:
        """The draw of *day*, with its seed; begun if nobody has."""

    async def count_draw(self, draw: Draw) -> None:
        """One more case of that day is to be verified."""

    async def rulings(self) -> list[Rule]:
        """Rules that admins made, the narrower first."""

    async def rule(self, rule: Rule, by: PersonId, at: datetime) -> None:
        """Add a rule; it replaces one for the same category and district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be done for a *community* of *district* (一社区一方案), or always with a
    *category* (一类型一措施); empty is what it is not for. It is in force until it is ended."""

    id: int
    title: str
    text: str
    by: PersonId
    made_at: datetime
    district: str = ""
    community: str = ""
    category: str = ""
    ended_at: datetime | None = None


class PlanRecords(Protocol):
    """Plans, and which cases are their steps."""

    async def add_plan(self, plan: Plan, key: str) -> Plan | None:
        """The plan with its id, whatever id it came with; None where one for the same is in
        force."""

    async def plan_made(self, key: str) -> Plan | None:
        """The plan that was added under *key*, if one was."""

    async def plan(self, plan: int) -> Plan:
        """By its id, locked until a writing transaction ends; raises UnknownPlan."""

    async def plans(self, offset: int, limit: int) -> list[Plan]:
        """Newest first, also those that were ended."""

    async def count_plans(self) -> int: ...

    async def plans_called(self, name: str, category: str, limit: int) -> list[Plan]:
        """Of that title, that community (after its district and a blank, or alone) or that
        category, newest first."""

    async def plans_about(self, category: str, place: Place) -> list[Plan]:
        """In force for the category, or for a community that the address names; a few at most,
        by an index."""

    async def add_steps(self, plan: int, cases: Sequence[CaseId]) -> None:
        """These cases are the plan's steps, in this order."""

    async def steps_of(self, plans: Collection[int]) -> Mapping[int, list[Case]]:
        """The steps of each of these plans that has some, in order."""

    async def end_plan(self, plan: int, by: PersonId, at: datetime) -> None: ...

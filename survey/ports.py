"""What work in the field needs from the outside, besides the book of cases."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from cases.model import CaseId, PersonId, Post
from cases.ports import Book
from survey.distance import Spot
from survey.indicators import System
from survey.points import Point
from survey.results import Rectified, Visited
from survey.visits import Appeal, Finding, Stage, Visit, VisitId


@dataclass(frozen=True, slots=True)
class ToDo:
    """A point that a round still has to look at; *id* is the point's."""

    id: int
    stage: Stage
    point: Point


@dataclass(frozen=True, slots=True)
class Underway:
    """A round on a day: *last* is the last day that was meant for its inspections, None where it
    has ended; *handed_out* says whether its list of that day was."""

    number: int
    name: str
    last: date | None
    handed_out: bool


@dataclass(frozen=True, slots=True)
class List:
    """What a team is given for a day, in order."""

    members: Sequence[PersonId]
    todo: Sequence[ToDo]


class FieldRecords(Protocol):
    """Rounds, visits and findings, within the transaction of the book."""

    async def prepared(self) -> bool:
        """Whether there are indicators and points to start a round with."""

    async def rounds_on(self, day: date) -> list[Underway]:
        """The rounds that had begun by *day*, locked."""

    async def to_do(self, round_: int, now: datetime) -> list[ToDo]:
        """The points that were drawn and not visited to the end; and those to look at again: the
        case of everything that failed there is over or due, and nobody has looked since."""

    async def hand_out(self, round_: int, day: date, lists: Sequence[List]) -> None:
        """Put the points into the hands of the teams, numbered from 1."""

    async def teams_on(
        self, rounds: Collection[int], day: date
    ) -> Mapping[int, Mapping[int, Sequence[PersonId]]]:
        """The members of the teams of these rounds on *day*, by round and number of the team."""

    async def unopened(self, round_: int, day: date, teams: Collection[int]) -> list[Visit]:
        """What was given to these teams on *day* and not begun, locked; first visits of a round
        that has ended are not among it."""

    async def hand_over(self, visits: Sequence[Visit], team: int) -> None:
        """Put visits of one round and day into the hands of another of its teams, after what
        that has already."""

    async def in_hand(self, person: PersonId) -> list[Visit]:
        """What the person's teams have to do since they were last given something, in order;
        first visits of rounds that have ended are not among it."""

    async def left(self, person: PersonId) -> int:
        """How many these are."""

    async def nearest(self, person: PersonId, spot: Spot) -> Visit | None:
        """The nearest of them to *spot*."""

    async def visit(self, visit: VisitId) -> Visit | None:
        """That visit, locked until a writing transaction ends."""

    async def held_visit(
        self, person: PersonId, visit: VisitId
    ) -> tuple[Visit, Sequence[Post]] | None:
        """That visit, locked likewise, with the posts of the *person* whose team has it in hand;
        None where theirs has not."""

    async def findings(self, visit: VisitId) -> Mapping[str, Finding]:
        """By the code of the item."""

    async def failed_first(self, visit: Visit) -> Mapping[str, Finding]:
        """What failed at the first visit of that point in that round."""

    async def put(self, visit: VisitId, findings: Collection[Finding]) -> None:
        """Keep these, in place of what was found there before."""

    async def drop(self, visit: VisitId, items: Collection[str]) -> None:
        """Forget what was found at these items."""

    async def update(self, visit: Visit) -> None:
        """Store how far the visit is."""

    async def files_alone(self, categories: Collection[str]) -> None:
        """Wait until nobody else who has said this of one of *categories* is in a writing
        transaction: what they have filed is seen by whoever looks afterwards."""

    async def visited(self, round_: int) -> list[Visited]:
        """The points of the round that have a score."""

    async def listed(self, round_: int) -> list[Point]:
        """All points that the round was drawn from."""

    async def rectified(self, round_: int, offices: Collection[str] | None) -> Rectified:
        """What became of what failed at the first visits of points that *offices* answer for,
        or of all (None): fixed is what was closed as solved, or found right when it was looked
        at again, unless it was found wrong then."""


class AppealRecords(Protocol):
    """Appeals against findings, within the transaction of the book."""

    async def found_for(self, case: CaseId) -> list[tuple[VisitId, str]]:
        """The codes of the items of which that case came at first visits that are done and
        scored, the latest visit first."""

    async def contests_about(self, case: CaseId) -> list[Appeal]:
        """All appeals about that case."""

    async def contest(self, appeal: Appeal) -> int:
        """Keep a new appeal and return its id; the one it has does not count."""

    async def contested(self, appeal: int) -> Appeal | None:
        """That appeal, locked until a writing transaction ends."""

    async def settle_contest(self, appeal: Appeal) -> None:
        """Store what was decided."""


class FieldBook(Book, FieldRecords, AppealRecords, Protocol):
    """Both, within one transaction."""


class FieldStore(Protocol):
    """Where the books are."""

    def writing(self) -> AbstractAsyncContextManager[FieldBook]:
        """One transaction that may write: commits on leaving, rolls back on an exception."""

    def reading(self) -> AbstractAsyncContextManager[FieldBook]: ...


class SystemsOf(Protocol):
    """Systems of indicators, version by version."""

    async def system(self, version: int) -> System:
        """That version, which never changes."""

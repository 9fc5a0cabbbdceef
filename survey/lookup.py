"""Points by name, and what was found at them, for those who read results."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from cases.model import PersonId
from survey.errors import ResultsNotYours
from survey.outcome import offices_of
from survey.points import Point
from survey.ports import FieldStore
from survey.visits import Stage

SHOWN = 5  # points at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which points are looked for: with *name* in their name, of one kind, one district, or some
    organisations."""

    name: str = ""
    kind: str | None = None
    district: str | None = None
    organisations: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A look at a point in a round: when it ended, its score (None where it took none), and how
    many items failed."""

    point: Point
    round: str
    stage: Stage
    at: datetime
    score: Decimal | None
    failed: int


@dataclass(frozen=True, slots=True)
class Found:
    """The first of *count* points, each with every look at it that is over, the oldest first."""

    count: int
    points: Sequence[tuple[Point, Sequence[Look]]]


class PointBook(Protocol):
    """The points that there are."""

    async def count(self, wish: Wish) -> int:
        """How many *wish* finds."""

    async def first(self, wish: Wish, limit: int) -> list[Point]:
        """So many of them, the shortest names first: who types a whole name means that one."""

    async def looks_at(self, points: Collection[Point]) -> list[Look]:
        """Every look at these that is over, the oldest first."""


class Lookup:
    """Finds points."""

    def __init__(self, store: FieldStore, points: PointBook) -> None:
        self._store, self._points = store, points

    async def named(self, name: str, by: PersonId) -> Found:
        """Those with *name* in their name: admins find all, others those of the organisations of
        which they read results. Raises ResultsNotYours."""
        async with self._store.reading() as book:
            person = await book.person(by)
        if person is None:
            raise ResultsNotYours
        wish = Wish(name=name, organisations=offices_of(person))
        points = await self._points.first(wish, SHOWN)
        looks = await self._points.looks_at(points)
        return Found(
            await self._points.count(wish),
            [(point, [one for one in looks if one.point.key == point.key]) for point in points],
        )

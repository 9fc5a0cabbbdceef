"""/stats: the figures, for those who may see them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol

from cases.city import City
from cases.errors import AdminsOnly
from cases.figures import Cut, Days, Figures, Span, Spot, bounds, spans
from cases.model import PersonId, Role
from cases.ports import Clock, Store

SPOTS = 200


class Tally(Protocol):
    """Counts cases; *offices* None means those of every organisation and of none."""

    async def whole(self, span: Span, offices: tuple[str, ...] | None) -> Figures: ...

    async def parts(
        self, span: Span, offices: tuple[str, ...] | None, cut: Cut
    ) -> Mapping[str, Figures]:
        """Likewise, divided; the empty key is what has no organisation or district."""

    async def course(
        self, spans: Sequence[Span], offices: tuple[str, ...] | None
    ) -> list[tuple[int, int]]:
        """How many reports were received, and how many cases closed, in each span."""

    async def spots(self, span: Span, offices: tuple[str, ...] | None, limit: int) -> list[Spot]:
        """Where most reports came from, the most first; more than one from each."""


@dataclass(frozen=True, slots=True)
class Overview:
    """The figures of *days* and of the span before; *offices* None: of the whole city."""

    days: Days
    offices: tuple[str, ...] | None
    now: Figures
    before: Figures


class Statistics:
    """Admins see the city; supervisors their own organisation and what stands under it. Every
    method raises AdminsOnly for others."""

    def __init__(self, store: Store, tally: Tally, city: City, clock: Clock) -> None:
        self._store, self._tally, self._city, self._clock = store, tally, city, clock

    async def overview(self, days: Days, by: PersonId) -> Overview:
        """The whole, and what it was before."""
        offices = await self.offices(by)
        span, former = spans(days, self._city.zone, self._clock())
        now, before = [await self._tally.whole(one, offices) for one in (span, former)]
        return Overview(days, offices, now, before)

    async def parts(self, days: Days, cut: Cut, by: PersonId) -> list[tuple[str, Figures]]:
        """Divided by *cut*, the most received first."""
        offices = await self.offices(by)
        found = await self._tally.parts(self._span(days), offices, cut)
        return sorted(found.items(), key=lambda one: (-one[1].received, -one[1].due, one[0]))

    async def course(self, days: Days, by: PersonId) -> list[tuple[Days, int, int]]:
        """Received and closed, piece by piece of the span."""
        offices = await self.offices(by)
        pieces = days.pieces()
        edges = bounds(pieces, self._city.zone)
        steps = [Span(*pair) for pair in pairwise(edges)]
        counted = await self._tally.course(steps, offices)
        return [(piece, *counts) for piece, counts in zip(pieces, counted, strict=True)]

    async def spots(self, days: Days, by: PersonId) -> list[Spot]:
        """The hot spots."""
        return await self._tally.spots(self._span(days), await self.offices(by), SPOTS)

    def _span(self, days: Days) -> Span:
        return spans(days, self._city.zone, self._clock())[0]

    async def offices(self, by: PersonId) -> tuple[str, ...] | None:
        """The organisations whose figures *by* sees, their own first; None: the whole city."""
        async with self._store.reading() as book:
            person = await book.person(by)
        if person is None:
            raise AdminsOnly
        if person.has(Role.ADMIN):
            return None
        own = (post.organisation for post in person.posts if post.role is Role.SUPERVISOR)
        offices = tuple(dict.fromkeys(name for name in (*own, *person.oversees) if name))
        if not offices:
            raise AdminsOnly
        return offices

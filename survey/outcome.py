"""The results of a round, for those who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from cases.errors import AdminsOnly
from cases.model import PersonId, Role
from survey.points import Point
from survey.ports import FieldStore, SystemsOf
from survey.results import (
    Cost,
    Division,
    Group,
    Rectified,
    Visited,
    costs,
    groups,
    population_by,
    scores_by,
    whole,
)
from survey.rounds import Round
from survey.scores import Mean, means

MOST_COSTS = 5


class Rounds(Protocol):
    """The rounds that there are."""

    async def rounds(self) -> list[Round]:
        """The newest first."""


@dataclass(frozen=True, slots=True)
class Overall:
    """A round as a whole: *visited* of what was drawn, its mean with bounds where it was a
    sample, the change since the round before it, what cost most, and what was put right."""

    round: Round
    visited: int
    mean: Mean | None
    bounds: tuple[Decimal, Decimal] | None
    change: Decimal | None
    costs: Sequence[Cost]
    rectified: Rectified


class Outcome:
    """Admins and supervisors read results; every method raises AdminsOnly for others."""

    def __init__(self, store: FieldStore, rounds: Rounds, systems: SystemsOf) -> None:
        self._store, self._rounds, self._systems = store, rounds, systems

    async def rounds(self, by: PersonId) -> list[Round]:
        """The newest first."""
        await self._require(by)
        return await self._rounds.rounds()

    async def overall(self, round_: Round, by: PersonId) -> Overall:
        """The whole."""
        await self._require(by)
        visited, listed = await self._visited(round_)
        system = await self._systems.system(round_.plan.version)
        async with self._store.reading() as book:
            rectified = await book.rectified(round_.number)
        found = whole([one.score for one in visited], len(listed))
        former = await self._before(round_)
        before = whole([one.score for one in former], 0)
        change = found[0].score - before[0].score if found and before else None
        mean, bounds = found or (None, None)
        most = costs(system, visited, MOST_COSTS)
        return Overall(round_, len(visited), mean, bounds, change, most, rectified)

    async def parts(self, round_: Round, division: Division, by: PersonId) -> list[Group]:
        """Divided, the best first."""
        await self._require(by)
        visited, listed = await self._visited(round_)
        system = await self._systems.system(round_.plan.version)
        former = scores_by(division, system, [])
        earlier = await self._earlier(round_)
        if earlier is not None:
            then = await self._systems.system(earlier.plan.version)
            former = scores_by(division, then, (await self._visited(earlier))[0])
        return groups(
            scores_by(division, system, visited),
            population_by(division, listed),
            means(former),
        )

    async def points(self, round_: Round, by: PersonId) -> list[Visited]:
        """Each point with its score, in the order of its key."""
        await self._require(by)
        visited, _ = await self._visited(round_)
        return sorted(visited, key=lambda one: one.point.key)

    async def _visited(self, round_: Round) -> tuple[list[Visited], list[Point]]:
        """What was looked at, and every point of the kinds that were drawn."""
        async with self._store.reading() as book:
            visited = await book.visited(round_.number)
            listed = await book.listed(round_.number)
        return visited, [point for point in listed if point.kind in round_.plan.quotas]

    async def _before(self, round_: Round) -> list[Visited]:
        earlier = await self._earlier(round_)
        return (await self._visited(earlier))[0] if earlier else []

    async def _earlier(self, round_: Round) -> Round | None:
        """The last round before this one."""
        every = await self._rounds.rounds()
        return next((one for one in every if one.number < round_.number), None)

    async def _require(self, by: PersonId) -> None:
        async with self._store.reading() as book:
            person = await book.person(by)
        if person is None or not (person.has(Role.ADMIN) or person.has(Role.SUPERVISOR)):
            raise AdminsOnly

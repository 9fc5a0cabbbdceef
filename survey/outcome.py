"""The results of a round, for those who may see them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from cases.model import Person, PersonId, Role
from survey.errors import ResultsNotYours
from survey.indicators import System
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
from survey.scores import Mean, Standing, means, ranking

MOST_COSTS = 5
Offices = tuple[str, ...] | None  # whose points somebody reads about; None: of all


class Rounds(Protocol):
    """The rounds that there are."""

    async def rounds(self) -> list[Round]:
        """The newest first."""


@dataclass(frozen=True, slots=True)
class Overall:
    """A round as a whole, as far as the points of *offices* go: *visited* of them, their mean
    with bounds where it was a sample, the change since the round before it, what cost most, and
    what was put right. *standings* say where the offices themselves stand among the *ranked*."""

    round: Round
    offices: Offices
    visited: int
    mean: Mean | None
    bounds: tuple[Decimal, Decimal] | None
    change: Decimal | None
    costs: Sequence[Cost]
    rectified: Rectified
    standings: Sequence[Standing] = ()
    ranked: int = 0


@dataclass(frozen=True, slots=True)
class _Found:
    """What a round found at the points that were *listed*."""

    system: System
    visited: list[Visited]
    listed: list[Point]

    def at(self, offices: Offices) -> "_Found":
        """The same at the points that *offices* answer for."""
        if offices is None:
            return self
        return replace(
            self,
            visited=[one for one in self.visited if one.point.organisation in offices],
            listed=[point for point in self.listed if point.organisation in offices],
        )

    def by(self, division: Division) -> list[tuple[str, Decimal]]:
        """Its scores, divided."""
        return scores_by(division, self.system, self.visited)


class Outcome:
    """Whoever reads results reads those of ``offices_of``; every method raises ResultsNotYours
    for others."""

    def __init__(self, store: FieldStore, rounds: Rounds, systems: SystemsOf) -> None:
        self._store, self._rounds, self._systems = store, rounds, systems

    async def rounds(self, by: PersonId) -> list[Round]:
        """The newest first."""
        await self._offices(by)
        return await self._rounds.rounds()

    async def newest(self, by: PersonId) -> Round | None:
        """The newest round that has a score, anybody's."""
        for round_ in await self.rounds(by):
            if (await self._found(round_)).visited:
                return round_
        return None

    async def overall(self, round_: Round, by: PersonId) -> Overall:
        """The whole."""
        offices, every = await self._offices(by), await self._found(round_)
        found, former = every.at(offices), await self._former(round_, offices)
        async with self._store.reading() as book:
            rectified = await book.rectified(round_.number, offices)
        reached = whole([one.score for one in found.visited], len(found.listed))
        before = whole([one.score for one in former.visited], 0) if former else None
        mean, bounds = reached or (None, None)
        standings = ranking(means(every.by(Division.ORGANISATION))) if offices else []
        return Overall(
            round_,
            offices,
            len(found.visited),
            mean,
            bounds,
            mean.score - before[0].score if mean and before else None,
            costs(found.system, found.visited, MOST_COSTS),
            rectified,
            [one for one in standings if one.name in (offices or ())],
            sum(1 for one in standings if one.rank is not None),
        )

    async def parts(self, round_: Round, division: Division, by: PersonId) -> list[Group]:
        """Divided, the best first. The rank of an organisation is that among all."""
        offices, every = await self._offices(by), await self._found(round_)
        former = await self._former(round_, offices)
        by_office = division is Division.ORGANISATION
        found = every if by_office else every.at(offices)
        parts = groups(
            found.by(division),
            population_by(division, found.listed),
            means(former.by(division) if former else []),
        )
        if offices is None or not by_office:
            return parts
        return [one for one in parts if one.standing.name in offices]

    async def points(self, round_: Round, by: PersonId) -> list[Visited]:
        """Each point with its score, in the order of its key."""
        found = (await self._found(round_)).at(await self._offices(by))
        return sorted(found.visited, key=lambda one: one.point.key)

    async def _found(self, round_: Round) -> _Found:
        """What was looked at, and every point of the kinds that were drawn."""
        system = await self._systems.system(round_.plan.version)
        async with self._store.reading() as book:
            visited = await book.visited(round_.number)
            listed = await book.listed(round_.number)
        return _Found(system, visited, [p for p in listed if p.kind in round_.plan.quotas])

    async def _former(self, round_: Round, offices: Offices) -> _Found | None:
        """The last round before this one."""
        every = await self._rounds.rounds()
        earlier = next((one for one in every if one.number < round_.number), None)
        return (await self._found(earlier)).at(offices) if earlier else None

    async def _offices(self, by: PersonId) -> Offices:
        async with self._store.reading() as book:
            person = await book.person(by)
        if person is None:
            raise ResultsNotYours
        return offices_of(person)


def offices_of(person: Person) -> Offices:
    """About whose points *person* reads: admins about all, officials about those of their own
    organisation, supervisors about those below it too. Raises ResultsNotYours for others."""
    if person.has(Role.ADMIN):
        return None
    roles = (Role.OFFICIAL, Role.SUPERVISOR)
    own = (post.organisation for post in person.posts if post.role in roles)
    offices = tuple(dict.fromkeys(name for name in (*own, *person.oversees) if name))
    if not offices:
        raise ResultsNotYours
    return offices

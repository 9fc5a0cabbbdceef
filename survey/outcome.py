"""The results of a round, for those who may see them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from cases.model import Person, PersonId, Role
from cases.sitting import Sitting
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
    by_kind,
    changes,
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
class Since:
    """With what a round is compared: an earlier one, over the *kinds* that both looked at."""

    round: Round
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Divided:
    """The parts, the best first; *since* is None where there is nothing to compare them with."""

    groups: Sequence[Group]
    since: Since | None


@dataclass(frozen=True, slots=True)
class Overall:
    """A round as a whole, as far as the points of *offices* go: *visited* of them, their mean
    with bounds where it was a sample, the *change* of the mean of some kinds *since* another, what
    cost most, and what was put right. *standings* say where the offices themselves stand among
    the *ranked*."""

    round: Round
    offices: Offices
    visited: int
    mean: Mean | None
    bounds: tuple[Decimal, Decimal] | None
    change: Decimal | None
    since: Since | None
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

    def of(self, kinds: Collection[str]) -> list[Decimal]:
        """The scores of the points of some kinds."""
        return [one.score for one in self.visited if one.point.kind in kinds]

    def kinds(self) -> set[str]:
        """What was looked at."""
        return {one.point.kind for one in self.visited}


class Outcome:
    """Who sits in the weekly analysis reads all results, and who supervises the organisation that
    leads a round all of that round; whoever else reads results reads those of ``offices_of``.
    Every method raises ResultsNotYours for others."""

    def __init__(
        self, store: FieldStore, rounds: Rounds, systems: SystemsOf, sitting: Sitting
    ) -> None:
        self._store, self._rounds, self._systems = store, rounds, systems
        self._sitting = sitting

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
        offices, every = await self._offices(by, round_), await self._found(round_)
        found = every.at(offices)
        since, then = await self._since(round_, found, offices)
        async with self._store.reading() as book:
            rectified = await book.rectified(round_.number, offices)
        reached = whole([one.score for one in found.visited], len(found.listed))
        mean, bounds = reached or (None, None)
        standings = ranking(means(every.by(Division.ORGANISATION))) if offices else []
        return Overall(
            round_,
            offices,
            len(found.visited),
            mean,
            bounds,
            _change(found, then, since),
            since,
            costs(found.system, found.visited, MOST_COSTS),
            rectified,
            [one for one in standings if one.name in (offices or ())],
            sum(1 for one in standings if one.rank is not None),
        )

    async def parts(self, round_: Round, division: Division, by: PersonId) -> Divided:
        """Divided. The rank of an organisation is that among all; each part is compared over the
        kinds that it has in both rounds."""
        offices, every = await self._offices(by, round_), await self._found(round_)
        own, by_office = every.at(offices), division is Division.ORGANISATION
        since, then = await self._since(round_, own, offices)
        found = every if by_office else own
        parts = groups(
            found.by(division),
            population_by(division, found.listed),
            changes(*(by_kind(division, one.system, one.visited) for one in (own, then))),
        )
        if offices is not None and by_office:
            parts = [one for one in parts if one.standing.name in offices]
        return Divided(parts, since)

    async def points(self, round_: Round, by: PersonId) -> list[Visited]:
        """Each point with its score, in the order of its key."""
        found = (await self._found(round_)).at(await self._offices(by, round_))
        return sorted(found.visited, key=lambda one: one.point.key)

    async def _found(self, round_: Round) -> _Found:
        """What was looked at, and every point of the kinds that were drawn."""
        system = await self._systems.system(round_.plan.version)
        async with self._store.reading() as book:
            visited = await book.visited(round_.number)
            listed = await book.listed(round_.number)
        return _Found(system, visited, [p for p in listed if p.kind in round_.plan.quotas])

    async def _since(
        self, round_: Round, found: _Found, offices: Offices
    ) -> tuple[Since | None, _Found]:
        """The last round before this one that has ended and looked at some of the same kinds at
        points of these offices, and what it found there."""
        for one in await self._rounds.rounds():
            earlier = one.number < round_.number and one.ended_at is not None
            if not earlier or not one.plan.quotas.keys() & found.kinds():
                continue
            then = (await self._found(one)).at(offices)
            both = found.kinds() & then.kinds()
            if both:
                kinds = tuple(kind for kind in found.system.kinds if kind in both)
                return Since(one, kinds), then
        return None, replace(found, visited=[])

    async def _offices(self, by: PersonId, round_: Round | None = None) -> Offices:
        async with self._store.reading() as book:
            staff = await book.staff()
        person = next((one for one in staff if one.id == by), None)
        if person is None:
            raise ResultsNotYours
        leads = round_ is not None and person.has(Role.SUPERVISOR, round_.plan.organisation)
        if leads or person in self._sitting.attending(staff):
            return None
        return offices_of(person)


def _change(now: _Found, then: _Found, since: Since | None) -> Decimal | None:
    if since is None:
        return None
    new, old = (whole(one.of(since.kinds), 0) for one in (now, then))
    return new[0].score - old[0].score if new and old else None


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

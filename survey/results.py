"""What a round came to: scores by whatever divides it, who stands where, and what cost most."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from survey.indicators import Item, System
from survey.interval import interval
from survey.points import Point
from survey.scores import LEAST, Answers, Mean, Standing, by_indicator, means, ranking, rounded
from survey.scores import earned as earned_by

ZERO, HUNDRED = Decimal(0), Decimal(100)
# Scores by the name of the part and the kind of the point.
ByKind = Mapping[tuple[str, str], Sequence[Decimal]]


class Division(StrEnum):
    """By what the points of a round are divided."""

    KIND = "kind"
    INDICATOR = "indicator"
    DISTRICT = "district"
    STREET = "street"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Visited:
    """A point that was looked at; *failed* is what was not as it should be, by the code of the
    item: how often, or None where the item does not apply."""

    point: Point
    score: Decimal
    failed: Answers


@dataclass(frozen=True, slots=True)
class Group:
    """One part of a round: where it stands, between which bounds its mean lies where it was a
    sample, and how much it changed since an earlier round (in points)."""

    standing: Standing
    bounds: tuple[Decimal, Decimal] | None
    change: Decimal | None


@dataclass(frozen=True, slots=True)
class Cost:
    """What failed at an item: at how many points, and by how much that lowered the mean score of
    all points, to the hundredth."""

    item: Item
    points: int
    lost: Decimal


@dataclass(frozen=True, slots=True)
class Rectified:
    """整改率: what was found, what of it is fixed, what of that somebody has checked, and what is
    still open."""

    found: int
    fixed: int
    verified: int

    @property
    def open(self) -> int:
        """Not fixed."""
        return self.found - self.fixed

    @property
    def rate(self) -> Decimal | None:
        """Fixed of found, in percent to two places; None where nothing was found."""
        return rounded(HUNDRED * self.fixed / self.found) if self.found else None


_NAMED: Mapping[Division, Callable[[Point], str]] = {
    Division.KIND: lambda point: point.kind,
    Division.DISTRICT: lambda point: point.district,
    Division.STREET: lambda point: f"{point.district} {point.street}" if point.street else "",
    Division.ORGANISATION: lambda point: point.organisation,
}


def scores_by(
    division: Division, system: System, visited: Sequence[Visited]
) -> list[tuple[str, Decimal]]:
    """The published score of each point under the name of its part. An indicator has a score at
    each point where something of it applies; what has no name (no street) is left out."""
    if division is not Division.INDICATOR:
        named = _NAMED[division]
        return [(named(one.point), one.score) for one in visited if named(one.point)]
    names = {one.code: one.name for one in system.indicators}
    return [
        (f"{code} {names[code]}", reached)
        for one in visited
        for code, reached in by_indicator(system, one.point.kind, answers(system, one)).items()
    ]


def by_kind(division: Division, system: System, visited: Sequence[Visited]) -> ByKind:
    """The same, with the scores at points of different kinds apart."""
    found: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(list)
    for one in visited:
        for name, reached in scores_by(division, system, [one]):
            found[name, one.point.kind].append(reached)
    return found


def changes(now: ByKind, then: ByKind) -> Mapping[str, Decimal]:
    """By how much the mean of each part changed, over the points of the kinds that it has in
    both; a part that has none in both is not in it."""
    both = now.keys() & then.keys()
    new, old = _means_over(both, now), _means_over(both, then)
    return {name: new[name].score - old[name].score for name in new}


def groups(
    scores: Sequence[tuple[str, Decimal]],
    population: Mapping[str, int],
    changed: Mapping[str, Decimal],
    least: int = LEAST,
) -> list[Group]:
    """The parts, the best first. *population* says how many points a part has in all, where it
    was a sample; *changed* is by how much it did."""
    gathered: defaultdict[str, list[Decimal]] = defaultdict(list)
    for name, reached in scores:
        gathered[name].append(reached)
    return [
        Group(
            standing,
            _bounds(gathered[standing.name], population.get(standing.name, 0)),
            changed.get(standing.name),
        )
        for standing in ranking(means(scores), least)
    ]


def whole(
    scores: Sequence[Decimal], population: int
) -> tuple[Mean, tuple[Decimal, Decimal] | None] | None:
    """The mean of all points with its bounds; None where there is no point."""
    if not scores:
        return None
    mean = Mean(len(scores), rounded(sum(scores, ZERO) / len(scores)))
    return mean, _bounds(scores, population)


def costs(system: System, visited: Sequence[Visited], most: int) -> list[Cost]:
    """The items that cost most, at most so many."""
    lost: defaultdict[str, Decimal] = defaultdict(Decimal)
    points: defaultdict[str, int] = defaultdict(int)
    items = {item.code: item for item in system.items}
    for one in visited:
        applied = [
            i for i in system.items_at(one.point.kind) if one.failed.get(i.code, 0) is not None
        ]
        attainable = sum((item.weight for item in applied), ZERO)
        for code, count in one.failed.items():
            if count and code in items:
                item = items[code]
                lost[code] += HUNDRED * (item.weight - earned_by(item, count)) / attainable
                points[code] += 1
    found = [Cost(items[code], points[code], rounded(lost[code] / len(visited))) for code in lost]
    return sorted(found, key=lambda one: (-one.lost, -one.points, one.item.code))[:most]


def answers(system: System, one: Visited) -> Answers:
    """What was found at every item of the point."""
    return {item.code: one.failed.get(item.code, 0) for item in system.items_at(one.point.kind)}


def population_by(division: Division, points: Iterable[Point]) -> Mapping[str, int]:
    """How many points each part has; nothing for indicators, which are no part of the points."""
    if division is Division.INDICATOR:
        return {}
    counted: defaultdict[str, int] = defaultdict(int)
    for point in points:
        counted[_NAMED[division](point)] += 1
    return counted


def _bounds(scores: Sequence[Decimal], population: int) -> tuple[Decimal, Decimal] | None:
    """None where every point was looked at."""
    return interval(scores, population) if population > len(scores) else None


def _means_over(both: Collection[tuple[str, str]], found: ByKind) -> Mapping[str, Mean]:
    return means((part[0], reached) for part in both for reached in found[part])

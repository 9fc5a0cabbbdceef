"""Who inspects which points of a round, and in which order: nobody their own organisation's."""

from bisect import bisect
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import ceil, inf

from survey.distance import Spot, metres
from survey.points import Point

DEGREE = 111_000.0  # metres of latitude, and no more


@dataclass(frozen=True, slots=True)
class Inspector:
    """Somebody who inspects. *organisation* is where they are at home; *own* is every organisation
    whose points are not theirs to inspect: their own, and those above and below it."""

    id: int
    organisation: str
    own: frozenset[str]


@dataclass(slots=True)
class Team:
    """Those who go together, and the points that they look at, in order."""

    members: tuple[Inspector, ...]
    points: list[Point] = field(default_factory=list)

    def may(self, point: Point) -> bool:
        """Whether none of them answers for *point*."""
        return not any(point.organisation in one.own for one in self.members)


class NobodyMay(Exception):
    """There is no team that may inspect *point*."""

    def __init__(self, point: Point) -> None:
        super().__init__(f"every team answers for a point of {point.organisation}")
        self.point = point


class TooFewInspectors(Exception):
    """Nobody inspects alone."""


def paired(inspectors: Sequence[Inspector]) -> list[Team]:
    """Teams of two, the last of three where the number is odd; the two are of different
    organisations as long as none has more than half of them. Raises TooFewInspectors."""
    if len(inspectors) < 2:  # noqa: PLR2004
        raise TooFewInspectors
    sizes = Counter(one.organisation for one in inspectors)
    # Colleagues stand side by side, so that whoever stands half the row away is none.
    row = sorted(inspectors, key=lambda one: (-sizes[one.organisation], one.organisation, one.id))
    half = len(row) // 2
    teams = [Team((row[place], row[place + half])) for place in range(half)]
    if len(row) % 2:
        teams[-1].members += (row[-1],)
    return teams


def share(teams: Sequence[Team], points: Collection[Point]) -> None:
    """Give every point to a team that may inspect it. Each takes what lies side by side, and none
    more than its share unless the others answer for what is left. Raises NobodyMay."""
    left = sorted(points, key=lambda point: (point.district, _patch(point.spot), point.key))
    for number, team in enumerate(teams):
        room = ceil(len(left) / (len(teams) - number))
        taken = [point for point in left if team.may(point)][:room]
        team.points.extend(taken)
        keys = {point.key for point in taken}
        left = [point for point in left if point.key not in keys]
    for point in left:
        able = [team for team in teams if team.may(point)]
        if not able:
            raise NobodyMay(point)
        min(able, key=lambda team: len(team.points)).points.append(point)


def route(points: Collection[Point], start: Spot) -> list[Point]:
    """The points one after the other, from *start* always on to the nearest that is left."""
    left, here, way = sorted(points, key=_latitude), start, []
    while left:
        way.append(left.pop(_nearest(left, here)))
        here = way[-1].spot
    return way


def _nearest(left: Sequence[Point], here: Spot) -> int:
    """The place of the nearest of *left*, which stand by latitude: looked for to the north and to
    the south, as far as the latitude alone is not farther than what was found."""
    middle = bisect(left, here.latitude, key=_latitude)
    best, place = (inf, ("", "", "")), 0
    for side in (range(middle, len(left)), range(middle - 1, -1, -1)):
        for number in side:
            point = left[number]
            if abs(_latitude(point) - here.latitude) * DEGREE > best[0]:
                break
            far = metres(here, point.spot), point.key
            if far < best:
                best, place = far, number
    return place


def _latitude(point: Point) -> float:
    return point.spot.latitude


def _patch(spot: Spot) -> int:
    """A number that is alike for spots that lie side by side (Morton order, about 100 m)."""
    north, east = int((spot.latitude + 90) * 1000), int((spot.longitude + 180) * 1000)
    return sum(
        (north >> bit & 1) << 2 * bit + 1 | (east >> bit & 1) << 2 * bit for bit in range(19)
    )

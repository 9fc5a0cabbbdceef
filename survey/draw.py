"""Which points a round inspects: drawn so that everybody can check that nobody chose them.

Whoever starts a round publishes the hash of a secret seed, the hash of the list to draw from, and
how many are drawn; the seed itself follows when the round is over. Within a kind and district the
points are put in the order of SHA-256 of the seed and the point, and the first are taken: with the
seed and the list, any tool that knows SHA-256 draws the same.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from survey.points import Point

SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is published before a round: the hashes of the seed and of the list of points, and how
    many of each kind are drawn in every district."""

    seed_hash: str
    list_hash: str
    quotas: Mapping[str, int]


def announce(seed: str, points: Collection[Point], quotas: Mapping[str, int]) -> Announcement:
    """Commit to *seed* and *points*; raises ValueError for a quota below one."""
    for kind, quota in quotas.items():
        if quota < 1:
            raise ValueError(f"{quota} points of {kind} cannot be drawn")
    return Announcement(_hash(seed), list_hash(points), quotas)


def list_hash(points: Collection[Point]) -> str:
    """The hash of a list of points, whatever its order: of their keys, sorted, a line each."""
    return _hash("\n".join(sorted(_said(point) for point in points)))


def draw(seed: str, points: Collection[Point], quotas: Mapping[str, int]) -> list[Point]:
    """The points of a round, by district and kind; all of them where there are no more than the
    quota, and none of a kind without one."""
    strata: defaultdict[tuple[str, str], list[Point]] = defaultdict(list)
    for point in points:
        if point.kind in quotas:
            strata[point.district, point.kind].append(point)
    return [
        point
        for (_, kind), some in sorted(strata.items())
        for point in sorted(some, key=lambda one: lot(seed, one))[: quotas[kind]]
    ]


def lot(seed: str, point: Point) -> str:
    """What decides whether *point* is drawn: the lowest are."""
    return _hash(f"{seed}{SEPARATOR}{_said(point)}")


def verify(
    announced: Announcement, seed: str, points: Collection[Point], drawn: Collection[Point]
) -> bool:
    """Whether *drawn* is what was announced: the seed and the list are those of the hashes, and
    they give these points."""
    if (_hash(seed), list_hash(points)) != (announced.seed_hash, announced.list_hash):
        return False
    due = draw(seed, points, announced.quotas)
    return sorted(_said(point) for point in drawn) == sorted(_said(point) for point in due)


def _said(point: Point) -> str:
    return SEPARATOR.join(point.key)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

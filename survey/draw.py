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

SEPARATOR = "\x1f"

Key = tuple[str, str, str]  # district, kind and name, which tell a point from every other


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is published before a round: the hashes of the seed and of the list of points, and how
    many of each kind are drawn in every district."""

    seed_hash: str
    list_hash: str
    quotas: Mapping[str, int]


def announce(seed: str, points: Collection[Key], quotas: Mapping[str, int]) -> Announcement:
    """Commit to *seed* and *points*; raises ValueError for a quota below one."""
    for kind, quota in quotas.items():
        if quota < 1:
            raise ValueError(f"{quota} points of {kind} cannot be drawn")
    return Announcement(_hash(seed), list_hash(points), quotas)


def list_hash(points: Collection[Key]) -> str:
    """The hash of a list of points, whatever its order: sorted, a line each."""
    return _hash("\n".join(sorted(SEPARATOR.join(point) for point in points)))


def draw(seed: str, points: Collection[Key], quotas: Mapping[str, int]) -> list[Key]:
    """The points of a round, by district and kind; all of them where there are no more than the
    quota, and none of a kind without one."""
    strata: defaultdict[tuple[str, str], list[Key]] = defaultdict(list)
    for district, kind, name in points:
        if kind in quotas:
            strata[district, kind].append((district, kind, name))
    return [
        point
        for (_, kind), some in sorted(strata.items())
        for point in sorted(some, key=lambda one: lot(seed, one))[: quotas[kind]]
    ]


def lot(seed: str, point: Key) -> str:
    """What decides whether *point* is drawn: the lowest are."""
    return _hash(SEPARATOR.join((seed, *point)))


def verify(
    announced: Announcement, seed: str, points: Collection[Key], drawn: Collection[Key]
) -> bool:
    """Whether *drawn* is what was announced: the seed and the list are those of the hashes, and
    they give these points."""
    if (_hash(seed), list_hash(points)) != (announced.seed_hash, announced.list_hash):
        return False
    return sorted(drawn) == sorted(draw(seed, points, announced.quotas))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

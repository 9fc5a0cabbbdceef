"""A round of inspections, and the record by which anybody can check what it drew."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from survey.draw import Announcement, Key, verify


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an admin decides: the days, first and last included, the version of the indicators,
    who leads, and how many points of each kind are drawn in every district."""

    name: str
    begins: date
    ends: date
    version: int
    organisation: str
    quotas: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Round:
    """A round that was started; *drawn* of *listed* points are inspected."""

    number: int
    plan: Plan
    announced: Announcement
    started_at: datetime
    ended_at: datetime | None
    listed: int
    drawn: int


@dataclass(frozen=True, slots=True)
class Record:
    """What is published of a round: at first what was announced and the list of points, and when
    it is over the seed and what was drawn too."""

    announced: Announcement
    points: tuple[Key, ...]
    seed: str | None = None
    drawn: tuple[Key, ...] = ()

    def holds(self) -> bool:
        """Whether this is the draw that was announced; False as long as the seed is secret."""
        return self.seed is not None and verify(self.announced, self.seed, self.points, self.drawn)


def written(record: Record) -> str:
    """The record as JSON; a point is its district, kind and name."""
    return json.dumps(asdict(record), ensure_ascii=False) + "\n"


def read(data: bytes) -> Record:
    """The record that was written; raises ValueError for anything else."""
    try:
        said = json.loads(data)
        announced = said["announced"]
        return Record(
            Announcement(
                str(announced["seed_hash"]),
                str(announced["list_hash"]),
                {str(kind): int(quota) for kind, quota in announced["quotas"].items()},
            ),
            _keys(said["points"]),
            None if said["seed"] is None else str(said["seed"]),
            _keys(said["drawn"]),
        )
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(str(error)) from None


def _keys(said: Any) -> tuple[Key, ...]:
    return tuple((str(district), str(kind), str(name)) for district, kind, name in said)

"""When a model that learned something takes over from the one that tags."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, tzinfo


@dataclass(frozen=True, slots=True)
class Score:
    """Of *count* held-back texts of a domain, how many each model tagged rightly."""

    domain: str
    count: int
    before: int
    after: int


def better(scores: Sequence[Score]) -> bool:
    """Better on the whole, and worse in no domain."""
    never_worse = all(score.after >= score.before for score in scores)
    return never_worse and any(score.after > score.before for score in scores)


def rightness(scores: Sequence[Score]) -> tuple[float, float]:
    """How right the two models are on the whole, 0 to 1."""
    count = max(1, sum(score.count for score in scores))
    before, after = (
        sum(score.before for score in scores),
        sum(score.after for score in scores),
    )
    return before / count, after / count


def is_due(now: datetime, last: datetime | None, at: time, zone: tzinfo) -> bool:
    """Whether the training of the local day has not been begun although its hour has come."""
    local = now.astimezone(zone)
    begins = datetime.combine(local.date(), at, zone)
    return local >= begins and (last is None or last < begins)

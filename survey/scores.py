"""Scores, in exact decimals, and who stands where.

A number that is published is rounded half up to the hundredth, once; a mean is that of the
published numbers, so that whoever has the list can reckon it again.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from survey.indicators import CENT, FULL, Item, System

LEAST = 5  # points without which nobody is ranked
ZERO = Decimal(0)

# What was found, by the code of the item: how many findings, or None where it does not apply.
Answers = Mapping[str, int | None]


class WrongAnswers(Exception):
    """The answers are not those to the items: *missing* and *unknown* are codes."""

    def __init__(self, missing: Iterable[str], unknown: Iterable[str]) -> None:
        self.missing, self.unknown = tuple(missing), tuple(unknown)
        super().__init__(f"{len(self.missing)} answers missing, {len(self.unknown)} unknown")


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean score of so many points."""

    points: int
    score: Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """Where *name* stands; *rank* is None where there are too few points to say."""

    name: str
    mean: Mean
    rank: int | None


def rounded(number: Decimal) -> Decimal:
    """*number* to the hundredth, half up."""
    return number.quantize(CENT, ROUND_HALF_UP)


def earned(item: Item, findings: int) -> Decimal:
    """The points that *item* earns; raises ValueError for less than no finding."""
    if findings < 0:
        raise ValueError(f"{findings} findings cannot be")
    if findings == 0:
        return item.weight
    if item.deduction is not None:
        return max(ZERO, item.weight - item.deduction * findings)
    return item.partial or ZERO if findings == 1 else ZERO


def score(items: Sequence[Item], answers: Answers) -> Decimal | None:
    """What the answers earn of what *items* could earn, of FULL; what does not apply counts on
    neither side, and None is the score where nothing applies. Raises WrongAnswers unless there
    is one answer to each item."""
    codes = {item.code for item in items}
    if codes != answers.keys():
        raise WrongAnswers(sorted(codes - answers.keys()), sorted(answers.keys() - codes))
    found = [(item, answers[item.code]) for item in items]
    applied = [(item, findings) for item, findings in found if findings is not None]
    if not applied:
        return None
    whole = sum((item.weight for item, _ in applied), ZERO)
    return rounded(FULL * sum((earned(item, count) for item, count in applied), ZERO) / whole)


def by_indicator(system: System, kind: str, answers: Answers) -> dict[str, Decimal]:
    """The score of each indicator at a point of *kind*, by its code; those of which nothing
    applies have none. Raises WrongAnswers."""
    score(system.items_at(kind), answers)
    scores = {}
    for indicator in system.indicators:
        items = [item for item in indicator.items if kind in item.kinds]
        reached = score(items, {item.code: answers[item.code] for item in items})
        if reached is not None:
            scores[indicator.code] = reached
    return scores


def means(scores: Iterable[tuple[str, Decimal]]) -> dict[str, Mean]:
    """The mean of the published scores of each name: a kind, a district, an organisation."""
    gathered: defaultdict[str, list[Decimal]] = defaultdict(list)
    for name, reached in scores:
        gathered[name].append(reached)
    return {
        name: Mean(len(every), rounded(sum(every, ZERO) / len(every)))
        for name, every in gathered.items()
    }


def ranking(by_name: Mapping[str, Mean], least: int = LEAST) -> list[Standing]:
    """The best first. Equal scores share a rank and the next is skipped (1, 2, 2, 4); who has
    fewer than *least* points stands at the end without one."""
    enough = [(name, mean) for name, mean in by_name.items() if mean.points >= least]
    reached = sorted(mean.score for _, mean in enough)
    ranked = [
        Standing(name, mean, 1 + len(reached) - bisect_right(reached, mean.score))
        for name, mean in enough
    ]
    rest = [Standing(name, mean, None) for name, mean in by_name.items() if mean.points < least]
    return [
        *sorted(ranked, key=lambda one: (-one.mean.score, one.name)),
        *sorted(rest, key=lambda one: one.name),
    ]

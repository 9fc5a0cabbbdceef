"""What the weekly analysis should talk about: rules that propose, each with its reason."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import zip_longest

from cases.figures import change
from cases.ports import Backlog

MOST = 3
ENOUGH = 5  # reports, or it is chance
RISEN = 20  # percent
BOUNCED = 3  # returns of one organisation
LATE = timedelta(days=1)


class Why(StrEnum):
    """The rule that proposes a topic; the order here is their order."""

    RISE = "rise"
    REPEAT = "repeat"
    LATE = "late"
    RETURNS = "returns"


@dataclass(frozen=True, slots=True)
class Rising:
    """How often a category was reported: in the span, in the one before, and a year before."""

    category: str
    now: int
    before: int
    year_before: int


@dataclass(frozen=True, slots=True)
class Topic:
    """*subject* is a category (RISE, REPEAT) or an organisation (LATE, RETURNS). *count* is how
    many reports, returns or late cases there are, *before* how many reports there were, *since*
    when the organisation is late."""

    why: Why
    subject: str
    count: int
    before: int = 0
    since: datetime | None = None


def topics(
    rising: Iterable[Rising],
    repeats: Iterable[tuple[str, int]],
    late: Iterable[Backlog],
    returns: Iterable[tuple[str, int]],
    now: datetime,
) -> list[Topic]:
    """At most three: the strongest of each rule in their order, then the second of each. Nothing
    is proposed twice, by whatever rule; where there is little to say there are fewer.

    *repeats* says how often each category came back where it had been solved, *returns* how
    often each organisation gave cases back.
    """
    ranked = [_risen(rising), _repeated(repeats), _late(late, now), _bounced(returns)]
    chosen: dict[str, Topic] = {}
    for topic in _in_turn(ranked):
        chosen.setdefault(topic.subject, topic)
    return list(chosen.values())[:MOST]


def _risen(rising: Iterable[Rising]) -> list[Topic]:
    """By how many reports more there were."""
    found = [one for one in rising if one.now >= ENOUGH and _has_risen(one)]
    found.sort(key=lambda one: (one.before - one.now, -one.now, one.category))
    return [Topic(Why.RISE, one.category, one.now, one.before) for one in found]


def _has_risen(one: Rising) -> bool:
    percent = change(one.now, one.before)
    return percent is None or percent >= RISEN


def _repeated(repeats: Iterable[tuple[str, int]]) -> list[Topic]:
    found = sorted(repeats, key=lambda one: (-one[1], one[0]))
    return [Topic(Why.REPEAT, category, count) for category, count in found if count]


def _late(late: Iterable[Backlog], now: datetime) -> list[Topic]:
    """Whoever is late for the longest time first."""
    found = sorted(late, key=lambda one: one.since)
    return [
        Topic(Why.LATE, one.organisation, one.cases, since=one.since)
        for one in found
        if one.organisation and now - one.since >= LATE
    ]


def _bounced(returns: Iterable[tuple[str, int]]) -> list[Topic]:
    found = sorted(returns, key=lambda one: (-one[1], one[0]))
    return [Topic(Why.RETURNS, name, count) for name, count in found if count >= BOUNCED and name]


def _in_turn(ranked: Sequence[Sequence[Topic]]) -> Iterator[Topic]:
    for row in zip_longest(*ranked):
        yield from (topic for topic in row if topic is not None)

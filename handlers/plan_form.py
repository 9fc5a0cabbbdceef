"""Reads a plan as an admin types it: whom it is for, a text, and a line for each step."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from cases.city import City
from cases.plans import Outline, PlanStep
from cases.ports import Clock
from handlers.arguments import Moments
from handlers.cleaning import one_line, shorten
from handlers.ports import Reader

MOST_STEPS, LONGEST_TITLE, LONGEST_TEXT, LONGEST_STEP = 20, 60, 1_000, 200
FURTHEST = timedelta(days=2 * 366)
_BAR = re.compile("[|\uff5c]")  # as it is on a Chinese keyboard, too
_NUMBER = re.compile("\\s*\\d{1,3}\\s*[.\u3001\uff0e)\uff09]\\s*")
_NUMBERED = re.compile(rf"{_NUMBER.pattern}\S")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one line of the message, of which the first is 1. *why* is whose,
    community, title, text, nothing, bars, empty, long, date, past, far, category, unread, many,
    target or several; *value* is what was written there."""

    line: int
    why: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class PlanRead:
    """What a message says: a plan without the lines that are wrong, and what is wrong with them.
    *lines* are those of the steps; the category of the *unsure* steps is hardly more than a
    guess."""

    outline: Outline
    faults: tuple[Fault, ...]
    lines: tuple[int, ...]
    unsure: frozenset[int]


class _Wrong(Exception):
    """A line cannot be read; the arguments are why and what was written."""


class PlanForm:
    """Reads messages that make a plan."""

    def __init__(
        self,
        *,
        city: City,
        districts: Sequence[str],
        reader: Reader,
        moments: Moments,
        clock: Clock,
    ) -> None:
        self._city, self._districts, self._reader = city, districts, reader
        self._moments, self._clock = moments, clock
        self._categories = {code: code for code in city.categories}
        self._categories |= {one.name: code for code, one in city.categories.items()}

    def read(self, text: str) -> PlanRead:
        """The plan that *text* describes; its first line begins with the command."""
        faults: list[Fault] = []
        head, *rest = text.split("\n")
        outline = Outline(title="", text="")
        try:
            outline = self._head(head.split()[1:])
        except _Wrong as wrong:
            faults.append(Fault(1, *wrong.args))
        words, lines = _sorted(rest, measures=bool(outline.category))
        steps: dict[int, PlanStep] = {}
        unsure = set()
        for line, said in lines[:MOST_STEPS]:
            try:
                steps[line], sure = self._step(said, outline.category)
            except _Wrong as wrong:
                faults.append(Fault(line, *wrong.args))
            else:
                unsure |= set() if sure else {line}
        faults += [Fault(line, "many") for line, _ in lines[MOST_STEPS : MOST_STEPS + 1]]
        if len(words) > LONGEST_TEXT:
            faults.append(Fault(2, "text", str(len(words))))
        elif not words and not lines:
            faults.append(Fault(1, "nothing"))
        outline = replace(outline, text=words, steps=tuple(steps.values()))
        return PlanRead(outline, tuple(faults), tuple(steps), frozenset(unsure))

    def _head(self, words: list[str]) -> Outline:
        """Whom the plan is for; what follows adds to its title."""
        first = words[0] if words else ""
        if first in self._districts:
            if len(words) < 2:  # noqa: PLR2004 - the district and the community
                raise _Wrong("community", first)
            outline = Outline(
                title=" ".join(words[1:]), text="", district=first, community=words[1]
            )
        elif first in self._categories:
            code = self._categories[first]
            name = self._city.categories[code].name
            outline = Outline(title=" ".join([name, *words[1:]]), text="", category=code)
        else:
            raise _Wrong("whose", shorten(first, 40))
        if len(outline.title) > LONGEST_TITLE:
            raise _Wrong("title", str(len(outline.title)))
        return outline

    def _step(self, said: str, category: str) -> tuple[PlanStep, bool]:
        """The step of one line, and whether its category is sure."""
        parts = [one_line(part) for part in _BAR.split(_NUMBER.sub("", said, count=1))]
        if len(parts) not in (3, 4):
            raise _Wrong("bars", shorten(one_line(said), 20))
        if not all(parts):
            raise _Wrong("empty")
        text, day, target, *named = parts
        if len(text) > LONGEST_STEP:
            raise _Wrong("long", str(len(text)))
        due = self._due(day)
        code, sure = self._category(text, named[0] if named else category)
        return PlanStep(text, due, target, code), sure

    def _due(self, day: str) -> datetime:
        due, now = self._moments.read(day), self._clock()
        if due is None:
            raise _Wrong("date", shorten(day, 20))
        if due <= now:
            raise _Wrong("past", day)
        if due - now > FURTHEST:
            raise _Wrong("far", day)
        return due

    def _category(self, text: str, named: str) -> tuple[str, bool]:
        """The category that is named, or else what the words say."""
        if named:
            if named not in self._categories:
                raise _Wrong("category", shorten(named, 20))
            return self._categories[named], True
        reading = self._reader.read(text)
        if not reading.categories:
            raise _Wrong("unread", shorten(text, 20))
        return reading.categories[0], not reading.abstain


def _sorted(rest: Sequence[str], *, measures: bool) -> tuple[str, list[tuple[int, str]]]:
    """The text, and the lines that are steps with their place in the message: those with a bar
    or a number. Measures may be numbered without being steps, as long as none has a bar."""
    barred = any(_BAR.search(line) for line in rest)
    numbered = barred or not measures
    steps = [
        (place, line)
        for place, line in enumerate(rest, start=2)
        if _BAR.search(line) or (numbered and _NUMBERED.match(line))
    ]
    places = {place for place, _ in steps}
    words = [line for place, line in enumerate(rest, start=2) if place not in places]
    return "\n".join(words).strip(), steps

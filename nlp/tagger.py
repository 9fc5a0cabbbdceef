"""Text to ranked categories, by weighted words; says which words decided, and when it is not sure.

Each category has words that point at it: its name and cases from the city's configuration, and
seeds of our own. A word weighs the more, the fewer categories share it.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from nlp.tokens import cut

UNSURE_BELOW = 0.3
SHARPNESS = 1.1
NONE_OF_THEM = 2.0
LONGEST_READ = 3000


@dataclass(frozen=True, slots=True)
class CategoryWords:
    """What the configuration says of a category."""

    code: str
    domain: str
    name: str
    points_at: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A category and how likely it is, 0 to 1."""

    category: str
    score: float


@dataclass(frozen=True, slots=True)
class Tags:
    """What a text says. *abstain*: better ask the person. *ranked* is best first."""

    kind: str
    domain: str | None
    ranked: tuple[Ranked, ...]
    confidence: float
    abstain: bool
    why: tuple[str, ...]
    urgent: bool


class Tagger:
    """Tags texts for one city."""

    def __init__(self, categories: Sequence[CategoryWords]) -> None:
        self._domains = {category.code: category.domain for category in categories}
        self._weights = _weights(categories)
        self._longest = max(map(len, self._weights), default=0)

    def classify(self, text: str) -> Tags:
        """Never raises, whatever the text."""
        text = text[:LONGEST_READ].lower()
        found = self._found(text)
        scores: dict[str, float] = defaultdict(float)
        for word in found:
            for code, weight in self._weights[word].items():
                scores[code] += weight
        ranked = _ranked(scores, list(self._domains))
        sure = ranked[0].score if scores and ranked else 0.0
        return Tags(
            kind=_kind(text),
            domain=self._domains[ranked[0].category] if scores else None,
            ranked=ranked,
            confidence=sure,
            abstain=sure < UNSURE_BELOW,
            why=self._why(found, ranked[0].category) if scores else (),
            urgent=is_danger(text),
        )

    def _found(self, text: str) -> list[str]:
        """Words of the lexicon in *text*: as cut, and as any run of words cut apart."""
        words = cut(text)
        found = {word for word in words if word in self._weights}
        for start in range(len(words)):
            run = words[start]
            for word in words[start + 1 : start + 5]:
                run += word
                if len(run) > self._longest:
                    break
                if run in self._weights:
                    found.add(run)
        return sorted(found)

    def _why(self, found: Sequence[str], code: str) -> tuple[str, ...]:
        weights = {word: self._weights[word].get(code, 0.0) for word in found}
        best = sorted(weights, key=lambda word: -weights[word])
        return tuple(word for word in best if weights[word] > 0)[:3]


def is_danger(text: str) -> bool:
    """Whether the words name a danger to life, and do not deny it just before."""
    marks = _marks()
    for word in marks["danger.words"]:
        at = text.find(word)
        if at >= 0 and not any(
            no in text[max(0, at - 4) : at] for no in marks["danger.negations"]
        ):
            return True
    return False


def _weights(categories: Sequence[CategoryWords]) -> Mapping[str, Mapping[str, float]]:
    """word → category → weight."""
    strength: dict[str, dict[str, float]] = defaultdict(dict)
    seeds = _load("seeds.txt")
    for category in categories:
        own = seeds.get(category.code, ())
        named = [category.name.lower(), *(point.lower() for point in category.points_at)]
        parts = [part for phrase in named for part in cut(phrase) if len(part) > 1]
        for words, weight in ((parts, 0.5), (named, 1.5), (own, 1.5), (own[:3], 2.0)):
            for word in words:
                strength[word][category.code] = max(weight, strength[word].get(category.code, 0.0))
    return {word: _shared(word, codes) for word, codes in strength.items()}


def _shared(word: str, codes: Mapping[str, float]) -> Mapping[str, float]:
    """Longer words say more; a word of many categories says little about each."""
    rarity = 1 / math.sqrt(len(codes)) * (0.7 + 0.25 * min(len(word), 5))
    return {code: weight * rarity for code, weight in codes.items()}


def _ranked(scores: Mapping[str, float], codes: Sequence[str]) -> tuple[Ranked, ...]:
    """All categories by likelihood; NONE_OF_THEM stands for what no word speaks for."""
    raised = {code: math.expm1(SHARPNESS * min(scores.get(code, 0.0), 20.0)) for code in codes}
    total = sum(raised.values()) + NONE_OF_THEM
    ordered = sorted(codes, key=lambda code: -raised[code])
    return tuple(Ranked(code, raised[code] / total) for code in ordered)


def _kind(text: str) -> str:
    counts = {
        kind: sum(word in text for word in _marks()[f"kind.{kind}"])
        for kind in ("highlight", "suggestion", "problem")
    }
    if counts["highlight"] > counts["problem"]:
        return "highlight" if counts["highlight"] >= counts["suggestion"] else "suggestion"
    return "suggestion" if counts["suggestion"] > counts["problem"] else "problem"


@cache
def _marks() -> Mapping[str, tuple[str, ...]]:
    return _load("marks.txt")


def _load(name: str) -> Mapping[str, tuple[str, ...]]:
    """A word list of ours: ``key: words`` a line, # before a remark."""
    lines = (files("nlp") / "words" / name).read_text("utf-8").lower().splitlines()
    pairs = (line.split(":", 1) for line in lines if line and not line.startswith("#"))
    return {key.strip(): tuple(words.split()) for key, words in pairs}

"""A text to kind, domain and ranked categories; says why, and when it is not sure."""

import math
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np

from nlp import danger, lexicon
from nlp.linear import KINDS, NONE, Floats, Model, Trust, shipped
from nlp.normal import plain
from nlp.reading import Read, read
from nlp.tokens import cut

MOST_RANKED = 7  # the first, and six to choose from instead
MOST_REASONS = 3
TELLING, LEAST_TELLING = 0.15, 1e-6
WORDS_KEPT = 20_000
TOGETHER = 256
_WORDS = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class CategoryWords:
    """What the configuration says of a category."""

    code: str
    domain: str
    name: str
    points_at: tuple[str, ...] = ()


class Ranked(NamedTuple):
    """A category and how likely it is, 0 to 1."""

    category: str
    score: float


@dataclass(frozen=True, slots=True)
class Tags:
    """What a text says. *abstain*: better ask the person. *ranked* is best first.

    *confidence* is how often a domain so sure is right. Where there is nothing to go by,
    *domain* is None and *ranked* is empty.
    """

    kind: str
    domain: str | None
    ranked: tuple[Ranked, ...]
    confidence: float
    abstain: bool
    why: tuple[str, ...]
    urgent: bool


class Tagger:
    """Tags texts for one city: by the model, or by the city's words what it does not know."""

    def __init__(self, categories: Sequence[CategoryWords], model: Model | None = None) -> None:
        self.model = model or shipped()
        columns = self.model.columns
        ordered = sorted(categories, key=lambda one: (one.domain, one.code not in columns))
        new = [one for one in ordered if one.code not in columns]
        self._seeds = lexicon.Seeds([(one.code, one.name, *one.points_at) for one in new])
        self._codes = tuple(one.code for one in ordered)
        self._domains = tuple(one.domain for one in ordered)
        self._starts = np.array(
            [at for at, name in enumerate(self._domains) if name not in self._domains[:at]]
        )
        none = columns[NONE]
        self._columns = np.array([*(columns.get(code, none) for code in self._codes), none])
        self._new = [at for at, one in enumerate(ordered) if one in new]
        self._kinds = slice(len(self.model.categories), None)
        self._credit = lru_cache(WORDS_KEPT)(self._credited)

    def classify(self, text: str) -> Tags:
        """Never raises, whatever the text."""
        return next(self.classify_all(iter([text])))

    def classify_all(self, texts: Iterator[str]) -> Iterator[Tags]:
        """The same for many, faster; in order, a few hundred at a time."""
        while part := list(islice(texts, TOGETHER)):
            if self._codes:
                yield from self._tagged(part)
            else:
                yield from (_nothing(danger.is_danger(plain(text))) for text in part)

    def _tagged(self, texts: Sequence[str]) -> list[Tags]:
        found = [read(text) for text in texts]
        scores = self.model.scores([one.found for one in found])
        raised = self._raised(scores.take(self._columns, 1), found)
        domains = np.add.reduceat(raised[:, :-1], self._starts, axis=1)
        best = domains.argmax(1)
        shares = np.maximum.reduce(domains, 1) / np.add.reduce(raised, 1)
        sharp = raised**self.model.trust.sharpness
        sharp /= np.add.reduce(sharp, 1, keepdims=True)
        rows = zip(
            found,
            best.tolist(),
            shares.tolist(),
            np.argsort(-raised[:, :-1]).tolist(),
            sharp.tolist(),
            scores[:, self._kinds].argmax(1).tolist(),
            strict=True,
        )
        return [self._tags(*row) for row in rows]

    def _raised(self, scores: Floats, read: Sequence[Read]) -> Floats:
        """How likely the categories in the order of ``_codes`` are, NONE last; in proportion."""
        raised = np.exp(scores - np.maximum.reduce(scores, 1, keepdims=True))
        if self._new:
            raised[:, self._new] = 0
            odds = np.array([self._seeds.odds(one.matter) for one in read], np.float32)
            raised[:, self._new] = odds * raised.sum(1, keepdims=True)
        return np.asarray(raised, np.float32)

    def _tags(
        self,
        read: Read,
        best: int,
        share: float,
        order: list[int],
        scores: Sequence[float],
        kind: int,
    ) -> Tags:
        urgent = danger.is_danger(read.text)
        if not _WORDS.search(read.matter):
            return _nothing(urgent)
        domain = self._domains[self._starts[best]]
        if self._domains[order[0]] != domain:  # a category may be first in a domain that is not
            first = next(at for at in order if self._domains[at] == domain)
            order.remove(first)
            order.insert(0, first)
        ranked = [Ranked(self._codes[at], scores[at]) for at in order[:MOST_RANKED]]
        why = self._why(read.matter, ranked[0].category)
        sure = _trusted(share, self.model.trust)
        return Tags(
            kind=KINDS[kind],
            domain=domain,
            ranked=tuple(ranked),
            confidence=sure,
            abstain=not why or sure < self.model.trust.ask_below,
            why=why,
            urgent=urgent,
        )

    def _why(self, matter: str, code: str) -> tuple[str, ...]:
        """The words that speak most for *code*."""
        column = self.model.columns.get(code)
        if column is None:
            return self._seeds.found(code, matter)[:MOST_REASONS]
        credits = [
            (credit[column], word)
            for word in dict.fromkeys(cut(matter))
            if (credit := self._credit(word)) is not None
        ]
        ordered = sorted(credits, reverse=True)[:MOST_REASONS]
        least = max(ordered[0][0] * TELLING, LEAST_TELLING) if ordered else 0
        return tuple(word for credit, word in ordered if credit >= least)

    def _credited(self, word: str) -> Sequence[float] | None:
        """How much *word* speaks for each class; None for a word that is no reason."""
        if not lexicon.says_something(word):
            return None
        return array("f", self.model.credit(word).tobytes())


def _nothing(urgent: bool) -> Tags:
    """Where there is nothing to go by."""
    return Tags(KINDS[0], None, (), 0.0, True, (), urgent)


def _trusted(share: float, trust: Trust) -> float:
    """How often a domain with that share is right."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    odds = math.log(share / (1 - share))
    return (1 + math.tanh((trust.slope * odds + trust.offset) / 2)) / 2

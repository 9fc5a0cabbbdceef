"""A text to kind, domain and ranked categories; says why, and when it is not sure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

import numpy as np

from nlp import danger, lexicon
from nlp.linear import KINDS, NONE, Floats, Model, shipped
from nlp.reading import Read, read

MOST_RANKED = 10
MOST_REASONS = 3
TELLING = 0.15
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
        known = [one for one in categories if one.code in self.model.columns]
        new = [one for one in categories if one.code not in self.model.columns]
        self._seeds = lexicon.Seeds([(one.code, one.name, *one.points_at) for one in new])
        self._codes = tuple(one.code for one in [*known, *new])
        self._domains = {one.code: one.domain for one in categories}
        self._names = tuple(dict.fromkeys(one.domain for one in categories))
        self._columns = [self.model.columns[code] for code in [*(c.code for c in known), NONE]]
        self._member = np.array(
            [[self._domains[code] == name for name in self._names] for code in self._codes],
            np.float32,
        ).reshape(len(self._codes), len(self._names))
        self._kinds = slice(len(self.model.categories), None)

    def classify(self, text: str) -> Tags:
        """Never raises, whatever the text."""
        return self._tagged([text])[0]

    def classify_all(self, texts: Iterator[str]) -> Iterator[Tags]:
        """The same for many, faster; in order, a few hundred at a time."""
        while part := list(islice(texts, TOGETHER)):
            yield from self._tagged(part)

    def _tagged(self, texts: Sequence[str]) -> list[Tags]:
        found = [read(text) for text in texts]
        scores = self.model.scores([one.found for one in found])
        shares = self._shares(scores[:, self._columns], found)
        sharp = shares**self.model.trust.sharpness
        sharp /= sharp.sum(1, keepdims=True)
        domains = shares[:, :-1] @ self._member
        kinds = scores[:, self._kinds].argmax(1)
        return [
            self._tags(one, *row) for one, *row in zip(found, sharp, domains, kinds, strict=True)
        ]

    def _shares(self, scores: Floats, read: Sequence[Read]) -> Floats:
        """Shares of the categories in the order of ``_codes``, NONE last."""
        raised = np.exp(scores - scores.max(1, keepdims=True))
        if self._seeds:
            raised = self._with_new(raised, read)
        return np.asarray(raised / raised.sum(1, keepdims=True), np.float32)

    def _with_new(self, raised: Floats, read: Sequence[Read]) -> Floats:
        odds = np.array([self._seeds.odds(one.matter) for one in read], np.float32)
        new = odds * raised.sum(1, keepdims=True)
        return np.hstack([raised[:, :-1], new, raised[:, -1:]])

    def _tags(self, read: Read, sharp: Floats, domains: Floats, kind: int) -> Tags:
        urgent = danger.is_danger(read.text)
        if not (self._codes and _WORDS.search(read.matter)):
            return Tags(KINDS[0], None, (), 0.0, True, (), urgent)
        best = int(domains.argmax())
        sure = _trusted(float(domains[best]), self.model)
        ranked = self._ranked(sharp[:-1], self._names[best])
        why = self._why(read, ranked[0].category)
        return Tags(
            kind=KINDS[kind],
            domain=self._names[best],
            ranked=ranked,
            confidence=sure,
            abstain=not why or sure < self.model.trust.ask_below,
            why=why,
            urgent=urgent,
        )

    def _ranked(self, scores: Floats, domain: str) -> tuple[Ranked, ...]:
        """The likeliest first; the very first is of the likeliest domain."""
        order: list[int] = np.argsort(-scores)[:MOST_RANKED].tolist()
        first = next(at for at in order if self._domains[self._codes[at]] == domain)
        order.remove(first)
        return tuple(Ranked(self._codes[at], float(scores[at])) for at in (first, *order))

    def _why(self, read: Read, code: str) -> tuple[str, ...]:
        """The words that speak most for *code*, in the order of the text."""
        if code not in self.model.columns:
            return self._seeds.found(code, read.matter)[:MOST_REASONS]
        words = [word for word in dict.fromkeys(read.words) if lexicon.says_something(word)]
        credits = self.model.credit(words, self.model.columns[code])
        ordered = sorted(zip(credits, words, strict=True), reverse=True)[:MOST_REASONS]
        if not ordered:
            return ()
        least = ordered[0][0] * TELLING
        return tuple(word for credit, word in ordered if credit > 0 and credit >= least)


def _trusted(share: float, model: Model) -> float:
    """How often a domain with that share is right."""
    share = min(max(share, 1e-6), 1 - 1e-6)
    odds = np.log(share / (1 - share))
    return float(1 + np.tanh((model.trust.slope * odds + model.trust.offset) / 2)) / 2

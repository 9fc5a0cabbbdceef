"""A text to kind, domain and ranked categories; says why, and when it is not sure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nlp import danger, lexicon
from nlp.linear import KINDS, NONE, Floats, Model, shipped
from nlp.normal import plain
from nlp.reading import Read, read
from nlp.tokens import cut

MOST_RANKED = 10
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
        shares = self._shares(scores[:, self._columns], found)
        sharp = shares**self.model.trust.sharpness
        sharp = (sharp / sharp.sum(1, keepdims=True))[:, :-1]
        domains = np.einsum("ij,jk->ik", shares[:, :-1], self._member)  # as for one, so for many
        best = domains.argmax(1)
        sure = _trusted(domains.max(1), self.model)
        order = self._order(sharp, best)
        rows = zip(
            found,
            best.tolist(),
            sure.tolist(),
            order.tolist(),
            np.take_along_axis(sharp, order, 1).tolist(),
            scores[:, self._kinds].argmax(1).tolist(),
            strict=True,
        )
        return [self._tags(*row) for row in rows]

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

    def _order(self, sharp: Floats, domains: NDArray[np.intp]) -> NDArray[np.intp]:
        """The likeliest categories first; the very first is of the likeliest domain."""
        inside = self._member.T[domains] > 0
        first = np.where(inside, sharp, -1).argmax(1)
        ahead = sharp.copy()
        ahead[np.arange(len(first)), first] = 2
        return np.argsort(-ahead, 1)[:, :MOST_RANKED]

    def _tags(
        self,
        read: Read,
        domain: int,
        sure: float,
        order: Sequence[int],
        scores: Sequence[float],
        kind: int,
    ) -> Tags:
        urgent = danger.is_danger(read.text)
        if not _WORDS.search(read.matter):
            return _nothing(urgent)
        codes = [self._codes[at] for at in order]
        why = self._why(read.matter, codes[0])
        return Tags(
            kind=KINDS[kind],
            domain=self._names[domain],
            ranked=tuple(map(Ranked, codes, scores)),
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
            (float(credit[column]), word)
            for word in dict.fromkeys(cut(matter))
            if (credit := self._credit(word)) is not None
        ]
        ordered = sorted(credits, reverse=True)[:MOST_REASONS]
        least = max(ordered[0][0] * TELLING, LEAST_TELLING) if ordered else 0
        return tuple(word for credit, word in ordered if credit >= least)

    def _credited(self, word: str) -> Floats | None:
        """How much *word* speaks for each class; None for a word that is no reason."""
        return self.model.credit(word) if lexicon.says_something(word) else None


def _nothing(urgent: bool) -> Tags:
    """Where there is nothing to go by."""
    return Tags(KINDS[0], None, (), 0.0, True, (), urgent)


def _trusted(shares: Floats, model: Model) -> Floats:
    """How often a domain with that share is right."""
    shares = np.clip(shares, 1e-6, 1 - 1e-6)
    odds = model.trust.slope * np.log(shares / (1 - shares)) + model.trust.offset
    return np.asarray((1 + np.tanh(odds / 2)) / 2, np.float32)

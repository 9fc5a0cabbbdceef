"""Examples in, model out."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from nlp.linear import Model, Trust
from nlp.reading import read
from nlp.training import softmax, targets, vectors
from nlp.training.examples import Example
from nlp.training.softmax import Floats, Matrix
from nlp.training.trust import trust_in

Ints = NDArray[np.int64]

CATEGORY_PENALTY, KIND_PENALTY = 2e-6, 1e-5
FOLDS = 4
FEWEST = 20


class TooFewExamples(ValueError):
    """There is not enough to learn from."""


def train(
    examples: Sequence[Example],
    domains: Mapping[str, str],
    *,
    version: str,
    folds: int = FOLDS,
    trust: Trust | None = None,
) -> Model:
    """A model of the categories that *domains* names, with the domain of each.

    How far the model can be trusted is measured on *folds* parts, each tagged by a model that
    has not seen it; where *trust* is given it is taken instead, at a fraction of the time.
    """
    known = targets.classes(examples, domains)
    shares = targets.category_shares(examples, known, domains)
    examples = [one for one, share in zip(examples, shares, strict=True) if share.any()]
    if len(examples) < FEWEST:
        raise TooFewExamples(f"{len(examples)} labelled texts are too few; {FEWEST} are needed")
    lesson = _Lesson(examples, known, domains)
    trust = trust or trust_in(lesson.unseen(folds), examples, known, domains)
    return lesson.model(version, trust)


class _Lesson:
    """The examples read once, from which several models are fitted."""

    def __init__(
        self, examples: Sequence[Example], known: tuple[str, ...], domains: Mapping[str, str]
    ) -> None:
        self._known = known
        self._read = [read(one.text).found for one in examples]
        self._shares = targets.category_shares(examples, known, domains)
        self._kinds = targets.kind_shares(examples)
        self._weights = targets.weights(self._shares, examples)
        self._kind_weights = targets.weights(self._kinds, examples)

    def model(self, version: str, trust: Trust) -> Model:
        """The model of all examples."""
        known = vectors.vocabulary(self._read)
        rows = vectors.matrix(self._read, known)
        every = np.arange(len(self._read), dtype=np.int64)
        table, offsets = self._fitted(rows, every)
        kinds, kind_offsets = softmax.fit(
            rows, self._kinds, self._kind_weights, penalty=KIND_PENALTY
        )
        return Model(
            categories=self._known,
            runs=known.runs,
            table=np.hstack([_centred(table), kinds]) * known.rarity[:, None],
            rarity=known.rarity,
            offsets=np.concatenate([offsets, kind_offsets]),
            trust=trust,
            version=version,
        )

    def unseen(self, folds: int) -> Floats:
        """Shares for each example, by a model that has not seen it."""
        order = np.random.default_rng(0).permutation(len(self._read))
        shares = np.zeros_like(self._shares)
        for part in range(folds):
            asked = np.sort(order[part::folds]).astype(np.int64)
            shown = np.setdiff1d(order, asked)
            shares[asked] = self._told(shown, asked)
        return shares

    def _told(self, shown: Ints, asked: Ints) -> Floats:
        known = vectors.vocabulary([self._read[at] for at in shown])
        rows = vectors.matrix([self._read[at] for at in shown], known)
        table, offsets = self._fitted(rows, shown)
        told = vectors.matrix([self._read[at] for at in asked], known) @ table + offsets
        return np.asarray(np.exp(softmax.log_softmax(told)), np.float32)

    def _fitted(self, rows: Matrix, which: Ints) -> tuple[Floats, Floats]:
        return softmax.fit(
            rows, self._shares[which], self._weights[which], penalty=CATEGORY_PENALTY
        )


def _centred(table: Floats) -> Floats:
    """The same model, each feature's weights summing to zero: what it says for one class."""
    return np.asarray(table - table.mean(1, keepdims=True), np.float32)

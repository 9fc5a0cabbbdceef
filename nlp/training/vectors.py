"""Texts as rows of numbers, as the model weighs them."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.features import Features
from nlp.linear import WORD_SHARE
from nlp.training.sparse import Floats, Sparse, sparse

RUNS_SEEN, PAIRS_SEEN = 2, 2


@dataclass(frozen=True)
class Vocabulary:
    """The features worth learning, and how rare each is; row 0 stands for none of them."""

    runs: Sequence[str]
    words: Sequence[str]
    rarity: Floats

    @property
    def height(self) -> int:
        """How many rows a table of weights for these features has."""
        return len(self.rarity)


def vocabulary(texts: Sequence[Features]) -> Vocabulary:
    """What *texts* have in common; words stay even if seen once, for names of things are rare."""
    run_counts = Counter(run for text in texts for run in text.runs)
    word_counts = Counter(word for text in texts for word in text.words)
    runs = sorted(run for run, count in run_counts.items() if count >= RUNS_SEEN)
    words = sorted(
        word for word, count in word_counts.items() if " " not in word or count >= PAIRS_SEEN
    )
    counts = [*(run_counts[run] for run in runs), *(word_counts[word] for word in words)]
    rarity = [0.0, *(math.log((1 + len(texts)) / (1 + count)) + 1 for count in counts)]
    return Vocabulary(runs, words, np.array(rarity, np.float32))


def matrix(texts: Iterable[Features], known: Vocabulary) -> Sparse:
    """A row for each text, its runs of length one and its words of WORD_SHARE."""
    run_rows = {run: row for row, run in enumerate(known.runs, 1)}
    word_rows = {word: row for row, word in enumerate(known.words, 1 + len(known.runs))}
    rows, values = [], []
    for text in texts:
        halves = [
            _half(text.runs, run_rows, known, 1.0),
            _half(text.words, word_rows, known, WORD_SHARE),
        ]
        rows.append([row for half, _ in halves for row in half])
        values.append(np.concatenate([value for _, value in halves]))
    return sparse(rows, values, known.height)


def _half(
    found: set[str], places: Mapping[str, int], known: Vocabulary, length: float
) -> tuple[list[int], Floats]:
    rows = sorted(places[one] for one in found if one in places)
    values = known.rarity[rows]
    size = float(np.sqrt((values * values).sum()))
    return rows, values * np.float32(length / max(size, 1e-9))

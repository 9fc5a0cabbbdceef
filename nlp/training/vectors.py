"""Texts as rows of numbers, as the model weighs them."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from nlp.linear import PARTS_RUNS
from nlp.training.softmax import Floats, Matrix

OFTEN_ENOUGH = 2


@dataclass(frozen=True)
class Vocabulary:
    """The features worth learning, and how rare each is; row 0 stands for none of them."""

    runs: Sequence[str]
    rarity: Floats


def vocabulary(texts: Sequence[Iterable[str]]) -> Vocabulary:
    """What *texts* have in common."""
    counts = Counter(run for text in texts for run in text)
    runs = sorted(
        run for run, count in counts.items() if count >= OFTEN_ENOUGH and PARTS_RUNS not in run
    )
    rarity = [math.log((1 + len(texts)) / (1 + counts[run])) + 1 for run in runs]
    return Vocabulary(runs, np.array([0.0, *rarity], np.float32))


def matrix(texts: Iterable[Iterable[str]], known: Vocabulary) -> Matrix:
    """A row of length one for each text."""
    places = {run: row for row, run in enumerate(known.runs, 1)}
    columns: list[int] = []
    ends = [0]
    for text in texts:
        columns += sorted([places[one] for one in text if one in places])
        ends.append(len(columns))
    values = known.rarity[columns]
    rows = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
    sizes = np.sqrt(np.bincount(rows, values * values, len(ends) - 1))
    scaled = np.asarray(values / sizes[rows], np.float32)
    return csr_array((scaled, columns, ends), shape=(len(ends) - 1, len(known.rarity)))

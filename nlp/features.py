"""What the model counts in a text: runs of one to four signs; words and pairs of neighbours."""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

LONGEST_RUN = 4
BEGIN, END = "^", "$"


class Features(NamedTuple):
    """The two sorts, each once: how often a thing is said does not count."""

    runs: set[str]
    words: set[str]


def features(text: str, words: Sequence[str]) -> Features:
    """The features of *text*, which is plain, cut into *words*."""
    marked = f"{BEGIN}{text}{END}"
    length = len(marked)
    found = set(text)
    for size in range(2, LONGEST_RUN + 1):
        found.update([marked[at : at + size] for at in range(length - size + 1)])
    named = set(words)
    named.update([f"{one} {two}" for one, two in pairwise(words)])
    return Features(found, named)


def runs_of(word: str) -> set[str]:
    """The runs that lie wholly within *word*."""
    length = len(word)
    sizes = range(1, min(length, LONGEST_RUN) + 1)
    return {word[at : at + size] for size in sizes for at in range(length - size + 1)}

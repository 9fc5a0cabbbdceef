"""What the model counts in a text: its signs and its pairs of neighbouring signs, each once."""

from collections.abc import Iterable
from itertools import chain
from operator import add

BEGIN, END = "^", "$"


def features(text: str) -> Iterable[str]:
    """The features of *text*, which is plain, in the order in which they come up."""
    marked = f"{BEGIN}{text}{END}"
    return dict.fromkeys(chain(text, map(add, marked, marked[1:])))


def within(word: str) -> list[str]:
    """The features that lie wholly within *word*."""
    return [*word, *map(add, word, word[1:])]

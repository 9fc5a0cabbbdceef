"""What the model counts in a text: its signs and its pairs of neighbouring signs, each once."""

from operator import add

BEGIN, END = "^", "$"


def features(text: str) -> list[str]:
    """The features of *text*, which is plain, in the order in which they come up."""
    marked = f"{BEGIN}{text}{END}"
    return list(dict.fromkeys([*text, *map(add, marked, marked[1:])]))


def within(word: str) -> list[str]:
    """The features that lie wholly within *word*."""
    return [*word, *map(add, word, word[1:])]

"""A text as the model reads it, in learning and in use alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from nlp.features import Features, features
from nlp.neutral import neutral
from nlp.normal import plain
from nlp.tokens import cut


@dataclass(frozen=True, slots=True)
class Read:
    """A text in plain writing; without its places, cut into words; and what is counted in it."""

    text: str
    matter: str
    words: Sequence[str]
    found: Features


def read(text: str) -> Read:
    """*text* as a person wrote it, read."""
    clean = plain(text)
    matter = neutral(clean)
    words = cut(matter)
    return Read(clean, matter, words, features(matter, words))

"""A text as the model reads it, in learning and in use alike."""

from collections.abc import Iterable
from typing import NamedTuple

from nlp.features import features
from nlp.neutral import neutral
from nlp.normal import plain


class Read(NamedTuple):
    """A text in plain writing; the same without its places; and what is counted in that."""

    text: str
    matter: str
    found: Iterable[str]


def read(text: str) -> Read:
    """*text* as a person wrote it, read."""
    clean = plain(text)
    matter = neutral(clean)
    return Read(clean, matter, features(matter))

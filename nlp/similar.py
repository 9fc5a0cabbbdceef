"""How alike two texts are: two people rarely describe one thing in the same sentence."""

import math
import unicodedata
from collections import Counter
from itertools import pairwise

_FILLING = frozenset("的了在是有这那个一我你他们就都也还很太把被吗呢吧啊呀哦请没不")
LONGEST_READ = 1000


def likeness(one: str, other: str) -> float:
    """0 for nothing in common to 1 for the same characters: the cosine of their single
    characters and pairs, without those that every sentence has."""
    first, second = _grams(one), _grams(other)
    shared = sum(count * second[gram] for gram, count in first.items() if gram in second)
    return shared / (_length(first) * _length(second)) if shared else 0.0


def _grams(text: str) -> Counter[str]:
    plain = unicodedata.normalize("NFKC", text[:LONGEST_READ]).lower()
    kept = [char for char in plain if char.isalnum() and char not in _FILLING]
    pairs = (first + second for first, second in pairwise(kept))
    return Counter([*kept, *pairs])


def _length(grams: Counter[str]) -> float:
    return math.sqrt(sum(count * count for count in grams.values()))

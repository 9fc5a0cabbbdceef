"""Words from the city's configuration for categories that no model knows yet."""

import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from nlp.normal import plain
from nlp.tokens import cut

WHOLE, PART, DOUBT = 3.0, 1.0, 4.0


class Seeds:
    """Phrases by category: found whole they say much, in parts a little."""

    def __init__(self, categories: Sequence[tuple[str, ...]]) -> None:
        """Each is a code, followed by its phrases."""
        self._phrases = {code: [plain(one) for one in phrases] for code, *phrases in categories}
        self._parts = {
            code: {part for phrase in phrases for part in cut(phrase) if says_something(part)}
            for code, phrases in self._phrases.items()
        }

    def __bool__(self) -> bool:
        return bool(self._phrases)

    def found(self, code: str, text: str) -> tuple[str, ...]:
        """The phrases of *code* in *text*, then the parts of others."""
        whole = [phrase for phrase in self._phrases[code] if phrase in text]
        parts = sorted(self._parts[code], key=len, reverse=True)
        return (
            *whole,
            *(p for p in parts if p in text and not any(p in phrase for phrase in whole)),
        )

    def odds(self, text: str) -> list[float]:
        """How much likelier each category is than all that the model knows together."""
        return [self._odds(code, text) for code in self._phrases]

    def _odds(self, code: str, text: str) -> float:
        found = self.found(code, text)
        whole = sum(word in self._phrases[code] for word in found)
        told = WHOLE * whole + PART * (len(found) - whole)
        return math.exp(2 * told - DOUBT) if told else 0.0


@cache
def silent() -> frozenset[str]:
    """Words that nobody would take for a reason."""
    return frozenset((files("nlp") / "words" / "silent.txt").read_text("utf-8").split())


def says_something(word: str) -> bool:
    """Whether *word* could be shown as a reason: a word, not a number, a sign or a particle."""
    return "\u4e00" <= word[0] <= "\u9fff" and word not in silent()

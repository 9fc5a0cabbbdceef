"""Insults: a reason for somebody to look at the words, never for refusing them."""

import re
from functools import cache
from importlib.resources import files

from nlp.normal import plain


def is_rude(text: str) -> bool:
    """Whether *text* insults somebody."""
    return _insults().search(plain(text)) is not None


@cache
def _insults() -> re.Pattern[str]:
    lines = (files("nlp") / "words" / "rude.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return re.compile("|".join(words))

"""Words of danger to life."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

BEFORE, AFTER = 5, 4


def is_danger(text: str) -> bool:
    """Whether *text*, which is plain, names a danger to life and does not deny it."""
    marks = _marks()
    return any(
        not marks["denied.before"].search(text[max(0, at.start() - BEFORE) : at.start()])
        and not marks["denied.after"].match(text[at.end() : at.end() + AFTER])
        for at in marks["danger"].finditer(text)
    )


@cache
def _marks() -> Mapping[str, re.Pattern[str]]:
    """``name: words`` a line, # before a remark."""
    lines = (files("nlp") / "words" / "danger.txt").read_text("utf-8").splitlines()
    pairs = (line.split(":", 1) for line in lines if line and not line.startswith("#"))
    return {name.strip(): re.compile("|".join(words.split())) for name, words in pairs}

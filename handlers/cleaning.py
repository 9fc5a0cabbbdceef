"""What people type, made safe to store and to show."""

import unicodedata

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_KEPT = {"\n", "\u200d"}  # a zero-width joiner holds composed emoji together


def clean(text: str) -> str:
    """*text* without control, formatting and direction-changing characters; ends trimmed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (c for c in text if c in _KEPT or unicodedata.category(c) not in _INVISIBLE)
    return "".join(kept).strip()


def one_line(text: str) -> str:
    """*text* cleaned, on one line."""
    return " ".join(clean(text).split())


def shorten(text: str, length: int) -> str:
    """The first *length* characters at most, ending in … where something is left out."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"

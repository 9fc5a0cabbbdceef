"""Cuts a text that is too long for Telegram where it hurts least; each part is valid HTML."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from handlers.texts import Html

_TOKEN = re.compile(r"<(/?)([a-zA-Z][\w-]*)[^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|.", re.DOTALL)
# After what a text may be cut, the best first; each must lie in the later half of the part.
_PLACES = tuple(map(re.compile, (r"\n\s*\n", r"\n", r"[。!?;…]|[.!?;](?=\s)", r"\s|[,、,:]")))


@dataclass(frozen=True, slots=True)
class _Token:
    """A tag (with its *name*), or one character as it is *written* and as it is read."""

    written: str
    name: str = ""
    closes: bool = False
    read: str = ""


class _Parts:
    """Parts in the making: what is open at a cut is closed before it and opened again after."""

    def __init__(self) -> None:
        self.done: list[Html] = []
        self._text = ""
        self._open: list[_Token] = []
        self._unwritten: list[_Token] = []

    def tag(self, tag: _Token) -> None:
        """Begin or end an element; one that turns out empty is not written."""
        if not tag.closes:
            self._unwritten.append(tag)
        elif self._unwritten:
            self._unwritten.pop()
        elif self._open and self._open[-1].name == tag.name:
            self._open.pop()
            self._text += tag.written

    def character(self, token: _Token) -> None:
        """Write a character."""
        self._text += "".join(tag.written for tag in self._unwritten) + token.written
        self._open += self._unwritten
        self._unwritten = []

    def cut(self) -> None:
        """Begin the next part."""
        self.done.append(Html(self._text + "".join(f"</{t.name}>" for t in reversed(self._open))))
        self._unwritten = [*self._open, *self._unwritten]
        self._text, self._open = "", []


def length(html: str) -> int:
    """How long Telegram finds the text: without markup, in UTF-16 units."""
    return sum(_units(token.read) for token in _tokens(html))


def split(html: str, limit: int) -> list[Html]:
    """*html* in parts of at most *limit* units; what is short enough stays as it is."""
    if len(html) * 2 <= limit or length(html) <= limit:
        return [Html(html)]
    tokens = list(_tokens(html))
    cuts = set(_cuts("".join(token.read for token in tokens), limit))
    parts, position = _Parts(), 0
    for token in tokens:
        if token.name:
            parts.tag(token)
            continue
        if position in cuts:
            parts.cut()
        parts.character(token)
        position += len(token.read)
    parts.cut()
    return [part for part in parts.done if _plain(part).strip()] or [Html(html[:0])]


def first(html: str, limit: int) -> Html:
    """The first part, ending in … where something is left out."""
    if length(html) <= limit:
        return Html(html)
    return Html(f"{split(html, limit - 1)[0]}…")


def _tokens(html: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(html):
        if match[2]:
            yield _Token(match[0], match[2].lower(), bool(match[1]))
        else:
            yield _Token(match[0], read=unescape(match[0]))


def _cuts(text: str, limit: int) -> Iterator[int]:
    """Where the parts after the first begin."""
    start = 0
    while (end := _reach(text, start, limit)) < len(text):
        start = _place(text, start, end)
        yield start


def _reach(text: str, start: int, limit: int) -> int:
    """The end of the longest part from *start*; one character at least."""
    end = start
    for character in text[start : start + limit]:
        limit -= _units(character)
        if limit < 0:
            break
        end += 1
    return max(end, start + 1)


def _place(text: str, start: int, end: int) -> int:
    """The best place to cut; between any two characters where there is none."""
    middle = (start + end) // 2
    for place in _PLACES:
        found = [match.end() for match in place.finditer(text, middle, end)]
        if found:
            return found[-1]
    return end


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _plain(html: str) -> str:
    return "".join(token.read for token in _tokens(html))

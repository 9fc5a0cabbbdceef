"""Telegram's HTML: checked as strictly, and rendered safely for the page."""

import html
import re
from html.parser import HTMLParser

_TAGS = {
    *("b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "span", "tg-spoiler"),
    *("a", "code", "pre", "blockquote", "tg-emoji"),
}
_ENTITY = re.compile(r"&(?!(?:lt|gt|amp|quot|#\d+|#x[0-9a-fA-F]+);)")


class MarkupError(ValueError):
    """What Telegram would answer to broken markup."""


class _Reader(HTMLParser):
    """Collects text and entities; raises MarkupError for what Telegram refuses."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.entities: list[dict[str, object]] = []
        self._open: list[tuple[str, int, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            raise MarkupError(f'can\'t parse entities: Unsupported start tag "{tag}"')
        self._open.append((tag, units(self.text), dict(attrs).get("href") or ""))

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            raise MarkupError(f'can\'t parse entities: Unexpected end tag "{tag}"')
        name, start, href = self._open.pop()
        kinds = {"b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline"}
        kind = "text_link" if name == "a" else kinds.get(name, name)
        entity = {"type": kind, "offset": start, "length": units(self.text) - start}
        self.entities.append(entity | ({"url": href} if href else {}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def finish(self) -> None:
        """Everything that was opened must be closed."""
        self.close()
        if self._open:
            raise MarkupError(
                f"can't parse entities: Can't find end tag for \"{self._open[-1][0]}\""
            )


def units(text: str) -> int:
    """Length as Telegram counts it: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


def parse(text: str, mode: str) -> tuple[str, list[dict[str, object]]]:
    """Plain text and entities; raises MarkupError."""
    if not mode:
        return text, []
    if mode.upper() != "HTML":
        raise MarkupError(f"unsupported parse_mode: the sandbox reads HTML only, not {mode}")
    if re.search(r"<(?![a-zA-Z/])", text):
        raise MarkupError("can't parse entities: Unsupported start tag")
    reader = _Reader()
    reader.feed(text)
    reader.finish()
    return reader.text.strip(), reader.entities


def render(text: str, entities: list[dict[str, object]]) -> str:
    """Safe HTML of a message for the page: everything escaped, entities as tags."""
    raw = text.encode("utf-16-le")
    marks: list[tuple[int, int, str]] = []
    for entity in entities:
        start, end = (
            int(str(entity["offset"])),
            int(str(entity["offset"])) + int(str(entity["length"])),
        )
        opening, closing = _tags(entity)
        marks += [(start, 1, opening), (end, 0, closing)]
    out, at = "", 0
    for where, _, tag in sorted(marks, key=lambda mark: mark[:2]):
        out += html.escape(raw[2 * at : 2 * where].decode("utf-16-le")) + tag
        at = where
    return out + html.escape(raw[2 * at :].decode("utf-16-le"))


def _tags(entity: dict[str, object]) -> tuple[str, str]:
    names = {"bold": "b", "italic": "i", "underline": "u", "code": "code", "pre": "pre"}
    kind, url = str(entity["type"]), str(entity.get("url", ""))
    if kind == "text_link" and url.startswith(("http://", "https://")):
        return f'<a href="{html.escape(url)}" target="_blank" rel="noopener">', "</a>"
    name = names.get(kind, "span")
    return f"<{name}>", f"</{name}>"

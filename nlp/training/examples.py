"""Labelled texts: one JSON object a line with text, domain, and if known category, kind, alt."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

KINDS = {"问题": "problem", "意见建议": "suggestion", "突出亮点": "highlight"}
NONE = "none"


class BadExample(ValueError):
    """A line that is no labelled text."""


@dataclass(frozen=True, slots=True)
class Example:
    """What a text should be tagged as.

    *domain* is None where none fits, *category* where none is certain; *alt* are domains,
    *categories* categories that are right too; *weight* is how much it counts in learning.
    """

    text: str
    domain: str | None
    category: str | None = None
    kind: str | None = None
    alt: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    weight: float = 1.0


def read(lines: Iterable[str]) -> Iterator[Example]:
    """The examples in *lines*; raises BadExample, which names the line."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield example(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise BadExample(f"line {number}: {error}") from None


def example(fields: Mapping[str, object]) -> Example:
    """One example; a domain of null or ``none`` says that none fits."""
    domain, category = _name(fields["domain"]), _name(fields.get("category"))
    return Example(
        text=_text(fields["text"]),
        domain=None if domain == NONE else domain,
        category=None if category == NONE else category,
        kind=_kind(fields.get("kind")),
        alt=_names(fields.get("alt")),
        categories=_names(fields.get("categories")),
        weight=float(str(fields.get("weight", 1.0))),
    )


def written(one: Example) -> str:
    """*one* as a line that ``read`` reads."""
    kinds = {ours: theirs for theirs, ours in KINDS.items()}
    fields = {
        "text": one.text,
        "domain": one.domain,
        "category": one.category,
        "kind": None if one.kind is None else kinds[one.kind],
        "alt": list(one.alt),
        "categories": list(one.categories),
    }
    return json.dumps(fields, ensure_ascii=False)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("'text' is not a text")
    return value


def _name(value: object) -> str | None:
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{value!r} is not a name")
    return value or None


def _names(value: object) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list of names")
    return tuple(str(name) for name in value)


def _kind(value: object) -> str | None:
    kind = _name(value)
    if kind is None or kind in KINDS.values():
        return kind
    if kind not in KINDS:
        raise ValueError(f"kind {kind!r} is none of {', '.join(KINDS)}")
    return KINDS[kind]

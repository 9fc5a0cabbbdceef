"""The labels that were given by reading, without the texts: a text is found again by its hash.

``nlp/labels/read.tsv``: hash, category (``none``: fits no domain; ``skip``: there is no matter in
it), kind, and other categories that are right too. ``nlp/labels/categories.tsv``: the domain of
each category. ``nlp/labels/phrases.tsv``: kind, category, and a phrase that was written for us.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files

from nlp.training.examples import NONE, Example

KINDS = {"p": "problem", "s": "suggestion", "h": "highlight"}
_SIGNS = re.compile(r"\W")
_ENDS = re.compile(r"[。！？!?\n；;]")
HASH_LENGTH = 16
SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Label:
    """What somebody who read a text said of it."""

    category: str
    kind: str
    others: tuple[str, ...]


def key(text: str) -> str:
    """The same for texts that differ in nothing but spaces and punctuation."""
    return hashlib.sha256(_SIGNS.sub("", text).encode()).hexdigest()[:HASH_LENGTH]


def units(title: str, text: str) -> Iterator[str]:
    """What was labelled of a document: its title, and its sentences."""
    yield title.strip()
    yield from (sentence.strip() for sentence in _ENDS.split(text))


def read_labels() -> Mapping[str, Label]:
    """The labels by the hash of their text."""
    found = {}
    for line in _lines("read.tsv"):
        name, category, kind, others = line.split("\t")
        found[name] = Label(category, KINDS[kind], tuple(filter(None, others.split(","))))
    return found


def phrases() -> Iterator[tuple[str, Label]]:
    """The phrases that were written for the categories."""
    for line in _lines("phrases.tsv"):
        kind, category, phrase = line.split("\t", 2)
        yield phrase, Label(category, KINDS[kind], ())


def domains() -> Mapping[str, str]:
    """The domain of each category, as the labels mean them."""
    return dict(line.split("\t") for line in _lines("categories.tsv"))


def joined(documents: Iterable[tuple[str, str]]) -> Iterator[Example]:
    """The phrases, and every text of *documents* (title and text) that has a label; each once."""
    labels = {name: one for name, one in read_labels().items() if one.category != SKIP}
    known = domains()
    for phrase, label in phrases():
        yield labelled(phrase, label, known)
    for title, text in documents:
        for unit in units(title, text):
            name = key(unit)
            if name in labels:
                yield labelled(unit, labels.pop(name), known)


def labelled(text: str, label: Label, domains: Mapping[str, str]) -> Example:
    """*text* with *label*, in the terms of the training files."""
    first = None if label.category == NONE else domains[label.category]
    others = {domains[code] for code in label.others if code in domains}
    return Example(
        text=text,
        domain=first,
        category=None if label.category == NONE else label.category,
        kind=label.kind,
        alt=tuple(sorted(others - {first})),
        categories=label.others,
    )


def _lines(name: str) -> list[str]:
    text = (files("nlp") / "labels" / name).read_text("utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]

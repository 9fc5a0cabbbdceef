"""``python -m nlp.learning``: what people put right, learned on top of what the program ships.

The texts from which the shipped model learned are not all here, only what it made of them: its
weights. So the challenger begins with these and moves no further from them than the corrections
ask for; phrases of ours that it knows already are rehearsed beside them, lest it forget. What is
new in the corrections' words gets weights of its own. A quarter of corrections and phrases, by a
hash of the text, is never learned from: by it challenger and champion are compared.

Reads a lesson as JSON from standard input; writes the model into its folder and prints scores.
"""

import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from nlp.linear import PARTS_RUNS, Model, load, shipped
from nlp.reading import read
from nlp.tagger import CategoryWords, Tagger
from nlp.training import labels, softmax, targets, vectors
from nlp.training.examples import Example

HELD_BACK = 4  # one text of so many
REHEARSED = 1200
LOUDER = 20.0  # what a correction weighs beside a phrase
PENALTY = 3e-5
STEPS = 40
GENTLY = 10


@dataclass(frozen=True, slots=True)
class Score:
    """Of *count* held-back texts of a domain, how many were tagged rightly before and after."""

    domain: str
    count: int
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """What is to be learned, for which categories, beside which champion, and where it goes."""

    categories: Sequence[CategoryWords]
    examples: Sequence[Example]
    champion: Path | None
    folder: Path


def main() -> int:
    """Learn one lesson, out of the way of whatever else the machine does."""
    os.nice(GENTLY)
    scores = learn(lesson_of(json.load(sys.stdin)))
    json.dump({"scores": [asdict(score) for score in scores]}, sys.stdout)
    return 0


def lesson_of(told: Mapping[str, Any]) -> Lesson:
    """The lesson that standard input holds."""
    categories = [
        CategoryWords(one["code"], one["domain"], one["name"], tuple(one["points_at"]))
        for one in told["categories"]
    ]
    champion = Path(told["champion"]) if told["champion"] else None
    examples = [Example(**one) for one in told["examples"]]
    return Lesson(categories, examples, champion, Path(told["folder"]))


def learn(lesson: Lesson) -> list[Score]:
    """Train, save, and compare what was saved with the champion."""
    phrases = _phrases({one.code for one in lesson.categories})
    corrections = [replace(one, weight=one.weight * LOUDER) for one in lesson.examples]
    shown = [one for one in (*corrections, *phrases[:REHEARSED]) if not is_held_back(one.text)]
    version = lesson.folder.name
    continued(shipped(), shown, version).save(lesson.folder)
    champion = load(lesson.champion) if lesson.champion else shipped()
    held = [one for one in (*corrections, *phrases) if is_held_back(one.text)]
    return compared(
        Tagger(lesson.categories, champion), Tagger(lesson.categories, load(lesson.folder)), held
    )


def is_held_back(text: str) -> bool:
    """Whether *text* is one to compare by; the same text is always on the same side."""
    return hashlib.sha256(text.strip().encode()).digest()[0] % HELD_BACK == 0


def compared(before: Tagger, after: Tagger, held: Sequence[Example]) -> list[Score]:
    """How both do on *held*, domain by domain."""
    then, now = _right(before, held), _right(after, held)
    count = Counter(one.domain for one in held)
    return [
        Score(name, count[name], then[name], now[name]) for name in sorted(filter(None, count))
    ]


def _right(tagger: Tagger, held: Sequence[Example]) -> Counter[str | None]:
    """How many of each domain got their category."""
    told = tagger.classify_all(iter([one.text for one in held]))
    return Counter(
        one.domain
        for one, tags in zip(held, told, strict=True)
        if tags.ranked and tags.ranked[0].category == one.category
    )


def continued(base: Model, examples: Sequence[Example], version: str) -> Model:
    """*base* moved towards *examples*, as little as they ask for."""
    known = [one for one in examples if one.category in base.columns]
    texts = [read(one.text).found for one in known]
    model = widened(base, texts)
    rows = vectors.matrix(texts, vectors.Vocabulary(model.runs, model.rarity))
    columns = len(model.categories)
    asked = targets.category_shares(known, model.categories, {})
    weights = np.array([one.weight for one in known], np.float32)
    said = model.scores(texts)[:, :columns]
    met = np.unique(rows.indices)  # what no example has in it stays as it is
    steps = softmax.moved(rows[:, met], asked, weights, said, penalty=PENALTY, steps=STEPS)
    table = model.table.copy()
    table[met, :columns] += steps * model.rarity[met, None]
    return replace(model, table=table, version=version)


def widened(base: Model, texts: Iterable[Iterable[str]]) -> Model:
    """*base* with a row of zeros for each run of *texts* that it does not know."""
    found = {run for text in texts for run in text}
    runs = sorted(run for run in found if run not in base.rows and PARTS_RUNS not in run)
    table = np.zeros((len(runs), base.table.shape[1]), np.float32)
    rarity = np.full(len(runs), base.rarity.max(), np.float32)
    return replace(
        base,
        runs=[*base.runs, *runs],
        table=np.concatenate([base.table, table]),
        rarity=np.concatenate([base.rarity, rarity]),
    )


def _phrases(codes: set[str]) -> list[Example]:
    """Phrases of ours in the categories of the city; in an order that is none."""
    known = labels.domains()
    found = [
        labels.labelled(phrase, label, known)
        for phrase, label in labels.phrases()
        if label.category in codes
    ]
    return sorted(found, key=lambda one: hashlib.sha256(one.text.encode()).digest())


if __name__ == "__main__":
    sys.exit(main())

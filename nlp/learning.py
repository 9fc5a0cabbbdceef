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

from nlp.features import Features
from nlp.linear import Floats, Model, load, shipped
from nlp.reading import read
from nlp.tagger import CategoryWords, Tagger
from nlp.training import labels, targets, vectors
from nlp.training.examples import Example
from nlp.training.softmax import log_softmax
from nlp.training.sparse import Sparse

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
    words = vectors.Vocabulary(model.runs, model.words, np.sqrt(model.rarity))
    rows = vectors.matrix(texts, words)
    columns = len(model.categories)
    asked = targets.category_shares(known, model.categories, {})
    weights = np.array([one.weight for one in known], np.float32)
    weights /= max(float(weights.sum()), 1e-9)
    said = model.scores(texts)[:, :columns]
    moved = _moved(rows, asked, weights, said)
    table = model.table.copy()
    table[:, :columns] += moved * words.rarity[:, None]
    return replace(model, table=table, version=version)


def widened(base: Model, texts: Sequence[Features]) -> Model:
    """*base* with a row of zeros for each run or word of *texts* that it does not know."""
    runs = _new((run for text in texts for run in text.runs), base.run_rows)
    words = _new((word for text in texts for word in text.words), base.word_rows)
    end = 1 + len(base.runs)

    def wider(array: Floats, fill: float) -> Floats:
        more = [np.full((len(some), *array.shape[1:]), fill, np.float32) for some in (runs, words)]
        return np.concatenate([array[:end], more[0], array[end:], more[1]])

    return replace(
        base,
        runs=[*base.runs, *runs],
        words=[*base.words, *words],
        table=wider(base.table, 0.0),
        rarity=wider(base.rarity, float(base.rarity.max())),
    )


def _new(found: Iterable[str], known: Mapping[str, int]) -> list[str]:
    """What is not known, except what holds the line break that parts them in the file."""
    return sorted({one for one in found if one not in known and "\n" not in one})


def _moved(rows: Sparse, asked: Floats, weights: Floats, said: Floats) -> Floats:
    """By how much to move each weight, by Nesterov's method: the loss is convex, and bends by no
    more than one since each row has length two at most and the weights sum to one."""
    columns = rows.transposed()
    here = np.zeros((rows.width, asked.shape[1]), np.float32)
    ahead = here
    for step in range(STEPS):
        shares = np.exp(log_softmax(np.asarray(said + rows.times(ahead), np.float32)))
        off = np.asarray(weights[:, None] * (shares - asked), np.float32)
        slope = columns.times(off) + PENALTY * ahead
        former, here = here, ahead - slope
        ahead = here + np.float32(step / (step + 3)) * (here - former)
    return here


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

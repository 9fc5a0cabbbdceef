"""The learned model: one table of weights, features by classes; plain arrays in a folder."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlp.features import Features, runs_of

Floats = NDArray[np.float32]
NONE = "none"
KINDS = ("problem", "suggestion", "highlight")
NOTHING = ""
FORMAT = 1
WORD_SHARE = 0.7  # words weigh less than runs of signs: measured, docs/decisions/0003
WEIGHTS, ABOUT, CARD = "weights.npz", "model.json", "CARD.md"


class ModelError(Exception):
    """The folder holds no model that can be read."""


@dataclass(frozen=True, slots=True)
class Trust:
    """From the model's share for a domain to how often it is right; and when to ask instead."""

    slope: float = 1.0
    offset: float = 0.0
    sharpness: float = 1.0
    ask_below: float = 0.5


@dataclass(frozen=True)
class Model:
    """Weights by feature and class: the categories, NONE among them, then the kinds.

    Row 0 stands for no feature and is zero, so that no text is without features.
    """

    categories: tuple[str, ...]
    runs: Sequence[str]
    words: Sequence[str]
    table: Floats
    rarity: Floats
    offsets: Floats
    trust: Trust
    version: str

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Where each category stands."""
        return {code: at for at, code in enumerate(self.categories)}

    @cached_property
    def run_rows(self) -> Mapping[str, int]:
        """Where each run of signs stands."""
        return {run: row for row, run in enumerate(self.runs, 1)}

    @cached_property
    def word_rows(self) -> Mapping[str, int]:
        """Where each word or pair stands."""
        return {word: row for row, word in enumerate(self.words, 1 + len(self.runs))}

    def scores(self, texts: Sequence[Features]) -> Floats:
        """A row for each text, a column for each class."""
        rows: list[int] = []
        starts: list[int] = []
        for text in texts:
            for place, found in ((self.run_rows, text.runs), (self.word_rows, text.words)):
                starts.append(len(rows))
                rows.append(0)
                rows += [place[one] for one in found if one in place]
        return self._summed(np.array(rows), np.array(starts))

    def _summed(self, rows: NDArray[np.int64], starts: NDArray[np.int64]) -> Floats:
        sums = np.add.reduceat(self.table.take(rows, 0), starts, axis=0)
        sizes = np.sqrt(np.add.reduceat(self.rarity.take(rows), starts))
        shares = sums / np.maximum(sizes, 1e-9)[:, None]
        return np.asarray(shares[0::2] + WORD_SHARE * shares[1::2] + self.offsets, np.float32)

    def credit(self, words: Sequence[str], column: int) -> list[float]:
        """How much each word, with the signs in it, speaks for the class at *column*."""
        rows: list[int] = []
        starts: list[int] = []
        for word in words:
            starts.append(len(rows))
            rows.append(self.word_rows.get(word, 0))
            rows += [self.run_rows[run] for run in runs_of(word) if run in self.run_rows]
        if not rows:
            return []
        credits: list[float] = np.add.reduceat(self.table[rows, column], starts).tolist()
        return credits

    def save(self, folder: Path, card: str = "") -> None:
        """Write into *folder*, which is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        steps = np.abs(self.table).max(1) / 127
        small = np.rint(self.table / np.maximum(steps, 1e-12)[:, None]).astype(np.int8)
        np.savez_compressed(
            folder / WEIGHTS,
            small=small,
            steps=steps.astype(np.float32),
            rarity=self.rarity,
            offsets=self.offsets,
            runs=_packed(self.runs),
            words=_packed(self.words),
        )
        trust = {name: getattr(self.trust, name) for name in Trust.__slots__}
        about = {"format": FORMAT, "version": self.version, "categories": self.categories}
        text = json.dumps({**about, "trust": trust}, ensure_ascii=False, indent=1)
        (folder / ABOUT).write_text(text + "\n", "utf-8")
        if card:
            (folder / CARD).write_text(card, "utf-8")


def load(folder: Path | Traversable) -> Model:
    """The model in *folder*; raises ModelError."""
    try:
        about = json.loads((folder / ABOUT).read_text("utf-8"))
        with (folder / WEIGHTS).open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            return _model(about, arrays)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"{folder}: no model that can be read: {error}") from None


@cache
def shipped() -> Model:
    """The model that comes with the program."""
    return load(files("nlp") / "model")


def _model(about: Mapping[str, object], arrays: Mapping[str, NDArray[np.generic]]) -> Model:
    if about["format"] != FORMAT:
        raise ValueError(f"format {about['format']} is not {FORMAT}")
    categories, trust = about["categories"], about["trust"]
    if not isinstance(categories, list) or not isinstance(trust, dict):
        raise TypeError("'categories' or 'trust' is missing")
    table = arrays["small"].astype(np.float32) * arrays["steps"].astype(np.float32)[:, None]
    model = Model(
        categories=tuple(categories),
        runs=_unpacked(arrays["runs"]),
        words=_unpacked(arrays["words"]),
        table=table,
        rarity=arrays["rarity"].astype(np.float32),
        offsets=arrays["offsets"].astype(np.float32),
        trust=Trust(**trust),
        version=str(about["version"]),
    )
    height = 1 + len(model.runs) + len(model.words)
    if table.shape != (height, len(categories) + len(KINDS)):
        raise ValueError("the table does not fit its features and classes")
    return model


def _packed(texts: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _unpacked(array: NDArray[np.generic]) -> list[str]:
    text = array.astype(np.uint8).tobytes().decode()
    return text.split("\n") if text else []

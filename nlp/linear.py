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

from nlp.features import within

Floats = NDArray[np.float32]
NONE = "none"
KINDS = ("problem", "suggestion", "highlight")
NOTHING = ""
FORMAT = 2
PARTS_RUNS = "\n"  # in the file
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
    def rows(self) -> Mapping[str, int]:
        """Where each run of signs stands."""
        return {run: row for row, run in enumerate(self.runs, 1)}

    @cached_property
    def _wide(self) -> Floats:
        """The table with the squares of rarity beside it: one look-up for both."""
        return np.hstack([self.table, self.rarity[:, None] ** 2])

    def scores(self, texts: Sequence[Iterable[str]]) -> Floats:
        """A row for each text, a column for each class."""
        place = self.rows.get
        rows: list[int] = []
        starts: list[int] = []
        for text in texts:
            starts.append(len(rows))
            rows.append(0)
            rows.extend(filter(None, map(place, text)))
        sums = np.add.reduceat(self._wide.take(rows, 0), starts, axis=0)
        sizes = np.sqrt(np.maximum(sums[:, -1:], 1e-9))
        return np.asarray(sums[:, :-1] / sizes + self.offsets, np.float32)

    def credit(self, word: str) -> Floats:
        """How much *word* speaks for each class."""
        rows = [self.rows[one] for one in within(word) if one in self.rows]
        return np.asarray(self.table.take(rows, 0).sum(0), np.float32)

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
        table=table,
        rarity=arrays["rarity"].astype(np.float32),
        offsets=arrays["offsets"].astype(np.float32),
        trust=Trust(**trust),
        version=str(about["version"]),
    )
    height = 1 + len(model.runs)
    if table.shape != (height, len(categories) + len(KINDS)):
        raise ValueError("the table does not fit its features and classes")
    return model


def _packed(texts: Iterable[str]) -> NDArray[np.uint8]:
    return np.frombuffer(PARTS_RUNS.join(texts).encode(), np.uint8)


def _unpacked(array: NDArray[np.generic]) -> list[str]:
    text = array.astype(np.uint8).tobytes().decode()
    return text.split(PARTS_RUNS) if text else []

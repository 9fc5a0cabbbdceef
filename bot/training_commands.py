"""``suishoupai train`` and ``evaluate``."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC
from pathlib import Path

from bot import confusion
from bot.clock import utc_now
from bot.config import load
from bot.settings import ConfigError
from bot.tagging_commands import lines_of, reader_of
from nlp.linear import CARD
from nlp.training import examples as labelled
from nlp.training.card import card, with_figures
from nlp.training.evaluate import ClassScore, Report, evaluate
from nlp.training.train import TooFewExamples, train


def _examples(name: str) -> list[labelled.Example]:
    try:
        return list(labelled.read(lines_of(name)))
    except labelled.BadExample as error:
        raise ConfigError(f"{name}, {error}") from None


def train_model(wishes: argparse.Namespace) -> int:
    """Learn from a file, write the model and its card; raises ConfigError saying what is wrong."""
    domains = {code: c.domain for code, c in load().city.categories.items()}
    examples = _examples(wishes.file)
    now = utc_now().astimezone(UTC)
    try:
        model = train(examples, domains, version=f"{now:%Y%m%d-%H%M%S}")
        model.save(Path(wishes.out))
    except TooFewExamples as error:
        raise ConfigError(f"{wishes.file}: {error}") from None
    except OSError as error:
        raise ConfigError(f"{wishes.out} cannot be written: {error.strerror}") from None
    text = card(model, examples, Path(wishes.out))
    (Path(wishes.out) / CARD).write_text(text, "utf-8")
    sys.stdout.write(
        f"{len(examples)} examples, {len(model.categories) - 1} categories: {wishes.out}\n"
    )
    return 0


def evaluate_model(wishes: argparse.Namespace) -> int:
    """Measure a model on labelled texts; raises ConfigError where there are none."""
    reader, examples = reader_of(wishes.model), _examples(wishes.file)
    if not examples:
        raise ConfigError(f"{wishes.file} holds no labelled text")
    report = evaluate(reader.tagger, examples)
    if wishes.picture:
        confusion.draw(report.confusion, Path(wishes.picture))
    if wishes.card:
        _note(report, wishes)
    shown = json.dumps(report.as_dict(), ensure_ascii=False) if wishes.json else _shown(report)
    sys.stdout.write(f"{shown}\n")
    return 0


def _note(report: Report, wishes: argparse.Namespace) -> None:
    """Write the figures into the card of the model that was measured."""
    if not wishes.model:
        raise ConfigError("--card needs --model: the folder whose card is written")
    path = Path(wishes.model) / CARD
    try:
        before = path.read_text("utf-8") if path.exists() else ""
        day = f"{utc_now().astimezone(UTC):%Y-%m-%d}"
        path.write_text(with_figures(before, report, Path(wishes.file).name, day), "utf-8")
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror}") from None


def _shown(report: Report) -> str:
    """The figures as a table that a person reads."""
    return "\n".join(
        [
            *_figures(report),
            *_classes("domain", report.domains.items()),
            *_classes("kind", report.kinds.items()),
            *_classes("category", report.categories.items()),
        ]
    )


def _figures(report: Report) -> Iterator[str]:
    for name, value in report.as_dict().items():
        if isinstance(value, int | float):
            yield (
                f"{name.replace('_', ' '):28} {value:.3f}" if name != "texts" else f"texts {value}"
            )


def _classes(title: str, rows: Iterable[tuple[str, ClassScore]]) -> Iterator[str]:
    yield f"\n{title:18} precision  recall      F1   texts"
    for name, score in rows:
        yield (
            f"{name:18} {score.precision:9.3f} {score.recall:7.3f} {score.f1:7.3f} {score.count:7}"
        )

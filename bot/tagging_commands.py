"""``suishoupai classify``, ``train`` and ``evaluate``."""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import chain, islice
from pathlib import Path

from bot import confusion
from bot.clock import utc_now
from bot.config import load
from bot.reader import TextReader
from bot.settings import ConfigError
from nlp.linear import CARD, Model, ModelError
from nlp.linear import load as load_model
from nlp.tagger import TOGETHER
from nlp.training import examples as labelled
from nlp.training.card import card, with_figures
from nlp.training.evaluate import ClassScore, Report, evaluate
from nlp.training.train import TooFewExamples, train

Answer = dict[str, object]


def tag(wishes: argparse.Namespace) -> int:
    """Print the tags of each text; raises ConfigError for a file or model that cannot be read."""
    reader = _reader(wishes.model)
    for answer in _answers(reader, _texts(wishes)):
        sys.stdout.write(
            f"{json.dumps(answer, ensure_ascii=False) if wishes.json else _row(answer)}\n"
        )
    return 0


def _row(answer: Answer) -> str:
    if "error" in answer:
        return f"error\t{answer['error']}"
    return "\t".join(str(answer[key]) for key in ("domain", "category", "confidence"))


def _answers(reader: TextReader, texts: Iterator[str | Answer]) -> Iterator[Answer]:
    """An answer to each text, in order; what is an answer already stays as it is."""
    while part := list(islice(texts, TOGETHER)):
        found = reader.described_all([text for text in part if isinstance(text, str)])
        for text in part:
            yield next(found) if isinstance(text, str) else text


def _texts(wishes: argparse.Namespace) -> Iterator[str | Answer]:
    """The texts to tag; for a line that cannot be read, the error to print in its place."""
    lines = _lines(wishes.file) if wishes.file else ()
    return chain(wishes.texts, map(_text, lines))


def _lines(name: str) -> Iterator[str]:
    """The lines of a file, or of standard input."""
    if name == "-":
        yield from sys.stdin
        return
    try:
        with Path(name).open(encoding="utf-8", errors="replace") as source:
            yield from source
    except OSError as error:
        raise ConfigError(f"{name} cannot be read: {error.strerror}") from None


def _text(line: str) -> str | Answer:
    if not line.lstrip().startswith(("{", "[")):
        return line.rstrip("\n")
    try:
        text = json.loads(line)["text"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return {"error": "not a JSON object with 'text'"}
    return text if isinstance(text, str) else {"error": "'text' is not a text"}


def _reader(model: str | None) -> TextReader:
    return TextReader.of(load(), _model(model) if model else None)


def _model(folder: str) -> Model:
    try:
        return load_model(Path(folder))
    except ModelError as error:
        raise ConfigError(str(error)) from None


def _examples(name: str) -> list[labelled.Example]:
    try:
        return list(labelled.read(_lines(name)))
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
    reader, examples = _reader(wishes.model), _examples(wishes.file)
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

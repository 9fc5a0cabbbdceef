"""``suishoupai classify``: a few texts here, a large file by a process for each core."""

import argparse
import json
import os
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache, partial
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path

from bot.config import load
from bot.reader import TextReader
from bot.settings import ConfigError
from nlp.linear import Model, ModelError
from nlp.linear import load as load_model
from nlp.tagger import TOGETHER

Answer = dict[str, object]
Part = Sequence[str | Answer]
LARGE = 1_000_000  # bytes; what is smaller is done before other processes have started
AHEAD = 2  # parts that wait for each process


def tag(wishes: argparse.Namespace) -> int:
    """Print the tags of each text; raises ConfigError for a file or model that cannot be read."""
    work = partial(_tagged, model=wishes.model, as_json=wishes.json)
    parts = _parts(_texts(wishes))
    for lines in by_many(work, parts) if _is_large(wishes.file) else map(work, parts):
        sys.stdout.write(lines)
    return 0


def by_many(work: Callable[[Part], str], parts: Iterator[Part]) -> Generator[str]:
    """*work* on each of *parts*, in order; a few of them are held at a time."""
    processes = os.cpu_count() or 1
    going: deque[Future[str]] = deque()
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for part in parts:
            going.append(pool.submit(work, part))
            if len(going) > AHEAD * processes:
                yield going.popleft().result()
        while going:
            yield going.popleft().result()


def _is_large(name: str | None) -> bool:
    """Standard input is answered as it comes, however much it will be."""
    return name not in (None, "-") and Path(name).exists() and Path(name).stat().st_size > LARGE


def _parts(texts: Iterator[str | Answer]) -> Iterator[Part]:
    while part := list(islice(texts, TOGETHER)):
        yield part


def _tagged(part: Part, model: str | None, *, as_json: bool) -> str:
    """A line for each text, in order; what is an answer already stays as it is."""
    found = _own_reader(model).described_all([text for text in part if isinstance(text, str)])
    answers = (next(found) if isinstance(text, str) else text for text in part)
    shown = _encoded if as_json else _row
    return "".join(f"{shown(answer)}\n" for answer in answers)


_encoded = json.JSONEncoder(ensure_ascii=False).encode


def _row(answer: Answer) -> str:
    if "error" in answer:
        return f"error\t{answer['error']}"
    return "\t".join(str(answer[key]) for key in ("domain", "category", "confidence"))


def _texts(wishes: argparse.Namespace) -> Iterator[str | Answer]:
    """The texts to tag; for a line that cannot be read, the error to print in its place."""
    lines = lines_of(wishes.file) if wishes.file else ()
    return chain(wishes.texts, map(_text, lines))


def lines_of(name: str) -> Iterator[str]:
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


@cache
def _own_reader(model: str | None) -> TextReader:
    return reader_of(model)


def reader_of(model: str | None) -> TextReader:
    """Reads by the model in the folder, or by the one that is shipped."""
    return TextReader.of(load(), _model(model) if model else None)


def _model(folder: str) -> Model:
    try:
        return load_model(Path(folder))
    except ModelError as error:
        raise ConfigError(str(error)) from None

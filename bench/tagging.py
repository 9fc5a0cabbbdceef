"""Tagging beside bare jieba on the same texts in one run, each in a process of its own."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.resources import files
from itertools import cycle, islice
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from nlp.training.labels import phrases

if TYPE_CHECKING:
    from bot.reader import TextReader

ROOT = Path(__file__).parents[1]
TIMES = 3
LINES = 100_000
Tag = Callable[[Sequence[str]], object]


def main() -> None:
    """Print the table."""
    bare, one = _told("jieba"), _told("one by one")
    many = _file()
    size = sum(file.stat().st_size for file in _model_files()) / 1e6
    sys.stdout.write(
        "\n| tagging | texts/s | × jieba | first answer after start | memory |\n"
        "|---|---|---|---|---|\n"
        f"{_row('bare jieba.lcut', bare, bare)}"
        f"{_row('classify, one at a time', one, bare)}"
        f"{_row('classify --file --json, 100,000 lines', many, bare)}\n"
        f"The model takes {size:.1f} MB on disk.\n"
    )


def _file() -> dict[str, float]:
    """The command itself, on a short file and on a long one; memory is of the largest process."""
    texts = [text for text, _ in phrases()]
    with TemporaryDirectory() as folder:
        first = _command(Path(folder) / "short.jsonl", texts[:1])
        whole = _command(Path(folder) / "long.jsonl", list(islice(cycle(texts), LINES)))
    memory = getrusage(RUSAGE_CHILDREN).ru_maxrss / 1024
    return {"rate": LINES / whole, "first": first, "memory": memory}


def _command(file: Path, texts: Sequence[str]) -> float:
    """How long it takes, start and all."""
    file.write_text("".join(f"{json.dumps({'text': text})}\n" for text in texts), "utf-8")
    began = time.perf_counter()
    command = [sys.executable, "-m", "bot", "classify", "--file", str(file), "--json"]
    subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, check=True)  # noqa: S603
    return time.perf_counter() - began


def _told(what: str) -> dict[str, float]:
    """What a process of its own measured of itself."""
    command = [sys.executable, "-m", "bench.tagging", what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)  # noqa: S603
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _row(name: str, told: dict[str, float], bare: dict[str, float]) -> str:
    return (
        f"| {name} | {told['rate']:.0f} | {told['rate'] / bare['rate']:.2f} "
        f"| {told['first']:.2f} s | {told['memory']:.0f} MB |\n"
    )


def _measure(what: str) -> dict[str, float]:
    began = time.perf_counter()
    tag = CONTESTANTS[what]()
    tag(["路灯坏了"])
    first = time.perf_counter() - began
    texts = [text for text, _ in phrases()]
    spans = []
    for _ in range(TIMES):
        began = time.perf_counter()
        tag(texts)
        spans.append(time.perf_counter() - began)
    return {"rate": len(texts) / min(spans), "first": first, "memory": _peak()}


def _jieba() -> Tag:
    import jieba  # noqa: PLC0415  # measured is what loading it costs

    return lambda texts: [jieba.lcut(text) for text in texts]


def _one_by_one() -> Tag:
    reader = _reader()
    return lambda texts: [json.dumps(reader.described(text)) for text in texts]


def _reader() -> "TextReader":
    from bot.config import load  # noqa: PLC0415  # measured is what loading it costs
    from bot.reader import TextReader  # noqa: PLC0415

    return TextReader.of(load(ROOT / "config.toml"))


CONTESTANTS: dict[str, Callable[[], Tag]] = {
    "jieba": _jieba,
    "one by one": _one_by_one,
}


def _model_files() -> list[Path]:
    return [file for file in Path(str(files("nlp") / "model")).iterdir() if file.is_file()]


def _peak() -> float:
    """The most memory this process has had, in MB (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        sys.stdout.write(f"{json.dumps(_measure(sys.argv[1]))}\n")
    else:
        main()

"""``python -m nlp.training.join FOLDER [learn|held] > train.jsonl``: labels and texts together.

``held`` gives what stands in the last documents of the last file, which come from another city
and another channel than the rest; ``learn`` everything but that. Without either, all of it.

FOLDER holds files of JSON lines with ``title`` and ``text``; they are looked through for the texts
that were labelled. The phrases that were written for us come first.
"""

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from nlp.training import labels
from nlp.training.examples import Example, written

FIRST_HELD = 6200  # of the last file: from here on a city hotline


def main(arguments: Sequence[str]) -> int:
    """Write the examples to standard output; say on standard error how many."""
    folder, part = Path(*arguments[:1]), arguments[1:]
    if not arguments or not folder.is_dir() or part not in ([], ["learn"], ["held"]):
        sys.stderr.write("usage: python -m nlp.training.join FOLDER [learn|held] > train.jsonl\n")
        return 2
    wanted = _wanted(folder, part[0]) if part else lambda _: True
    found = 0
    for one in filter(wanted, labels.joined(documents(folder))):
        sys.stdout.write(f"{written(one)}\n")
        found += 1
    sys.stderr.write(f"{found} examples\n")
    return 0


def documents(folder: Path) -> Iterator[tuple[str, str]]:
    """Title and text of every document in the files of *folder* that have titles."""
    for file in sorted(folder.glob("*.jsonl")):
        yield from _documents(file)


def _documents(file: Path) -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            fields = json.loads(line)
            if "title" in fields:
                yield fields["title"], fields["text"]


def _wanted(folder: Path, part: str) -> Callable[[Example], bool]:
    last = sorted(folder.glob("*.jsonl"))[-1]
    held = {
        labels.key(unit)
        for title, text in islice(_documents(last), FIRST_HELD, None)
        for unit in labels.units(title, text)
    } - {labels.key(phrase) for phrase, _ in labels.phrases()}
    return lambda one: (labels.key(one.text) in held) == (part == "held")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

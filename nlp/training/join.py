"""``python -m nlp.training.join FOLDER > train.jsonl``: labels and texts, brought together.

FOLDER holds files of JSON lines with ``title`` and ``text``; they are looked through for the texts
that were labelled. The phrases that were written for us come first.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from nlp.training import labels
from nlp.training.examples import written


def main(arguments: Sequence[str]) -> int:
    """Write the examples to standard output; say on standard error how many."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("usage: python -m nlp.training.join FOLDER > train.jsonl\n")
        return 2
    found = 0
    for one in labels.joined(documents(Path(arguments[0]))):
        sys.stdout.write(f"{written(one)}\n")
        found += 1
    sys.stderr.write(f"{found} examples\n")
    return 0


def documents(folder: Path) -> Iterator[tuple[str, str]]:
    """Title and text of every document in the files of *folder* that have titles."""
    for file in sorted(folder.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                fields = json.loads(line)
                if "title" in fields:
                    yield fields["title"], fields["text"]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""The files of the field survey: read with a limit, written whole, their faults in words."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bot.failure import Failure
from bot.tables_in import UNPACKED, Tables
from handlers.cleaning import one_line
from handlers.ports import BadTable
from handlers.texts import Words
from survey.table import Fault

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE
NAMED = 40  # faults that are told one by one

_REFUSALS = {
    "unreadable": "cannot be read as a table; save it as .xlsx, or as .csv with commas",
    "empty": "is empty",
    "too_large": f"has more than {UNPACKED // MEGABYTE} MB once it is unpacked; "
    "save it without pictures and formats",
    "too_many_rows": "has more than {most:,} rows; split it",
}


def contents(path: Path) -> bytes:
    """What the file holds; raises Failure where it cannot be read, or is too large to be."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise Failure(
                f"{path} has {size // MEGABYTE} MB and was not read; at most "
                f"{MOST_BYTES // MEGABYTE} MB are: split it, or save it without pictures"
            )
        return path.read_bytes()
    except OSError as error:
        raise Failure(f"{path} cannot be read: {error.strerror}") from None


def table(path: Path, most: int) -> list[list[str]]:
    """The rows of a table with their heading, *most* at most; raises Failure."""
    try:
        rows = Tables().read(contents(path), path.name, most)
    except BadTable as error:
        raise Failure(f"{path} {_REFUSALS[str(error)].format(most=most)}") from None
    return cleaned(rows)


def cleaned(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows without what cannot be seen, each cell on one line."""
    return [[one_line(cell) for cell in row] for row in rows]


def cells(path: Path) -> Callable[[Fault], str]:
    """What names the sheet and cell of a fault in that table."""
    sheet = Tables().title(contents(path), path.name)
    return lambda fault: f"{sheet} {fault.cell}".strip()


def complaints(
    faults: Sequence[Fault], where: Callable[[Fault], str], words: Words, section: str
) -> Iterator[str]:
    """A line for each fault; the sentences are those of *section*, or of the survey."""
    for fault in faults[:NAMED]:
        own = f"{section}.why_{fault.why}"
        key = own if words.has(own) else f"survey.why_{fault.why}"
        why = words.plain(key, value=fault.value, other=fault.other)
        yield words.plain("survey.fault", where=where(fault), why=why)
    if len(faults) > NAMED:
        yield words.plain("survey.more", count=len(faults) - NAMED)


def save(path: Path, data: bytes) -> None:
    """Write the file, which is there whole or not at all; raises Failure."""
    half = path.with_name(f".{path.name}.part")
    try:
        half.write_bytes(data)
        half.replace(path)
    except OSError as error:
        raise Failure(f"{path} cannot be written: {error.strerror}") from None
    finally:
        half.unlink(missing_ok=True)

"""The files of the field survey: read with a limit, written whole."""

from pathlib import Path

from bot.failure import Failure
from bot.tables_in import UNPACKED, Tables
from handlers.ports import BadTable
from handlers.survey_words import cleaned

MEGABYTE = 1024 * 1024
MOST_BYTES = 20 * MEGABYTE

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


def sheet(path: Path) -> str:
    """What the sheet of that table is called."""
    return Tables().title(contents(path), path.name)


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

"""The headings of the tables of the survey, and what is wrong with such a table, in words."""

from collections.abc import Callable, Iterator, Sequence

from handlers.cleaning import one_line
from handlers.texts import Catalogue, Words
from survey import points, reading
from survey.table import Fault

NAMED = 40  # faults that are told one by one


def indicator_headings(catalogue: Catalogue) -> dict[str, str]:
    """The field of each heading of a system of indicators, in every language."""
    return {
        heading: field
        for field in reading.FIELDS
        for heading in catalogue.every(f"indicators.{field}")
    }


def point_headings(catalogue: Catalogue) -> dict[str, str]:
    """The field of each heading of points, in every language and as GeoJSON names it."""
    every = catalogue.every
    words = {heading: field for field in points.FIELDS for heading in every(f"places.{field}")}
    return words | {field: field for field in points.FIELDS}


def cleaned(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows without what cannot be seen, each cell on one line."""
    return [[one_line(cell) for cell in row] for row in rows]


def cell_of(sheet: str) -> Callable[[Fault], str]:
    """What names a fault in a table: its sheet, where that has a name, and its cell."""
    return lambda fault: f"{sheet} {fault.cell}".strip()


def feature_of(heading: Sequence[str]) -> Callable[[Fault], str]:
    """What names a fault in GeoJSON of which a table with that *heading* was made."""

    def named(fault: Fault) -> str:
        field = heading[fault.column - 1] if fault.column <= len(heading) else ""
        return f"features[{fault.row - 2}] {field}" if fault.row > 1 else "properties"

    return named


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

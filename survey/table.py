"""A table that somebody filled in, by its headings; what is wrong with it is noted by cell."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

LONGEST, SHORT = 1_000, 100  # characters of a cell, and of what things are called
_AMOUNT = re.compile(r"\d{1,6}(?:\.\d{1,2})?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What is wrong with the cell in *row* and *column*, both counted from 1. *why* names the
    sentence; *value* and *other* are its facts."""

    row: int
    column: int
    why: str
    value: str = ""
    other: str = ""

    @property
    def cell(self) -> str:
        """As a spreadsheet names it, such as ``C12``."""
        return cell(self.row, self.column)


class Faulty(Exception):
    """The table cannot be taken; *faults*, in the order of the cells, say why."""

    def __init__(self, faults: Collection[Fault]) -> None:
        super().__init__(f"{len(faults)} cells are wrong")
        self.faults = tuple(sorted(set(faults)))


class Table:
    """Rows of text below a row of headings. *headings* names the field of each heading that is
    known; a field that *optional* does not name must have a column."""

    def __init__(
        self,
        rows: Sequence[Sequence[str]],
        headings: Mapping[str, str],
        optional: Collection[str] = (),
    ) -> None:
        """Raises Faulty where headings are missing or there twice."""
        self.faults: list[Fault] = []
        self._rows = rows
        self._columns: dict[str, int] = {}
        self.others: dict[int, str] = {}
        for column, heading in enumerate(rows[0], start=1):
            self._head(column, heading, headings)
        wanted = {field: heading for heading, field in reversed([*headings.items()])}
        for field, heading in wanted.items():
            if field not in self._columns and field not in optional:
                self.note(1, len(rows[0]) + 1, "no_heading", heading)
        if self.faults:
            raise Faulty(self.faults)

    def _head(self, column: int, heading: str, headings: Mapping[str, str]) -> None:
        field = headings.get(heading)
        if heading.startswith("="):
            self.note(1, column, "formula", heading[:40])
        elif len(heading) > SHORT:
            self.note(1, column, "too_long", heading[:20], str(SHORT))
        elif heading in self.others.values() or field in self._columns:
            self.note(1, column, "heading_twice", heading)
        elif field is not None:
            self._columns[field] = column
        elif heading:
            self.others[column] = heading

    def __iter__(self) -> Iterator[int]:
        """The numbers of the rows below the headings that are not empty."""
        return (
            number for number, row in enumerate(self._rows, start=1) if number > 1 and any(row)
        )

    def column(self, field: str) -> int:
        """Where *field* stands, counted from 1; behind everything where it has no column."""
        return self._columns.get(field, len(self._rows[0]) + 1)

    def raw(self, row: int, column: int) -> str:
        """What a cell says; a formula and what is too long are noted and count as nothing."""
        cells = self._rows[row - 1]
        said = cells[column - 1] if column <= len(cells) else ""
        if said.startswith("="):
            self.note(row, column, "formula", said[:40])
            return ""
        if len(said) > LONGEST:
            self.note(row, column, "too_long", said[:20], str(LONGEST))
            return ""
        return said

    def text(self, row: int, field: str, *, needed: bool = True) -> str:
        """What *field* says."""
        before = len(self.faults)
        said = self.raw(row, self._columns[field]) if field in self._columns else ""
        if needed and not said and len(self.faults) == before:
            self.wrong(row, field, "missing")
        return said

    def short(self, row: int, field: str, *, needed: bool = True) -> str:
        """What something is called."""
        said = self.text(row, field, needed=needed)
        if len(said) > SHORT:
            self.wrong(row, field, "too_long", said[:20], str(SHORT))
        return said[:SHORT]

    def amount(self, row: int, field: str, *, needed: bool = True) -> Decimal | None:
        """The number of points in *field*, to the hundredth; None for nothing, and for anything
        else, which is noted."""
        said = self.text(row, field, needed=needed)
        if said and not _AMOUNT.fullmatch(said):
            self.wrong(row, field, "not_an_amount", said[:40])
            return None
        return Decimal(said).quantize(Decimal("0.01")) if said else None

    def unnamed(self, row: int) -> Iterator[int]:
        """The columns in which *row* says something below no heading."""
        head = self._rows[0]
        return (
            column
            for column, said in enumerate(self._rows[row - 1], start=1)
            if said and (column > len(head) or not head[column - 1])
        )

    def wrong(self, row: int, field: str, why: str, value: str = "", other: str = "") -> None:
        """Note what is wrong with *field*."""
        self.note(row, self.column(field), why, value, other)

    def note(self, row: int, column: int, why: str, value: str = "", other: str = "") -> None:
        """Note what is wrong with a cell."""
        self.faults.append(Fault(row, column, why, value, other))


def cell(row: int, column: int) -> str:
    """The name of a cell, both counted from 1: ``cell(12, 3)`` is ``C12``."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row}"

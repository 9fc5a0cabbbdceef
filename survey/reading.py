"""A system of indicators from a table: a row for each item, a column for each kind of point."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from survey.indicators import FULL, Indicator, Item, System
from survey.table import Fault, Faulty, Table, cell

FIELDS = (
    "indicator",
    "name",
    "total",
    "code",
    "text",
    "weight",
    "partial",
    "deduction",
    "organisation",
    "category",
)
AMOUNTS = ("total", "weight", "partial", "deduction")  # of points
MOST_ROWS, MOST_KINDS = 5_000, 100
MARKS = ("√", "✓", "1")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Known:
    """What a table may name: organisations, and categories by name or code, each with its code;
    *leads* is the organisation of a category by its code."""

    organisations: Collection[str]
    categories: Mapping[str, str]
    leads: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Group:
    """The indicator that *row* is the first to name, and its items as far as they are read."""

    row: int
    name: str
    total: Decimal | None
    items: list[Item]


def read(rows: Sequence[Sequence[str]], headings: Mapping[str, str], known: Known) -> System:
    """The system that a table describes; *headings* gives the field of each heading, and every
    other heading is a kind of point. Raises Faulty with everything that is wrong."""
    table = Table(rows, headings)
    if not any(table):
        raise Faulty([Fault(2, 1, "no_items")])
    reading = _Reading(table, known)
    for row in table:
        reading.take(row)
    reading.check_kinds()
    reading.check_weights()
    if table.faults:
        raise Faulty(table.faults)
    return System(tuple(table.others.values()), reading.indicators())


class _Reading:
    """What was read so far."""

    def __init__(self, table: Table, known: Known) -> None:
        self._table, self._known = table, known
        self._groups: dict[str, _Group] = {}
        self._codes: dict[str, int] = {}
        self._texts: dict[tuple[str, str], int] = {}
        self._used: set[str] = set()

    def take(self, row: int) -> None:
        """Read one item into its indicator."""
        table = self._table
        code, name = table.short(row, "indicator"), table.short(row, "name")
        total = table.amount(row, "total")
        group = self._groups.setdefault(code, _Group(row, name, total, []))
        for field, said, first in (("name", name, group.name), ("total", total, group.total)):
            if said and first and said != first:
                where = cell(group.row, table.column(field))
                table.wrong(row, field, "differs", str(said), f"{first} ({where})")
        group.items.append(self._item(row))

    def check_kinds(self) -> None:
        """Note kinds without items, and too many of them."""
        kinds = self._table.others
        for column, kind in kinds.items():
            if kind not in self._used:
                self._table.note(1, column, "kind_without_items", kind)
        if not kinds or len(kinds) > MOST_KINDS:
            column = max(kinds) if kinds else self._table.column("")
            self._table.note(1, column, "number_of_kinds", str(len(kinds)), str(MOST_KINDS))

    def check_weights(self) -> None:
        """Note sums that are not right, once every number is."""
        summed = {self._table.column(field) for field in ("indicator", "total", "weight")}
        if any(fault.column in summed for fault in self._table.faults):
            return
        for group in self._groups.values():
            items = sum((item.weight for item in group.items), ZERO)
            if items != group.total:
                self._table.wrong(group.row, "total", "items_sum", str(group.total), str(items))
        total = sum((group.total or ZERO for group in self._groups.values()), ZERO)
        if total != FULL:
            self._table.wrong(1, "total", "total_sum", str(total), str(FULL))

    def indicators(self) -> tuple[Indicator, ...]:
        """All of them, as they came."""
        return tuple(
            Indicator(code, group.name, group.total or ZERO, tuple(group.items))
            for code, group in self._groups.items()
        )

    def _item(self, row: int) -> Item:
        table = self._table
        category = table.text(row, "category")
        code = self._known.categories.get(category, "")
        if category and not code:
            table.wrong(row, "category", "unknown_category", category[:40])
        number, text = table.short(row, "code"), table.text(row, "text")
        kinds = self._kinds(row)
        self._once(row, number, text, kinds)
        weight, partial, deduction = self._amounts(row)
        return Item(
            code=number,
            text=text,
            kinds=kinds,
            weight=weight,
            partial=partial,
            deduction=deduction,
            organisation=self._organisation(row) or self._known.leads.get(code, ""),
            category=code,
        )

    def _once(self, row: int, code: str, text: str, kinds: Collection[str]) -> None:
        """Note an item that is there already, by its code or by what it says."""
        first = self._codes.setdefault(code, row)
        if code and first != row:
            where = cell(first, self._table.column("code"))
            self._table.wrong(row, "code", "item_twice", code[:40], where)
        for kind in kinds:
            first = self._texts.setdefault((text, kind), row)
            if text and first != row:
                where = cell(first, self._table.column("text"))
                self._table.wrong(row, "text", "text_twice", kind, where)
                return

    def _organisation(self, row: int) -> str:
        """Who leads; empty for whoever leads in the category."""
        name = self._table.text(row, "organisation", needed=False)
        if name and name not in self._known.organisations:
            self._table.wrong(row, "organisation", "unknown_organisation", name[:40])
        return name

    def _kinds(self, row: int) -> tuple[str, ...]:
        """The kinds that are marked."""
        marked, before = [], len(self._table.faults)
        for column, kind in self._table.others.items():
            said = self._table.raw(row, column)
            if said in MARKS:
                marked.append(kind)
            elif said:
                self._table.note(row, column, "not_a_mark", said[:40])
        for column in self._table.unnamed(row):
            self._table.note(1, column, "kind_without_name")
        if not marked and len(self._table.faults) == before:
            self._table.wrong(row, "code", "no_kind")
        self._used.update(marked)
        return tuple(marked)

    def _amounts(self, row: int) -> tuple[Decimal, Decimal | None, Decimal | None]:
        """Weight, partial and deduction."""
        table, before = self._table, len(self._table.faults)
        weight = table.amount(row, "weight")
        partial = table.amount(row, "partial", needed=False)
        deduction = table.amount(row, "deduction", needed=False)
        if len(table.faults) == before:
            self._check_amounts(row, weight or ZERO, partial, deduction)
        return weight or ZERO, partial, deduction

    def _check_amounts(
        self, row: int, weight: Decimal, partial: Decimal | None, deduction: Decimal | None
    ) -> None:
        wrong = self._table.wrong
        if not weight:
            wrong(row, "weight", "nothing")
        elif (partial is None) == (deduction is None):
            wrong(row, "partial", "one_of_two")
        elif partial is not None and partial >= weight:
            wrong(row, "partial", "too_much", str(partial), str(weight))
        elif deduction is not None and not ZERO < deduction <= weight:
            wrong(row, "deduction", "deduction", str(deduction), str(weight))

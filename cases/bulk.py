"""Many problems at once, from the rows of a table: the good ones are filed, the bad ones named."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cases.city import City
from cases.errors import StaffOnly
from cases.intake import Intake
from cases.model import Kind, Person, PersonId, Place, Report, Role, Source
from cases.ports import Store
from cases.step import Ask

FIELDS = ("source", "category", "district", "address", "text", "reference")
NEEDED = ("source", "category", "address", "text")
MOST_ROWS, LONGEST = 2_000, 1_000
MAY_ENTER = (Role.ADMIN, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one cell. *why* is missing, formula, too_long, unknown_category,
    unknown_source or unknown_district."""

    row: int
    column: str
    why: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """What came of a table."""

    new: list[str] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


class Bulk:
    """Enters tables."""

    def __init__(
        self,
        store: Store,
        city: City,
        intake: Intake,
        districts: Sequence[str],
        sources: Mapping[str, Source],
    ) -> None:
        """*sources* are the names under which a source may be written."""
        self._store, self._city, self._intake = store, city, intake
        self._districts, self._sources = districts, sources
        self._categories = {one.name: code for code, one in city.categories.items()}
        self._categories |= {code: code for code in city.categories}

    async def require(self, by: PersonId) -> Person:
        """Whoever may enter tables: admins and inspectors; raises StaffOnly."""
        async with self._store.reading() as book:
            person = await book.person(by)
        if person is None or not any(person.has(role) for role in MAY_ENTER):
            raise StaffOnly
        return person

    async def enter(self, rows: Iterable[tuple[int, Mapping[str, str]]], by: PersonId) -> Entered:
        """File each good row, by its number in the table; a row that says what one entered
        before said is not filed again, whoever sends it. Raises StaffOnly."""
        await self.require(by)
        entered = Entered()
        for number, row in rows:
            found = self._read(number, row)
            if isinstance(found, list):
                entered.faults.extend(found)
                continue
            key = _key(row)
            async with self._store.reading() as book:
                known = await book.done(key) is not None
            case = await self._intake.submit(found, Ask(by, key))
            (entered.known if known else entered.new).append(case.number)
        return entered

    def _read(self, number: int, row: Mapping[str, str]) -> Report | list[Fault]:
        faults = [Fault(number, name, "missing") for name in NEEDED if not row.get(name)]
        for name, value in row.items():
            if value.startswith("="):
                faults.append(Fault(number, name, "formula", value[:40]))
            elif len(value) > LONGEST:
                faults.append(Fault(number, name, "too_long", value[:20]))
        known: Mapping[str, Iterable[str]] = {
            "source": self._sources,
            "category": self._categories,
            "district": self._districts,
        }
        faults += [
            Fault(number, name, f"unknown_{name}", row[name][:40])
            for name, values in known.items()
            if row.get(name) and not row[name].startswith("=") and row[name] not in values
        ]
        if faults:
            return faults
        return Report(
            Kind.PROBLEM,
            self._categories[row["category"]],
            row["text"],
            Place(row["address"], row.get("district") or None),
            source=self._sources[row["source"]],
        )


def _key(row: Mapping[str, str]) -> str:
    """The same for rows that say the same. Two problems that read alike are told apart by a
    reference of their own."""
    said = "\x1f".join(" ".join(row.get(name, "").split()) for name in FIELDS)
    return f"bulk:{hashlib.sha256(said.encode()).hexdigest()}"

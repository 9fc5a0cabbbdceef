"""The table of a system of indicators, empty or with the example that is shipped."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib.resources import as_file, files

from bot import survey_files
from bot.tables_in import Tables
from cases.city import City
from handlers.texts import Words
from survey.reading import AMOUNTS, FIELDS, MOST_ROWS


class IndicatorFiles:
    """Workbooks of a city."""

    def __init__(self, city: City) -> None:
        self._city = city

    def template(self, words: Words) -> bytes:
        """An empty table, with the kinds of points of the example to begin with."""
        head, *_ = _example()
        return self._written(head[len(FIELDS) :], (), words)

    def example(self, words: Words) -> bytes:
        """The example as a table that can be changed and imported."""
        head, *rows = _example()
        names = {code: one.name for code, one in self._city.categories.items()}
        filled = [
            [*map(_typed, FIELDS, (names.get(said, said) for said in row)), *row[len(FIELDS) :]]
            for row in rows
        ]
        return self._written(head[len(FIELDS) :], filled, words)

    def _written(
        self, kinds: Sequence[str], rows: Sequence[Sequence[str | Decimal]], words: Words
    ) -> bytes:
        choices: Mapping[str, Sequence[str]] = {
            "organisation": self._city.organisations,
            "category": [one.name for one in self._city.categories.values()],
        }
        return Tables().template(
            [*(words.plain(f"indicators.{field}") for field in FIELDS), *kinds],
            [*(choices.get(field, ()) for field in FIELDS), *(() for _ in kinds)],
            rows,
            words.plain("indicators.example" if rows else "indicators.title"),
        )


def _example() -> list[list[str]]:
    """The rows of the example, with their heading."""
    with as_file(files("survey") / "example" / "indicators.csv") as path:
        return survey_files.table(path, MOST_ROWS)


def _typed(field: str, said: str) -> str | Decimal:
    """What a cell says, as a number where it is one of points."""
    return Decimal(said) if said and field in AMOUNTS else said

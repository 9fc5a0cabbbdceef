"""Problems from a table: /template gives it, and a table that is sent back is entered."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence

from telegram import Message, Update

from cases.bulk import FIELDS, MOST_ROWS, NEEDED, Bulk, Entered
from cases.city import City
from cases.model import PersonId
from handlers.cleaning import clean
from handlers.context import Context, Talk, message_of, session
from handlers.ports import TableFiles
from handlers.texts import Html, Words

NAMED = 40


class Entering:
    """Bulk entry in the chat."""

    def __init__(
        self,
        *,
        bulk: Bulk,
        tables: TableFiles,
        city: City,
        districts: Sequence[str],
        talk: Talk,
    ) -> None:
        self._bulk, self._tables, self._city = bulk, tables, city
        self._districts, self._talk = districts, talk

    async def template(self, update: Update, _: Context) -> None:
        """/template: an empty table."""
        await self._bulk.require(session().person.id)
        words = self._talk.words
        choices = {
            "source": [words.plain(f"source.{one}") for one in SOURCES],
            "category": [one.name for one in self._city.categories.values()],
            "district": list(self._districts),
        }
        data = await asyncio.to_thread(
            self._tables.template,
            [words.plain(f"bulk.{name}") for name in FIELDS],
            [choices.get(name, []) for name in FIELDS],
        )
        await message_of(update).reply_document(
            data, filename="template.xlsx", caption=words("bulk.template")
        )

    async def require(self, by: PersonId) -> None:
        """Raise StaffOnly for whoever may not enter tables."""
        await self._bulk.require(by)

    async def enter(self, message: Message, rows: list[list[str]]) -> None:
        """Enter the rows below the headings, and say what came of each."""
        words = self._talk.words
        if len(rows) - 1 > MOST_ROWS:
            await message.reply_text(words("bulk.too_many_rows", most=MOST_ROWS))
            return
        places = self._places(rows[0])
        missing = [words.plain(f"bulk.{name}") for name in NEEDED if name not in places]
        if missing:
            await message.reply_text(words("bulk.no_heading", missing="、".join(missing)))
            return
        entered = await self._bulk.enter(_named(rows, places), session().person.id)
        await message.reply_text(_report(entered, words))

    def _places(self, head: Sequence[str]) -> Mapping[str, int]:
        """In which column each field stands, by its heading in either language."""
        every = self._talk.catalogue.every
        names = {heading: name for name in FIELDS for heading in every(f"bulk.{name}")}
        return {names[text]: place for place, text in enumerate(head) if text in names}


SOURCES = ("inspection", "street", "media", "citizen")


def _named(
    rows: list[list[str]], places: Mapping[str, int]
) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row below the heading that is not empty, with its number as the program that made it
    shows it."""
    for number, row in enumerate(rows[1:], start=2):
        if any(row):
            cells = {name: clean(row[place]) for name, place in places.items() if place < len(row)}
            yield number, cells


def _report(entered: Entered, words: Words) -> Html:
    """What was entered, what was known, and each fault with its mend."""
    lines = [
        words("bulk.entered", new=len(entered.new), known=len(entered.known)),
        *(
            words(
                "bulk.fault",
                row=fault.row,
                column=words.plain(f"bulk.{fault.column}"),
                why=words.plain(f"bulk.why_{fault.why}", value=fault.value),
            )
            for fault in entered.faults[:NAMED]
        ),
    ]
    if len(entered.faults) > NAMED:
        lines.append(words("bulk.more", count=len(entered.faults) - NAMED))
    if entered.faults:
        lines.append(words("bulk.again"))
    return Html("\n".join(lines))

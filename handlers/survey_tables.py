"""/survey: the system of indicators and the points, as tables that admins ask for and send."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from html import escape
from pathlib import PurePath
from typing import Any, Protocol

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers.context import Context, Talk, message_of, query_of, session
from handlers.ports import Papers, Sheet
from handlers.survey_words import (
    cleaned,
    complaints,
    feature_of,
    indicator_headings,
    point_headings,
)
from handlers.texts import Html, Words
from survey import geojson, points, reading
from survey.importing import Importing, Version
from survey.table import Fault, Faulty

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
FILES = ("template", "example", "empty", "points", "geojson")
SURVEY_BUTTON = re.compile(rf"survey:({'|'.join(FILES)})\Z")
INDICATORS, POINTS = "indicators", "places"
MOST_ROWS = {INDICATORS: reading.MOST_ROWS, POINTS: points.MOST_ROWS}
ENOUGH = 3  # headings by which a table is known; a table of problems shares two with points
Where = Callable[[Fault], str]


class IndicatorFiles(Protocol):
    """Makes tables of indicators, as .xlsx."""

    def template(self, words: Words) -> bytes: ...

    def example(self, words: Words) -> bytes: ...


class SurveyTables:
    """Tables of the survey in the chat."""

    def __init__(
        self, importing: Importing, files: IndicatorFiles, papers: Papers, talk: Talk
    ) -> None:
        self._importing, self._files, self._papers, self._talk = importing, files, papers, talk
        self._headings = {
            INDICATORS: indicator_headings(talk.catalogue),
            POINTS: point_headings(talk.catalogue),
        }

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The command and its buttons; what is sent comes by way of ``take``."""
        return [
            CommandHandler("survey", self.command, PRIVATE, has_args=False),
            CallbackQueryHandler(self.press, SURVEY_BUTTON),
        ]

    async def command(self, update: Update, _: Context) -> None:
        """What there is, and how to enter more."""
        newest, count = await self._importing.known(session().person.id)
        words = self._talk.words
        known = (
            words("survey.version", **_facts(newest, words))
            if newest
            else words("survey.no_version")
        )
        keys = [
            InlineKeyboardButton(words.plain(f"survey.file_{one}"), callback_data=f"survey:{one}")
            for one in FILES
        ]
        await message_of(update).reply_text(
            words("survey.page", known=known, count=count),
            reply_markup=InlineKeyboardMarkup([keys[:2], keys[2:3], keys[3:]]),
        )

    async def press(self, update: Update, _: Context) -> None:
        """One of the files."""
        query, by, words = query_of(update), session().person.id, self._talk.words
        await self._importing.known(by)
        match = SURVEY_BUTTON.match(query.data or "")
        name = match[1] if match else FILES[0]
        await query.answer()
        data, ending = await self._written(name, words), "geojson" if name == "geojson" else "xlsx"
        await message_of(update).reply_document(
            data, words(f"survey.caption_{name}"), filename=f"{name}.{ending}"
        )

    async def _written(self, name: str, words: Words) -> bytes:
        match name:
            case "template":
                return self._files.template(words)
            case "example":
                return self._files.example(words)
            case "empty":
                return await self._workbook([], words)
        every = await self._importing.every_point(session().person.id)
        if name == "geojson":
            return "".join(geojson.written(every)).encode()
        return await self._workbook(every, words)

    async def _workbook(self, every: Sequence[points.Point], words: Words) -> bytes:
        headings = [words.plain(f"places.{field}") for field in points.FIELDS]
        rows = [
            [one if isinstance(one, str) else _degrees(one) for one in point.row().values()]
            for point in every
        ]
        return await self._papers.workbook([Sheet(words.plain("places.title"), headings, rows)])

    def section(self, heading: Sequence[str]) -> str | None:
        """Which table of the survey has that heading, if one has."""
        for name, known in self._headings.items():
            if sum(one in known for one in heading) >= ENOUGH:
                return name
        return None

    async def take_geojson(self, message: Message, data: bytes) -> None:
        """Enter the points of a collection of features."""
        words = self._talk.words
        try:
            rows = geojson.rows(data, self._headings[POINTS])
        except ValueError:
            await message.reply_text(words("survey.no_geojson"))
            return
        await self.take(message, POINTS, cleaned(rows), feature_of(rows[0]), "")

    async def take(
        self, message: Message, section: str, rows: list[list[str]], where: Where, file: str
    ) -> None:
        """Enter a table that was sent, and say what came of it."""
        words, headings = self._talk.words, self._headings[section]
        if len(rows) - 1 > MOST_ROWS[section]:
            await message.reply_text(words("bulk.too_many_rows", most=MOST_ROWS[section]))
            return
        await self._importing.known(session().person.id)
        await message.reply_text(words("survey.begun", count=len(rows) - 1))
        try:
            said, faults = await (
                self._indicators(rows, headings, file)
                if section == INDICATORS
                else self._points(rows, headings)
            )
        except Faulty as error:
            said, faults = (
                words(f"survey.refused_{section}", count=len(error.faults)),
                error.faults,
            )
        lines = [Html(escape(one)) for one in complaints(faults, where, words, section)]
        await message.reply_text(Html("\n".join([said, *lines])))

    async def _indicators(
        self, rows: list[list[str]], headings: Mapping[str, str], file: str
    ) -> tuple[Html, Sequence[Fault]]:
        name = PurePath(file).stem or self._talk.words.plain("indicators.title")
        version, new = await self._importing.indicators(rows, headings, name, session().person.id)
        key = "survey.imported" if new else "survey.imported_before"
        return self._talk.words(key, **_facts(version, self._talk.words)), ()

    async def _points(
        self, rows: list[list[str]], headings: Mapping[str, str]
    ) -> tuple[Html, Sequence[Fault]]:
        entered, faults = await self._importing.points(rows, headings, session().person.id)
        key = "survey.entered_some" if faults else "survey.entered"
        said = self._talk.words(
            key,
            new=entered.new,
            changed=entered.changed,
            known=entered.known,
            count=len(faults),
        )
        return said, faults


def _degrees(one: float) -> Decimal:
    return Decimal(one).quantize(Decimal(1).scaleb(-points.DECIMALS))


def _facts(version: Version, words: Words) -> dict[str, object]:
    return {
        "number": version.number,
        "name": version.name,
        "at": words.moment(version.imported_at),
        "indicators": version.indicators,
        "kinds": version.kinds,
        "items": version.items,
    }

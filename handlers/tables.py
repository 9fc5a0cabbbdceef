"""Tables that are sent: problems to be entered, or what the survey goes by."""

import asyncio
from functools import reduce
from operator import or_
from typing import Any

from telegram import Message, Update
from telegram.constants import FileSizeLimit
from telegram.ext import BaseHandler, MessageHandler, filters

from cases.errors import StaffOnly
from handlers.bulk import Entering
from handlers.context import Context, Talk, message_of, session
from handlers.ports import BadTable, TableFiles
from handlers.survey_tables import SurveyTables
from handlers.survey_words import cell_of, cleaned
from survey.points import MOST_ROWS

GEOJSON = (".geojson", ".json")
TABLE = reduce(or_, map(filters.Document.FileExtension, ("xlsx", "csv", "geojson", "json")))
PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


class SentTables:
    """Reads a table and hands it on by its headings."""

    def __init__(
        self, entering: Entering, survey: SurveyTables, tables: TableFiles, talk: Talk
    ) -> None:
        self._entering, self._survey = entering, survey
        self._tables, self._talk = tables, talk

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Every table that is sent, and what those of the survey are asked for with."""
        return [*self._survey.handlers(), MessageHandler(PRIVATE & TABLE, self.file)]

    async def file(self, update: Update, context: Context) -> None:
        """A table was sent."""
        message, words = message_of(update), self._talk.words
        document = message.document
        try:
            await self._entering.require(session().person.id)
        except StaffOnly:
            await message.reply_text(words("photo.not_an_image"))
            return
        if document is None or (document.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
            await message.reply_text(words("bulk.too_large", most=MOST_ROWS))
            return
        file = await context.bot.get_file(document.file_id)
        data, name = bytes(await file.download_as_bytearray()), document.file_name or ""
        if name.lower().endswith(GEOJSON):
            await self._survey.take_geojson(message, data)
            return
        try:
            rows = await asyncio.to_thread(self._tables.read, data, name, MOST_ROWS)
        except BadTable as error:
            await message.reply_text(words(f"bulk.{error}", most=MOST_ROWS))
            return
        await self._sort(message, data, name, rows)

    async def _sort(self, message: Message, data: bytes, name: str, rows: list[list[str]]) -> None:
        section = self._survey.section(rows[0])
        if section is None:
            await self._entering.enter(message, rows)
            return
        sheet = await asyncio.to_thread(self._tables.title, data, name)
        await self._survey.take(message, section, cleaned(rows), cell_of(sheet), name)

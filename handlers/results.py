"""/results: what a round of inspections came to, as a whole and by whatever divides it, for the
city or for one's own organisation."""

import re
from collections.abc import Sequence
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers import result_words
from handlers.arguments import arguments
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.ports import Chapter, Papers
from handlers.result_sheets import printed, sheets
from handlers.result_words import SHOWN
from handlers.texts import Html, Words
from survey.outcome import Outcome
from survey.results import Division
from survey.rounds import Round

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
WHOLE, POINTS, TABLE = "whole", "points", "table"
VIEWS = (WHOLE, *Division, POINTS, TABLE)
PRINTED = (Division.DISTRICT, Division.ORGANISATION, Division.KIND)
RESULTS_BUTTON = re.compile(rf"results:(\d{{1,9}}):({'|'.join(VIEWS)}):(\d{{1,5}})\Z")


class ResultsTalk:
    """Results in the chat."""

    def __init__(self, outcome: Outcome, papers: Papers, talk: Talk) -> None:
        self._outcome, self._papers, self._talk = outcome, papers, talk

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The command and its buttons."""
        return [
            CommandHandler("results", self.command, PRIVATE),
            CallbackQueryHandler(self.press, RESULTS_BUTTON),
        ]

    async def command(self, update: Update, _: Context) -> None:
        """/results [NUMBER]: the newest round, or that one."""
        rounds, words = await self._outcome.rounds(session().person.id), self._talk.words
        (wanted,) = arguments(update, 1) or ("",)
        round_ = _numbered(rounds, wanted) if wanted else next(iter(rounds), None)
        if round_ is None:
            known = ", ".join(str(one.number) for one in rounds)
            key = "results.unknown" if rounds else "results.none"
            await message_of(update).reply_text(words(key, known=known))
            return
        text, keys = await self._page(round_, WHOLE, 0)
        await message_of(update).reply_text(text, reply_markup=keys)

    async def press(self, update: Update, _: Context) -> None:
        """A button below results."""
        query = query_of(update)
        match = RESULTS_BUTTON.match(query.data or "")
        rounds = await self._outcome.rounds(session().person.id)
        round_ = _numbered(rounds, match[1]) if match else None
        if match is None or round_ is None:
            await query.answer(self._talk.words.plain("results.gone"), show_alert=True)
            return
        await query.answer()
        if match[2] == TABLE:
            await self._table(message_of(update), round_)
            return
        text, keys = await self._page(round_, match[2], int(match[3]))
        await message_of(update).edit_text(text, reply_markup=keys)

    async def newest(self) -> Round | None:
        """The newest round that has a score; raises ResultsNotYours."""
        return await self._outcome.newest(session().person.id)

    async def post(self, message: Message, round_: Round) -> None:
        """Everything about a round: the page and the table."""
        text, keys = await self._page(round_, WHOLE, 0)
        await message.reply_text(text, reply_markup=keys)
        await self._table(message, round_)

    async def chapter(self, round_: Round) -> Chapter:
        """The same for a paper: the page, and who stands where."""
        by, words = session().person.id, self._talk.words
        parts = {one: await self._outcome.parts(round_, one, by) for one in PRINTED}
        page = result_words.whole(await self._outcome.overall(round_, by), words)
        return Chapter(page.split("\n"), printed(parts, words))

    async def _table(self, message: Message, round_: Round) -> None:
        by, words = session().person.id, self._talk.words
        visited = await self._outcome.points(round_, by)
        parts = {one: await self._outcome.parts(round_, one, by) for one in Division}
        data = await self._papers.workbook(sheets(visited, parts, words))
        caption = result_words.table(round_, parts[Division.KIND].since, words)
        await message.reply_document(data, caption, filename=f"round-{round_.number}.xlsx")

    async def _page(
        self, round_: Round, view: str, offset: int
    ) -> tuple[Html, InlineKeyboardMarkup]:
        by, words = session().person.id, self._talk.words
        if view == WHOLE:
            overall = await self._outcome.overall(round_, by)
            return result_words.whole(overall, words), _keys(round_, view, 0, 0, words)
        if view == POINTS:
            points = await self._outcome.points(round_, by)
            text, total = result_words.points(round_, points, offset, words), len(points)
        else:
            division = Division(view)
            parts = await self._outcome.parts(round_, division, by)
            text = result_words.parts(round_, division, parts, offset, words)
            total = len(parts.groups)
        return text, _keys(round_, view, offset, total, words)


def _numbered(rounds: Sequence[Round], wanted: str) -> Round | None:
    return next((one for one in rounds if str(one.number) == wanted), None)


def _keys(round_: Round, view: str, offset: int, total: int, words: Words) -> InlineKeyboardMarkup:
    def button(label: str, to: str, start: int = 0) -> InlineKeyboardButton:
        return InlineKeyboardButton(label, callback_data=f"results:{round_.number}:{to}:{start}")

    turns = []
    if offset > 0:
        turns.append(button(words.plain("button.newer"), view, max(0, offset - SHOWN)))
    if offset + SHOWN < total:
        turns.append(button(words.plain("button.older"), view, offset + SHOWN))
    views = [button(words.plain(f"results.view_{one}"), one) for one in VIEWS]
    return InlineKeyboardMarkup([*([turns] if turns else []), views[:3], views[3:6], views[6:]])

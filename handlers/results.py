"""/results: what a round of inspections came to, as a whole and by whatever divides it."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers.arguments import arguments
from handlers.cleaning import shorten
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.figure_words import percent_of
from handlers.ports import Papers
from handlers.result_sheets import sheets
from handlers.texts import Html, Words
from survey.outcome import Outcome, Overall
from survey.results import Cost, Division, Group
from survey.rounds import Round

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
RESULTS_BUTTON = re.compile(
    rf"results:(\d{{1,9}}):(whole|table|{'|'.join(Division)}):(\d{{1,5}})\Z"
)
WHOLE, TABLE = "whole", "table"
SHOWN, LINE = 15, 60


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
        """The newest round that has a score; raises AdminsOnly."""
        by = session().person.id
        for round_ in await self._outcome.rounds(by):
            if (await self._outcome.overall(round_, by)).mean is not None:
                return round_
        return None

    async def post(self, message: Message, round_: Round) -> None:
        """Everything about a round: the page and the table."""
        text, keys = await self._page(round_, WHOLE, 0)
        await message.reply_text(text, reply_markup=keys)
        await self._table(message, round_)

    async def _table(self, message: Message, round_: Round) -> None:
        by, words = session().person.id, self._talk.words
        visited = await self._outcome.points(round_, by)
        parts = {one: await self._outcome.parts(round_, one, by) for one in Division}
        data = await self._papers.workbook(sheets(visited, parts, words))
        caption = words("results.table", name=round_.plan.name)
        await message.reply_document(data, caption, filename=f"round-{round_.number}.xlsx")

    async def _page(
        self, round_: Round, view: str, offset: int
    ) -> tuple[Html, InlineKeyboardMarkup]:
        by, words = session().person.id, self._talk.words
        if view == WHOLE:
            overall = await self._outcome.overall(round_, by)
            return _whole(overall, words), _keys(round_, view, 0, 0, words)
        division = Division(view)
        parts = await self._outcome.parts(round_, division, by)
        shown = parts[offset : offset + SHOWN]
        lines = [words(f"results.by_{division}", name=round_.plan.name, count=len(parts))]
        lines += [_part(one, words) for one in shown]
        return Html("\n".join(lines)), _keys(round_, view, offset, len(parts), words)


def _numbered(rounds: Sequence[Round], wanted: str) -> Round | None:
    return next((one for one in rounds if str(one.number) == wanted), None)


def _whole(overall: Overall, words: Words) -> Html:
    round_, mean, put_right = overall.round, overall.mean, overall.rectified
    return words(
        "results.whole",
        name=round_.plan.name,
        begins=words.day(round_.plan.begins),
        ends=words.day(round_.plan.ends),
        lead=round_.plan.organisation,
        visited=overall.visited,
        drawn=round_.drawn,
        score=mean.score if mean else "—",
        bounds=_bounds(overall.bounds, words),
        change=_change(overall.change, words),
        costs=Html("\n".join(_cost(one, words) for one in overall.costs)) or "—",
        found=put_right.found,
        fixed=put_right.fixed,
        verified=put_right.verified,
        open=put_right.open,
        rate=percent_of(put_right.rate),
    )


def _part(group: Group, words: Words) -> Html:
    standing = group.standing
    rank = standing.rank
    return words(
        "results.part",
        rank=words.plain("results.unranked") if rank is None else rank,
        name=standing.name,
        score=standing.mean.score,
        points=standing.mean.points,
        bounds=_bounds(group.bounds, words),
        change=_change(group.change, words),
    )


def _cost(cost: Cost, words: Words) -> Html:
    text = shorten(cost.item.text, LINE)
    return words("results.cost", lost=cost.lost, text=text, points=cost.points)


def _bounds(bounds: tuple[Decimal, Decimal] | None, words: Words) -> str:
    return words.plain("results.bounds", low=bounds[0], high=bounds[1]) if bounds else ""


def _change(change: Decimal | None, words: Words) -> str:
    if change is None:
        return ""
    return words.plain("results.change", change=f"{change:+.2f}".replace("-", "−"))


def _keys(round_: Round, view: str, offset: int, total: int, words: Words) -> InlineKeyboardMarkup:
    def button(label: str, to: str, start: int = 0) -> InlineKeyboardButton:
        return InlineKeyboardButton(label, callback_data=f"results:{round_.number}:{to}:{start}")

    turns = []
    if offset > 0:
        turns.append(button(words.plain("button.newer"), view, max(0, offset - SHOWN)))
    if offset + SHOWN < total:
        turns.append(button(words.plain("button.older"), view, offset + SHOWN))
    views = [button(words.plain(f"results.view_{one}"), one) for one in (WHOLE, *Division, TABLE)]
    return InlineKeyboardMarkup([*([turns] if turns else []), views[:3], views[3:6], views[6:]])

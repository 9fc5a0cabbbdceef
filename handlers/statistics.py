"""/stats: the figures as words, by buttons divided and as pictures."""

import re
from datetime import datetime
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from cases.city import City
from cases.figures import Cut, Days, Figures
from cases.ports import Clock
from cases.statistics import Statistics
from handlers.arguments import arguments
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.figure_pictures import FigurePictures
from handlers.figure_words import SHOWN, FigureWords
from handlers.ports import Pictures
from handlers.sending import Outgoing
from handlers.span import MONTH, QUARTER, WEEK, asked_for, read_span
from handlers.texts import Html


class View(StrEnum):
    """What a button under the figures shows."""

    WHOLE = "whole"
    ORGANISATION = "organisation"
    DISTRICT = "district"
    CATEGORY = "category"
    TREND = "trend"
    BY_ORGANISATION = "by_organisation"
    BY_CATEGORY = "by_category"
    MAP = "map"


PICTURES = (View.TREND, View.BY_ORGANISATION, View.BY_CATEGORY, View.MAP)
STATS_BUTTON = re.compile(rf"stats:({'|'.join(View)}):(\d{{8}}):(\d{{8}}):(\d{{1,4}})\Z")


class StatisticsTalk:
    """The figures in the chat."""

    def __init__(
        self,
        *,
        statistics: Statistics,
        pictures: Pictures,
        city: City,
        talk: Talk,
        clock: Clock,
    ) -> None:
        self._statistics, self._city = statistics, city
        self._talk, self._clock, self._words = talk, clock, FigureWords(city)
        self._drawing = FigurePictures(pictures, self._words)

    async def command(self, update: Update, _: Context) -> None:
        """/stats [days]; /stats MONTH; /stats FIRST LAST."""
        (text,) = arguments(update, 1) or ("",)
        days = read_span(text, self._city.local_day(self._clock()))
        if days is None:
            await self._statistics.offices(session().person.id)
            await message_of(update).reply_text(self._talk.words("form.stats"))
            return
        page = await self._whole(days)
        await message_of(update).reply_text(page.text, reply_markup=page.buttons)

    async def press(self, update: Update, _: Context) -> None:
        """A button under the figures."""
        query = query_of(update)
        view, days, offset = self._decode(query.data or "")
        if view in PICTURES:
            picture, caption = await self._picture(view, days)
            await query.answer()
            await message_of(update).reply_photo(picture, caption=caption)
            return
        page = await self._page(view, days, offset)
        await query.answer()
        await message_of(update).edit_text(page.text, reply_markup=page.buttons)

    def _decode(self, data: str) -> tuple[View, Days, int]:
        """What a button means; days that cannot be are the last week."""
        match = STATS_BUTTON.match(data)
        if match is None:
            return View.WHOLE, self._last(WEEK), 0
        try:
            first, last = (datetime.strptime(match[n], "%Y%m%d").date() for n in (2, 3))  # noqa: DTZ007
            days = asked_for(first, last)
        except ValueError:
            days = self._last(WEEK)
        return View(match[1]), days, int(match[4])

    def _last(self, count: int) -> Days:
        return Days.up_to(self._city.local_day(self._clock()), count)

    async def _page(self, view: View, days: Days, offset: int) -> Outgoing:
        if view is View.WHOLE:
            return await self._whole(days)
        cut, words = Cut(view), self._talk.words
        about, parts = await self._divided(days, cut)
        text = self._words.parts(about, cut, parts, offset, words)
        return Outgoing(text, self._buttons(days, self._turns(view, days, offset, len(parts))))

    async def _whole(self, days: Days) -> Outgoing:
        overview = await self._statistics.overview(days, session().person.id)
        return Outgoing(self._words.whole(overview, self._talk.words), self._buttons(days, []))

    async def _divided(self, days: Days, cut: Cut) -> tuple[str, list[tuple[str, Figures]]]:
        by = session().person.id
        offices = await self._statistics.offices(by)
        parts = await self._statistics.parts(days, cut, by)
        return self._words.about(days, offices, self._talk.words), parts

    async def _picture(self, view: View, days: Days) -> tuple[bytes, Html]:
        words, by = self._talk.words, session().person.id
        about = self._words.about(days, await self._statistics.offices(by), words)
        title = words.plain(f"stats.picture_{view}")
        return await self._drawn(view, days, about), words(
            "stats.caption", title=title, about=about
        )

    async def _drawn(self, view: View, days: Days, about: str) -> bytes:
        words, by = self._talk.words, session().person.id
        if view is View.TREND:
            return await self._drawing.trend(await self._statistics.course(days, by), about, words)
        if view is View.MAP:
            parts = await self._statistics.parts(days, Cut.DISTRICT, by)
            spots = await self._statistics.spots(days, by)
            return await self._drawing.city_map(parts, spots, about, words)
        cut = Cut.ORGANISATION if view is View.BY_ORGANISATION else Cut.CATEGORY
        parts = await self._statistics.parts(days, cut, by)
        return await self._drawing.bars(cut, parts, about, words)

    def _turns(
        self, view: View, days: Days, offset: int, total: int
    ) -> list[InlineKeyboardButton]:
        words, turns = self._talk.words, []
        if offset > 0:
            label = words.plain("button.newer")
            turns.append(_button(label, view, days, max(0, offset - SHOWN)))
        if offset + SHOWN < total:
            turns.append(_button(words.plain("button.older"), view, days, offset + SHOWN))
        return turns

    def _buttons(self, days: Days, turns: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
        words = self._talk.words
        spans = [
            _button(words.plain(f"stats.{name}"), View.WHOLE, self._last(count))
            for name, count in (("week", WEEK), ("month", MONTH), ("quarter", QUARTER))
        ]
        rows = [(View.ORGANISATION, View.DISTRICT, View.CATEGORY), PICTURES[:2], PICTURES[2:]]
        shown = [[_button(words.plain(f"stats.view_{v}"), v, days) for v in row] for row in rows]
        return InlineKeyboardMarkup([turns, spans, *shown] if turns else [spans, *shown])


def _button(label: str, view: View, days: Days, offset: int = 0) -> InlineKeyboardButton:
    span = f"{days.first:%Y%m%d}:{days.last:%Y%m%d}"
    return InlineKeyboardButton(label, callback_data=f"stats:{view}:{span}:{offset}")

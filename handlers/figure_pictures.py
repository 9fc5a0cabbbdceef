"""The figures as pictures: of a trend, of organisations or categories side by side, of a map."""

from collections.abc import Sequence

from cases.figures import Cut, Days, Figures, Spot, rate
from handlers.figure_words import FigureWords, percent_of
from handlers.ports import Bar, Heading, Moment, Pictures
from handlers.texts import Words

BARS = 15
Parts = Sequence[tuple[str, Figures]]


class FigurePictures:
    """Has figures drawn; *about* says of whom and of when they are."""

    def __init__(self, pictures: Pictures, said: FigureWords) -> None:
        self._pictures, self._said = pictures, said

    async def trend(
        self, course: Sequence[tuple[Days, int, int]], about: str, words: Words
    ) -> bytes:
        """Received and closed, piece by piece."""
        names = (words.plain("stats.received"), words.plain("stats.closed"))
        moments = [Moment(_label(piece, words), *counts) for piece, *counts in course]
        return await self._pictures.trend(_heading("trend", about, words), names, moments)

    async def bars(self, cut: Cut, parts: Parts, about: str, words: Words) -> bytes:
        """Organisations by what they had to do, with how much of it was done in time; categories
        by what was reported."""
        whole = sum(one.received for _, one in parts)
        rows = [
            Bar(self._said.name(cut, key, words), one.due, percent_of(rate(one.on_time, one.due)))
            if cut is Cut.ORGANISATION
            else Bar(
                self._said.name(cut, key, words),
                one.received,
                percent_of(rate(one.received, whole)),
            )
            for key, one in parts
        ]
        rows = sorted((row for row in rows if row.count), key=lambda row: -row.count)
        return await self._pictures.bars(_heading(f"by_{cut}", about, words), rows[:BARS])

    async def city_map(
        self, parts: Parts, spots: Sequence[Spot], about: str, words: Words
    ) -> bytes:
        """Districts by what was reported, and the hot spots."""
        counts = {name: one.received for name, one in parts}
        return await self._pictures.city_map(_heading("map", about, words), counts, spots)


def _heading(view: str, about: str, words: Words) -> Heading:
    return Heading(words.plain(f"stats.picture_{view}"), about, words.plain(f"stats.note_{view}"))


def _label(piece: Days, words: Words) -> str:
    day = words.short_day(piece.first)
    return day if len(piece) == 1 else words.plain("stats.piece", day=day)

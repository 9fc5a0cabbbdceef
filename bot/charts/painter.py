"""Draws beside the event loop, one picture at a time: a font face is no thing for two threads."""

import asyncio
from collections.abc import Mapping, Sequence

from bot.charts.bars import bars
from bot.charts.city_map import city_map
from bot.charts.trend import trend
from bot.districts import Districts
from cases.figures import Spot
from handlers.ports import Bar, Heading, Moment


class Painter:
    """What the conversations ask pictures of; all are PNGs."""

    def __init__(self, districts: Districts) -> None:
        self._districts = districts
        self._one_at_a_time = asyncio.Lock()

    async def trend(
        self, heading: Heading, names: tuple[str, str], moments: Sequence[Moment]
    ) -> bytes:
        """Received and closed over time."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(trend, heading, names, moments)

    async def bars(self, heading: Heading, rows: Sequence[Bar]) -> bytes:
        """Counts beside one another."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(bars, heading, rows)

    async def city_map(
        self, heading: Heading, counts: Mapping[str, int], spots: Sequence[Spot]
    ) -> bytes:
        """Counts by district, and the hot spots."""
        areas = self._districts.outlines()
        async with self._one_at_a_time:
            return await asyncio.to_thread(city_map, heading, areas, counts, spots)

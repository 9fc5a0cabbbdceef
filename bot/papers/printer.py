"""Prints beside the event loop, one paper at a time: fonts are registered by name."""

import asyncio
from collections.abc import Sequence

from bot.papers.pdf import pdf
from bot.papers.workbook import workbook
from handlers.ports import Paper, Sheet


class Printer:
    """What the conversations ask files of."""

    def __init__(self) -> None:
        self._one_at_a_time = asyncio.Lock()

    async def paper(self, paper: Paper) -> bytes:
        """A PDF."""
        async with self._one_at_a_time:
            return await asyncio.to_thread(pdf, paper)

    async def workbook(self, sheets: Sequence[Sheet]) -> bytes:
        """An .xlsx."""
        return await asyncio.to_thread(workbook, sheets)

"""「📋 我的上报」 and /my: what became of one's reports."""

from telegram import Update

from cases.ports import CaseQuery, Store
from handlers.callback_data import LIST_BUTTON, ListAct
from handlers.context import Context, message_of, query_of, session
from handlers.sending import Outgoing
from handlers.show import PAGE, Showing


class Mine:
    """The reporter's own list."""

    def __init__(self, store: Store, showing: Showing) -> None:
        self._store, self._showing = store, showing

    async def command(self, update: Update, _: Context) -> None:
        """/my: the first page."""
        page = await self._page(0)
        await message_of(update).reply_text(page.text, reply_markup=page.buttons)

    async def turn(self, update: Update, _: Context) -> None:
        """A paging button."""
        query = query_of(update)
        match = LIST_BUTTON.match(query.data or "")
        page = await self._page(int(match[2]) if match else 0)
        await query.answer()
        await message_of(update).edit_text(page.text, reply_markup=page.buttons)

    async def _page(self, offset: int) -> Outgoing:
        query = CaseQuery(concerns=session().person.id, limit=PAGE, offset=offset)
        async with self._store.reading() as book:
            cases, total = await book.search(query), await book.count(query)
        return self._showing.listing(cases, total, offset, ListAct.MY)

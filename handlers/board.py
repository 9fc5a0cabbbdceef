"""The morning board of an organisation's group: what is open, the most pressing first."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from cases.city import City
from cases.model import HANDLED, Case
from cases.ports import CaseQuery, Clock, Order, Store
from handlers.callback_data import CaseAct, CaseButton
from handlers.card import CardMaker
from handlers.sending import Outgoing
from handlers.texts import Html, Words

SHOWN = 15


class BoardMaker:
    """Draws boards as things stand when they are sent."""

    def __init__(self, store: Store, city: City, maker: CardMaker, clock: Clock) -> None:
        self._store, self._city, self._maker, self._clock = store, city, maker, clock

    async def draw(self, organisation: str, words: Words) -> Outgoing:
        """Counts, then a line a case; unclaimed cases have a button to take them."""
        open_ = CaseQuery(states=HANDLED, organisation=organisation, order=Order.DUE, limit=SHOWN)
        late = CaseQuery(states=HANDLED, organisation=organisation, due_before=self._clock())
        async with self._store.reading() as book:
            cases, total = await book.search(open_), await book.count(open_)
            overdue = await book.count(late)
        title = words("notice.board", organisation=organisation, total=total, overdue=overdue)
        lines = [self._line(case, words) for case in cases]
        if total > len(cases):
            lines.append(words("board.more", count=total - len(cases)))
        return Outgoing(Html("\n".join([title, *lines])), self._buttons(cases, words))

    def _line(self, case: Case, words: Words) -> Html:
        return words(
            "board.line",
            number=case.number,
            mark=self._maker.mark(case),
            time=self._maker.time_left(case, words),
            name=self._maker.category_name(case),
            taken=words.plain("board.taken" if case.owner else "board.free"),
        )

    @staticmethod
    def _buttons(cases: list[Case], words: Words) -> InlineKeyboardMarkup | None:
        rows = [
            [
                InlineKeyboardButton(
                    words.plain("board.take", number=case.number),
                    callback_data=CaseButton(case.id, CaseAct.TAKE, case.version).encode(),
                )
            ]
            for case in cases
            if case.owner is None
        ]
        return InlineKeyboardMarkup(rows) if rows else None

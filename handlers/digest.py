"""Several reminders of one person in one message: the worst first, each case a button."""

from collections.abc import Iterable
from datetime import datetime

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from cases.city import City
from cases.model import Case
from cases.ports import Clock
from handlers.callback_data import CaseAct, CaseButton
from handlers.card import CardMaker
from handlers.sending import Outgoing
from handlers.texts import Html, Words

SHOWN = 20


class DigestMaker:
    """Draws digests."""

    def __init__(self, city: City, maker: CardMaker, clock: Clock) -> None:
        self._city, self._maker, self._clock = city, maker, clock

    def draw(self, cases: Iterable[Case], words: Words) -> Outgoing:
        """All cases, the most overdue first; what does not fit is counted."""
        ordered = sorted(cases, key=_due)
        shown, more = ordered[:SHOWN], len(ordered) - SHOWN
        lines = [words("digest.title", count=len(ordered))]
        lines += [self._line(case, words) for case in shown]
        if more > 0:
            lines.append(words("digest.more", count=more))
        rows = [[self._button(case)] for case in shown]
        return Outgoing(Html("\n".join(lines)), InlineKeyboardMarkup(rows))

    def _line(self, case: Case, words: Words) -> Html:
        left = _due(case) - self._clock()
        state = "left" if left.total_seconds() > 0 else "late"
        return words(
            f"digest.{state}",
            number=case.number,
            mark=self._maker.mark(case),
            name=self._city.categories[case.report.category].name,
            span=words.span(left),
        )

    def _button(self, case: Case) -> InlineKeyboardButton:
        name = self._city.categories[case.report.category].name
        data = CaseButton(case.id, CaseAct.SHOW, case.version).encode()
        return InlineKeyboardButton(f"{case.number} · {name}", callback_data=data)


def _due(case: Case) -> datetime:
    """When the timer of the case ends; a reminder of a case without one is stale."""
    if case.due_at is None:
        raise ValueError(f"case {case.number} has no timer")
    return case.due_at

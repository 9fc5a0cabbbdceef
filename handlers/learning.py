"""/model: what was learned and which version tags; corrections that wait for a second hand."""

from collections.abc import Sequence
from decimal import Decimal

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from cases.city import City
from cases.model import CaseId
from cases.second_hand import SecondHand, Waiting
from cases.staff import Staff
from cases.step import Ask
from handlers.callback_data import MODEL_BUTTON, ModelAct
from handlers.cleaning import one_line, shorten
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.figure_words import percent_of
from handlers.ports import Shelf, Version
from handlers.sending import Outgoing
from handlers.texts import Html, Words

SHOWN = 8
TEXT_SHOWN = 300


class Learning:
    """What admins see and decide of the tagging."""

    def __init__(
        self, *, shelf: Shelf, second_hand: SecondHand, staff: Staff, city: City, talk: Talk
    ) -> None:
        self._shelf, self._second_hand = shelf, second_hand
        self._staff, self._city, self._talk = staff, city, talk

    async def command(self, update: Update, _: Context) -> None:
        """/model."""
        page = await self._versions()
        await message_of(update).reply_text(page.text, reply_markup=page.buttons)

    async def press(self, update: Update, _: Context) -> None:
        """A button of one of the two pages."""
        query, words = query_of(update), self._talk.words
        match = MODEL_BUTTON.match(query.data or "")
        act, number = (ModelAct(match[1]), int(match[2])) if match else (ModelAct.WAITING, 0)
        await self._staff.require_admin(session().person.id)
        if act is ModelAct.USE:
            used = await self._shelf.use(number)
            await query.answer(words.plain("model.used" if used else "model.missing"))
            page = await self._versions()
        else:
            said = await self._decide(act, CaseId(number))
            await query.answer(words.plain(said) if said else None)
            page = self._waiting(await self._second_hand.waiting(session().person.id))
        await message_of(update).edit_text(page.text, reply_markup=page.buttons)

    async def _decide(self, act: ModelAct, case: CaseId) -> str:
        """Settle a correction; the text that says what came of it, empty where none was meant."""
        if act is ModelAct.WAITING:
            return ""
        by = session().person.id
        agrees = act is ModelAct.AGREE
        ask = Ask(by, f"second:{by}:{case}:{act}")
        settled = await self._second_hand.settle(case, ask, agrees=agrees)
        return "model.settled" if settled else "model.gains"

    async def _versions(self) -> Outgoing:
        words = self._talk.words
        waiting = len(await self._second_hand.waiting(session().person.id))
        versions = await self._shelf.versions(SHOWN)
        shipped = not any(version.active for version in versions)
        lines = [
            words("model.title"),
            *(self._line(version, words) for version in versions),
            words("model.shipped", mark=words.plain("model.active") if shipped else ""),
            words("model.explained"),
        ]
        rows = [[_use(one.number, words)] for one in versions if not one.active]
        rows += [] if shipped else [[_use(0, words)]]
        if waiting:
            label = words.plain("button.model_waiting", count=waiting)
            rows.append([_button(label, ModelAct.WAITING, 0)])
        return Outgoing(Html("\n".join(lines)), InlineKeyboardMarkup(rows) if rows else None)

    @staticmethod
    def _line(version: Version, words: Words) -> Html:
        return words(
            "model.line",
            mark=words.plain("model.active") if version.active else "",
            number=version.number,
            date=words.moment(version.made_at),
            examples=version.examples,
            before=percent_of(100 * Decimal(version.before)),
            after=percent_of(100 * Decimal(version.after)),
            verdict=words.plain("model.better" if version.better else "model.not_better"),
        )

    def _waiting(self, waiting: Sequence[Waiting]) -> Outgoing:
        """The oldest correction that waits, with its two answers."""
        words = self._talk.words
        if not waiting:
            return Outgoing(words("model.nothing_waits"))
        first = waiting[0]
        text = words(
            "model.correction",
            number=first.case.number,
            organisation=first.correction.organisation or "",
            name=first.by,
            given=self._name(first.correction.given),
            right=self._name(first.correction.right),
            text=shorten(one_line(first.correction.text), TEXT_SHOWN),
            more=len(waiting) - 1,
        )
        answers = (ModelAct.AGREE, ModelAct.REFUSE)
        row = [_button(words.plain(f"button.model_{act}"), act, first.case.id) for act in answers]
        return Outgoing(text, InlineKeyboardMarkup([row]))

    def _name(self, code: str) -> str:
        found = self._city.categories.get(code)
        return found.name if found else code


def _use(version: int, words: Words) -> InlineKeyboardButton:
    key = "button.model_use" if version else "button.model_use_shipped"
    return _button(words.plain(key, number=version), ModelAct.USE, version)


def _button(label: str, act: ModelAct, number: int) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"model:{act}:{number}")

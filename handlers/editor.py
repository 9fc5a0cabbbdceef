"""The editor's desk in the chat: look, change, sign or not, publish; the honour list."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from cases.citizen_book import Edition, Honour
from cases.city import City
from cases.editing import Editing
from cases.model import Case, CaseId
from cases.ports import Clock, Store
from cases.step import Ask
from handlers.arguments import arguments
from handlers.asking import Doing
from handlers.callback_data import CaseAct, CaseButton
from handlers.cleaning import one_line, shorten
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.ports import Reader
from handlers.sending import Outgoing
from handlers.show import seen_by
from handlers.texts import Html, Words

_MONTH = re.compile(r"(20\d\d)-(0?[1-9]|1[0-2])\Z")
_SHOWN, _LINES = 60, 40
_YES, _NO = "yes", "no"


class Editor:
    """What the editor presses."""

    def __init__(
        self,
        *,
        editing: Editing,
        store: Store,
        city: City,
        talk: Talk,
        reader: Reader,
        clock: Clock,
    ) -> None:
        self._editing, self._store, self._city = editing, store, city
        self._talk, self._reader, self._clock = talk, reader, clock

    def does(self) -> Mapping[str, Doing]:
        """What becomes of words that were collected."""
        return {CaseAct.EDIT: lambda w, ask: self._editing.rewrite(CaseId(w.case), w.text, ask)}

    async def begin(self, update: Update, _: Context) -> None:
        """「采用」: the edition as it would be published; a new one without phone numbers."""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        person = session().person
        async with self._store.reading() as book:
            case = await seen_by(book, button.case, person)
        masked = self._reader.mask(case.report.text)
        case, edition = await self._editing.open(case.id, person.id, masked)
        await query.answer()
        page = await self._preview(case, edition)
        await message_of(update).reply_text(page.text, reply_markup=page.buttons)

    async def sign(self, update: Update, _: Context) -> None:
        """「可以署名」 or 「不署名」."""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        signed = button.value == _YES
        case, edition = await self._editing.sign(button.case, session().person.id, signed=signed)
        await query.answer()
        page = await self._preview(case, edition)
        await query.edit_message_text(page.text, reply_markup=page.buttons)

    async def issue(self, update: Update, _: Context) -> None:
        """「✅ 发布」."""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        ask = Ask(session().person.id, f"issue:{button.case}:{button.version}")
        case = await self._editing.publish(button.case, ask)
        await query.answer()
        await query.edit_message_text(self._talk.words("editor.issued", number=case.number))

    async def honours(self, update: Update, _: Context) -> None:
        """/honours [YYYY-MM]."""
        parts = arguments(update, 1)
        begins = self._month(parts[0] if parts else "")
        words = self._talk.words
        if begins is None:
            await message_of(update).reply_text(words("form.honours"))
            return
        found = await self._editing.honours(self._midnight(begins), self._midnight(_next(begins)))
        title = "editor.honours" if found else "editor.no_honours"
        head = words(title, month=words.month(begins), count=len(found))
        lines = [self._honour(one, words) for one in found[-_LINES:]]
        await message_of(update).reply_text(Html("\n".join([head, *lines])))

    def _honour(self, one: Honour, words: Words) -> Html:
        return words(
            "editor.honour",
            day=words.day(self._city.local_day(one.at)),
            text=shorten(one_line(one.text), _SHOWN),
            name=words("editor.by", name=one.name) if one.name else "",
        )

    def _month(self, text: str) -> date | None:
        """The first day of the month that is named; of this one where none is."""
        if not text:
            return self._city.local_day(self._clock()).replace(day=1)
        match = _MONTH.match(text.strip())
        return date(int(match[1]), int(match[2]), 1) if match else None

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self._city.zone)

    async def _preview(self, case: Case, edition: Edition) -> Outgoing:
        words = self._talk.words
        async with self._store.reading() as book:
            reporter = await book.person(case.reporter)
        names = {True: reporter.name if reporter else "", False: words("editor.no_name")}
        name = words("editor.unsaid") if edition.signed is None else names[edition.signed]
        text = words("editor.preview", number=case.number, text=edition.text, name=name)
        return Outgoing(text, _buttons(case, words))


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _buttons(case: Case, words: Words) -> InlineKeyboardMarkup:
    """An anonymous report is never offered a name."""

    def key(label: str, act: CaseAct, value: str = "") -> InlineKeyboardButton:
        data = CaseButton(case.id, act, case.version, value).encode()
        return InlineKeyboardButton(words.plain(f"button.{label}"), callback_data=data)

    named = [] if case.report.anonymous else [key("may_sign", CaseAct.SIGN, _YES)]
    return InlineKeyboardMarkup(
        [
            [*named, key("no_name", CaseAct.SIGN, _NO)],
            [key("edit", CaseAct.EDIT), key("issue", CaseAct.ISSUE)],
        ]
    )

"""What people say about the time of a case: why then, later, a pause, another category."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from cases.city import City
from cases.lifecycle import Action
from cases.limits import Limit
from cases.model import Case
from cases.ports import Store
from cases.staff import Staff
from cases.timekeeping import Timekeeping
from handlers.arguments import Moments, arguments
from handlers.callback_data import CaseAct, CaseButton
from handlers.context import Context, Talk, ask_of, message_of, query_of, session
from handlers.explaining import explain
from handlers.ports import Reader
from handlers.show import seen_by

# What 「稍后提醒」 offers; the value is what its button carries.
SNOOZES = {"1h": "1 hour", "4h": "4 hour", "1d": "1 workday"}
LIKELIEST = 6


class Timing:
    """Buttons and commands about a case's clock."""

    def __init__(
        self,
        *,
        store: Store,
        time: Timekeeping,
        staff: Staff,
        city: City,
        talk: Talk,
        reader: Reader,
        moments: Moments,
    ) -> None:
        self._store, self._time, self._staff, self._city = store, time, staff, city
        self._talk, self._reader, self._moments = talk, reader, moments

    async def why(self, update: Update, _: Context) -> None:
        """「为什么是这个时间?」."""
        query = query_of(update)
        case = await self._case(CaseButton.decode(query.data or ""))
        await query.answer()
        await message_of(update).reply_text(explain(self._city, case, self._talk.words))

    async def snooze(self, update: Update, _: Context) -> None:
        """「稍后提醒」: when?"""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        case = await self._case(button)
        words = self._talk.words
        choices = [(words.plain(f"snooze.{value}"), CaseAct.LATER, value) for value in SNOOZES]
        await query.answer()
        await message_of(update).reply_text(
            words("snooze.ask", number=case.number), reply_markup=_choice(case, choices, 3)
        )

    async def categories(self, update: Update, _: Context) -> None:
        """「🏷 改类别」 under a filed case: the likeliest by its words."""
        query = query_of(update)
        case = await self._case(CaseButton.decode(query.data or ""))
        await self._staff.require_admin(session().person.id)
        ranked = self._reader.read(case.report.text).categories
        others = [code for code in ranked if code != case.report.category][:LIKELIEST]
        names = [(self._city.categories[c].name, CaseAct.RECATEGORISE, c) for c in others]
        await query.answer()
        await message_of(update).reply_text(
            self._talk.words("office.choose_category", number=case.number),
            reply_markup=_choice(case, names, 2),
        )

    async def suspend(self, update: Update, _: Context) -> None:
        """/suspend NUMBER [until] reason."""
        parts = arguments(update, 2)
        if not parts:
            await self._explain(update, "suspend")
            return
        until, reason = self._moments.at_the_start(parts[1])
        case = await self._time.suspend(parts[0].upper(), reason, ask_of(update), until)
        await self._say(update, Action.SUSPEND, case)

    async def resume(self, update: Update, _: Context) -> None:
        """/resume NUMBER."""
        parts = arguments(update, 1)
        if not parts:
            await self._explain(update, "resume")
            return
        case = await self._time.resume(parts[0].upper(), ask_of(update))
        await self._say(update, Action.RESUME, case)

    async def category(self, update: Update, _: Context) -> None:
        """/category NUMBER CATEGORY: by code or by name."""
        parts = arguments(update, 2)
        if not parts:
            await self._explain(update, "category")
            return
        case = await self._time.recategorise(
            parts[0].upper(), self._code(parts[1].strip()), ask_of(update)
        )
        await self._say(update, Action.RECATEGORISE, case)

    def _code(self, name: str) -> str:
        return next((c.code for c in self._city.categories.values() if c.name == name), name)

    async def _say(self, update: Update, action: Action, case: Case) -> None:
        words = self._talk.words
        await message_of(update).reply_text(
            words(
                f"office.done_{action}",
                number=case.number,
                due=words.moment(case.due_at) if case.due_at else "",
                name=self._city.categories[case.report.category].name,
            )
        )

    async def _explain(self, update: Update, command: str) -> None:
        await self._staff.require_admin(session().person.id)
        await message_of(update).reply_text(self._talk.words(f"form.{command}"))

    async def _case(self, button: CaseButton) -> Case:
        async with self._store.reading() as book:
            return await seen_by(book, button.case, session().person)


def snoozed(value: str) -> Limit:
    """How long a button of 「稍后提醒」 wishes for; a forged one gets the shortest."""
    return Limit.parse(SNOOZES.get(value, SNOOZES["1h"]))


def _choice(
    case: Case, choices: list[tuple[str, CaseAct, str]], width: int
) -> InlineKeyboardMarkup:
    row = [
        InlineKeyboardButton(
            label, callback_data=CaseButton(case.id, act, case.version, value).encode()
        )
        for label, act, value in choices
    ]
    return InlineKeyboardMarkup([row[at : at + width] for at in range(0, len(row), width)])

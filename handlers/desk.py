"""The buttons under a case: every press re-reads the case and lets casework decide."""

from collections.abc import Awaitable, Callable

from telegram import Update

from cases.closing import Closing
from cases.desk import Desk
from cases.dispatch import Dispatch
from cases.editing import Editing
from cases.families import Families
from cases.model import Case, Outcome
from cases.ports import Store
from cases.step import Ask
from cases.timekeeping import Timekeeping
from handlers.callback_data import CaseAct, CaseButton
from handlers.card_keys import stars
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.show import Showing
from handlers.timing import snoozed

# Buttons of a message that asks one thing: the message becomes the answer.
_ANSWERED = (
    CaseAct.RATE,
    CaseAct.GIVE,
    CaseAct.GRANT,
    CaseAct.LATER,
    CaseAct.RECATEGORISE,
)
Doing = Callable[[CaseButton, Ask], Awaitable[Case]]


def _number(value: str) -> int:
    """The number a button carries; 0, which nothing accepts, for a forged one."""
    return int(value) if value.isascii() and value.isdecimal() else 0


class CaseButtons:
    """What a press does."""

    def __init__(
        self,
        *,
        store: Store,
        desk: Desk,
        dispatch: Dispatch,
        closing: Closing,
        families: Families,
        editing: Editing,
        time: Timekeeping,
        talk: Talk,
        showing: Showing,
    ) -> None:
        self._store, self._desk, self._talk, self._showing = store, desk, talk, showing
        self._dispatch, self._time, self._families = dispatch, time, families
        self._does: dict[CaseAct, Doing] = {
            CaseAct.TAKE: lambda b, ask: desk.take(b.case, ask),
            CaseAct.SEEN: lambda b, ask: time.acknowledge(b.case, ask),
            CaseAct.LATER: lambda b, ask: time.acknowledge(b.case, ask, snoozed(b.value)),
            CaseAct.RESUME: self._resume,
            CaseAct.RECATEGORISE: self._recategorise,
            CaseAct.VERIFY: lambda b, ask: closing.verify(b.case, ask),
            CaseAct.UNMERGE: self._unmerge,
            CaseAct.RULE: self._rule,
            CaseAct.URGE: lambda b, ask: desk.urge(b.case, ask),
            CaseAct.WITHDRAW: lambda b, ask: desk.withdraw(b.case, ask),
            CaseAct.SOLVED: lambda b, ask: closing.judge(b.case, Outcome.SOLVED, ask),
            CaseAct.PARTLY: lambda b, ask: closing.judge(b.case, Outcome.PARTLY_SOLVED, ask),
            CaseAct.NOT_SOLVED: lambda b, ask: closing.reopen(b.case, ask),
            CaseAct.RATE: lambda b, ask: closing.rate(b.case, _number(b.value), ask),
            CaseAct.GRANT: lambda b, ask: time.extend(b.case, _number(b.value), ask),
            CaseAct.ADOPT: lambda b, ask: editing.adopt(b.case, ask),
            CaseAct.GIVE: self._give,
        }

    async def press(self, update: Update, _: Context) -> None:
        """Do what the button says, say so, and draw the card as the case is now."""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        person = session().person.id
        key = f"press:{person}:{button.case}:{button.act}:{button.version}:{button.value}"
        case = await self._does[button.act](button, Ask(person, key))
        await query.answer(self._pressed(button, case))
        await self._follow_up(update, button, case)

    async def show(self, update: Update, context: Context) -> None:
        """A line of a list was pressed: the case as a card."""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        await self._showing.card(context.bot, button.case)
        await query.answer()

    async def photos(self, update: Update, context: Context) -> None:
        """All photos of a case."""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        await self._showing.photos(context.bot, button.case)
        await query.answer()

    async def candidates(self, update: Update, _: Context) -> None:
        """「转派」: offer the officials, by button."""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        people = await self._dispatch.candidates(button.case, session().person.id)
        await query.answer()
        await message_of(update).reply_text(
            self._talk.words("office.choose_owner"),
            reply_markup=self._showing.people(button, people),
        )

    def _pressed(self, button: CaseButton, case: Case) -> str:
        words = self._talk.words
        until = words.moment(case.quiet_until) if case.quiet_until else ""
        return words.plain(f"pressed.{button.act}", number=case.number, until=until)

    async def _unmerge(self, button: CaseButton, ask: Ask) -> Case:
        return await self._families.unmerge(await self._number_of(button), ask)

    async def _rule(self, button: CaseButton, ask: Ask) -> Case:
        await self._dispatch.make_rule(button.case, ask)
        async with self._store.reading() as book:
            return await book.case(button.case)

    async def _resume(self, button: CaseButton, ask: Ask) -> Case:
        return await self._time.resume(await self._number_of(button), ask)

    async def _recategorise(self, button: CaseButton, ask: Ask) -> Case:
        return await self._time.recategorise(await self._number_of(button), button.value, ask)

    async def _number_of(self, button: CaseButton) -> str:
        async with self._store.reading() as book:
            return (await book.case(button.case)).number

    async def _give(self, button: CaseButton, ask: Ask) -> Case:
        number = await self._number_of(button)
        return await self._dispatch.reassign(number, f"#{button.value}", ask)

    async def _follow_up(self, update: Update, button: CaseButton, case: Case) -> None:
        words = self._talk.words
        message = message_of(update)
        if button.act in (CaseAct.SOLVED, CaseAct.PARTLY):
            await message.reply_text(words("pressed.stars"), reply_markup=stars(case))
        elif button.act in _ANSWERED:
            await message.edit_text(self._pressed(button, case), parse_mode=None)

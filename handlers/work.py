"""办结, 退回, 延期 and the like: words (and after-photos) about a case, collected, then done."""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum

from telegram import InlineKeyboardMarkup, Update
from telegram.ext import ConversationHandler

from cases.bouncing import Bouncing
from cases.city import City
from cases.closing import Closing
from cases.dispatch import Dispatch
from cases.families import Families
from cases.model import Case, CaseId, Outcome, Resolution
from cases.ports import Clock, Store
from cases.step import Ask
from cases.timekeeping import Timekeeping
from handlers.asking import WORDLESS, Doing
from handlers.callback_data import CaseAct, CaseButton, WorkAct, WorkButton
from handlers.cleaning import clean, shorten
from handlers.context import Context, Talk, id_of, message_of, query_of, session
from handlers.intake_photos import PhotoIntake
from handlers.session import Work
from handlers.show import seen_by
from handlers.texts import Html
from handlers.work_keys import OUTCOMES, REASONS, asking, confirming, offices

TEXT_LIMIT = 1000
END = ConversationHandler.END


class Step(StrEnum):
    """The one state: words and photos are being collected."""

    SAYING = "saying"


class Working:
    """The conversation of whoever must say something about a case."""

    def __init__(
        self,
        *,
        store: Store,
        dispatch: Dispatch,
        closing: Closing,
        bouncing: Bouncing,
        families: Families,
        time: Timekeeping,
        city: City,
        talk: Talk,
        photos: PhotoIntake,
        clock: Clock,
        more: Mapping[str, Doing],
    ) -> None:
        self._store, self._dispatch, self._time, self._city = store, dispatch, time, city
        self._closing, self._bouncing, self._families = closing, bouncing, families
        self._talk, self._photos, self._clock, self._more = talk, photos, clock, more

    async def begin(self, update: Update, _: Context) -> Step:
        """A button that needs words: ask for them; raises NotAllowed to strangers."""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        async with self._store.reading() as book:
            case = await seen_by(book, button.case, session().person)
        now = self._clock().isoformat()
        session().work = Work(id_of(update), now, case.id, button.act)
        await query.answer()
        await self._ask(update, case)
        return Step.SAYING

    async def photo(self, update: Update, context: Context) -> Step:
        """An after-photo; its caption counts as words."""
        work, message = self._work(), message_of(update)
        taken = await self._photos.take(message, context.bot, work.photos)
        if taken is not None:
            self._say(work, message.caption)
            await self._answer(update, work)
        return Step.SAYING

    async def text(self, update: Update, _: Context) -> Step:
        """Words."""
        work = self._work()
        self._say(work, message_of(update).text)
        await self._answer(update, work)
        return Step.SAYING

    async def strange(self, update: Update, _: Context) -> Step:
        """Anything else: say what is being waited for."""
        await self._ask(update, await self._case(CaseId(self._work().case)))
        return Step.SAYING

    async def press(self, update: Update, _: Context) -> int | Step:
        """A button under the question or under what was collected."""
        query, words = query_of(update), self._talk.words
        button = WorkButton.decode(query.data or "")
        work = session().work
        if work is None or work.id != button.work:
            await query.answer(words.plain("report.old_card"), show_alert=True)
            return END if work is None else Step.SAYING
        if button.act not in (WorkAct.SUBMIT, WorkAct.CANCEL):
            await self._choose(update, work, button)
            return Step.SAYING
        number = "" if button.act is WorkAct.CANCEL else (await self._do(work)).number
        session().work = None
        await query.answer()
        key = f"work.done_{work.act}" if number else "work.cancelled"
        await query.edit_message_text(words(key, number=number))
        return END

    async def _choose(self, update: Update, work: Work, button: WorkButton) -> None:
        """An outcome, a reason or an office: note it, and show what there is now."""
        query, words = query_of(update), self._talk.words
        await query.answer()
        if button.act is WorkAct.OFFICES:
            await query.edit_message_reply_markup(offices(work, self._city.organisations))
            return
        if button.act is WorkAct.OUTCOME and button.value in OUTCOMES:
            work.outcome = button.value
        elif button.act is WorkAct.REASON and button.value in REASONS:
            self._say(work, words.plain(f"return_reason.{button.value}"))
        elif button.act is WorkAct.OFFICE and button.value.isdecimal():
            work.proposed = self._office(int(button.value))
        text, markup = self._collected(work)
        await query.edit_message_text(text, reply_markup=markup)

    def _office(self, number: int) -> str:
        known = self._city.organisations
        return known[number] if number < len(known) else ""

    async def cancel(self, update: Update, _: Context) -> int:
        """/cancel."""
        session().work = None
        await message_of(update).reply_text(self._talk.words("work.cancelled"))
        return END

    async def _do(self, work: Work) -> Case:
        case, ask = CaseId(work.case), Ask(session().person.id, f"work:{work.id}")
        if work.act in self._more:
            return await self._more[work.act](work, ask)
        does: dict[str, Callable[[], Awaitable[Case]]] = {
            CaseAct.RESOLVE: lambda: self._closing.resolve(case, _resolution(work), ask),
            CaseAct.RETURN: lambda: self._bouncing.give_back(
                case, work.text, ask, work.proposed or None
            ),
            CaseAct.REJECT: lambda: self._closing.reject(case, work.text, ask),
            CaseAct.EXTEND: lambda: self._time.ask_for_time(case, work.text, ask),
            CaseAct.SUSPEND: lambda: self._by_number(case, self._time.suspend, work.text, ask),
            CaseAct.DECLINE: lambda: self._dispatch.decline(case, work.text, ask),
            CaseAct.MERGE: lambda: self._by_number(
                case, self._families.merge, work.text.upper(), ask
            ),
            CaseAct.ASSIST: lambda: self._by_number(case, self._families.assist, work.text, ask),
        }
        return await does[work.act]()

    async def _by_number(
        self, case: CaseId, does: Callable[[str, str, Ask], Awaitable[Case]], text: str, ask: Ask
    ) -> Case:
        return await does((await self._case(case)).number, text, ask)

    def _work(self) -> Work:
        work = session().work
        if work is None:
            raise LookupError("a state of work without its draft")
        work.touched = self._clock().isoformat()
        return work

    def _say(self, work: Work, text: str | None) -> None:
        work.text = shorten(f"{work.text}\n{clean(text or '')}".strip(), TEXT_LIMIT)

    async def _case(self, case: CaseId) -> Case:
        async with self._store.reading() as book:
            return await book.case(case)

    async def _ask(self, update: Update, case: Case) -> None:
        work, words = self._work(), self._talk.words
        await message_of(update).reply_text(
            words(
                words.fitting(f"work.ask_{work.act}", case.report.kind),
                number=case.number,
                question=case.question,
            ),
            reply_markup=asking(work, words),
        )

    async def _answer(self, update: Update, work: Work) -> None:
        """Show what was collected, with 「✅ 提交」; an album is answered once."""
        if session().album_pending:
            return
        if not work.text and not (work.photos and work.act in WORDLESS):
            words = self._talk.words
            await message_of(update).reply_text(words("work.want_text", count=len(work.photos)))
            return
        text, markup = self._collected(work)
        await message_of(update).reply_text(text, reply_markup=markup)

    def _collected(self, work: Work) -> tuple[Html, InlineKeyboardMarkup]:
        words = self._talk.words
        photos = len(work.photos)
        if photos or work.act in (CaseAct.RESOLVE, CaseAct.CONTEST):
            text = words("work.confirm", text=work.text, count=photos)
        else:
            text = words("work.confirm_words", text=work.text)
        if work.proposed:
            text = Html(f"{words('work.proposed', organisation=work.proposed)}\n{text}")
        return text, confirming(work, words)


def _resolution(work: Work) -> Resolution:
    return Resolution(work.text, tuple(work.photos), Outcome(work.outcome))

"""办结, 退回, 延期 and the like: words (and after-photos) about a case, collected, then done."""

from collections.abc import Awaitable, Callable
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import ConversationHandler

from cases.desk import Desk
from cases.dispatch import Dispatch
from cases.model import Case, CaseId, Resolution
from cases.ports import Clock, Store
from cases.step import Ask
from cases.timekeeping import Timekeeping
from handlers.callback_data import WORK_BUTTON, CaseAct, CaseButton
from handlers.cleaning import clean, shorten
from handlers.context import Context, Talk, id_of, message_of, query_of, session
from handlers.intake_photos import PhotoIntake
from handlers.session import Work

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
        desk: Desk,
        dispatch: Dispatch,
        time: Timekeeping,
        talk: Talk,
        photos: PhotoIntake,
        clock: Clock,
    ) -> None:
        self._store, self._desk, self._dispatch, self._time = store, desk, dispatch, time
        self._talk, self._photos, self._clock = talk, photos, clock

    async def begin(self, update: Update, _: Context) -> Step:
        """A button that needs words: ask for them."""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        case = await self._case(button.case)
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
        """「✅ 提交」 or 「❌ 取消」 under what was collected."""
        query, words = query_of(update), self._talk.words
        match = WORK_BUTTON.match(query.data or "")
        work = session().work
        if match is None or work is None or work.id != match[2]:
            await query.answer(words.plain("report.old_card"), show_alert=True)
            return END if work is None else Step.SAYING
        if match[1] == "cancel":
            session().work = None
            await query.answer()
            await query.edit_message_text(words("work.cancelled"))
            return END
        case = await self._do(work)
        session().work = None
        await query.answer()
        await query.edit_message_text(words(f"work.done_{work.act}", number=case.number))
        return END

    async def cancel(self, update: Update, _: Context) -> int:
        """/cancel."""
        session().work = None
        await message_of(update).reply_text(self._talk.words("work.cancelled"))
        return END

    async def _do(self, work: Work) -> Case:
        case, ask = CaseId(work.case), Ask(session().person.id, f"work:{work.id}")
        does: dict[str, Callable[[], Awaitable[Case]]] = {
            CaseAct.RESOLVE: lambda: self._desk.resolve(
                case, Resolution(work.text, tuple(work.photos)), ask
            ),
            CaseAct.RETURN: lambda: self._desk.give_back(case, work.text, ask),
            CaseAct.REJECT: lambda: self._desk.reject(case, work.text, ask),
            CaseAct.EXTEND: lambda: self._time.ask_for_time(case, work.text, ask),
            CaseAct.SUSPEND: lambda: self._suspend(case, work.text, ask),
            CaseAct.DECLINE: lambda: self._dispatch.decline(case, work.text, ask),
        }
        return await does[work.act]()

    async def _suspend(self, case: CaseId, reason: str, ask: Ask) -> Case:
        return await self._time.suspend((await self._case(case)).number, reason, ask)

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
        work = self._work()
        await message_of(update).reply_text(
            self._talk.words(f"work.ask_{work.act}", number=case.number)
        )

    async def _answer(self, update: Update, work: Work) -> None:
        """Show what was collected, with 「✅ 提交」; an album is answered once."""
        if session().album_pending:
            return
        words = self._talk.words
        if not work.text:
            await message_of(update).reply_text(words("work.want_text", count=len(work.photos)))
            return
        buttons = [
            InlineKeyboardButton(
                words.plain(f"button.{act}"), callback_data=f"work:{act}:{work.id}"
            )
            for act in ("submit", "cancel")
        ]
        await message_of(update).reply_text(
            words("work.confirm", text=work.text, count=len(work.photos)),
            reply_markup=InlineKeyboardMarkup([buttons]),
        )

"""The card that waits for 「✅ 提交」: its menus, and how it becomes a case."""

import logging

from telegram import Update
from telegram.ext import ConversationHandler

from cases.city import City
from cases.intake import Intake
from cases.model import Case, CaseId, Kind
from cases.step import Ask
from handlers.already import Already
from handlers.answers import Answers, Step, remove, stay
from handlers.callback_data import DraftAct, DraftButton
from handlers.card import CardMaker, Names
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.draft_card import DraftCard
from handlers.drafts import Drafts
from handlers.ports import Card, CardBook
from handlers.sending import edit
from handlers.session import Draft
from handlers.texts import Html

logger = logging.getLogger(__name__)

END = ConversationHandler.END
_MENUS = (DraftAct.CATEGORY, DraftAct.DOMAIN, DraftAct.KIND)
_ANSWERS = (DraftAct.SAME, DraftAct.OTHER)


class Confirming:
    """What people press under the card."""

    def __init__(
        self,
        *,
        intake: Intake,
        city: City,
        talk: Talk,
        drafts: Drafts,
        answers: Answers,
        card: DraftCard,
        already: Already,
        cards: CardBook,
        maker: CardMaker,
    ) -> None:
        self._intake, self._city, self._talk = intake, city, talk
        self._drafts, self._answers, self._card = drafts, answers, card
        self._already, self._cards, self._maker = already, cards, maker

    async def press(self, update: Update, context: Context) -> int | Step:
        """A button of the card; one of an earlier card is told so."""
        query = query_of(update)
        button = DraftButton.decode(query.data or "")
        draft = session().draft
        stale = button.act in _ANSWERS and (draft is None or button.value != str(draft.offered))
        if draft is None or draft.id != button.draft or stale:
            await query.answer(self._talk.words.plain("report.old_card"), show_alert=True)
            return Step.COLLECTING if draft is None else stay(draft)
        if button.act is DraftAct.SUBMIT:
            return await self._submit(update, context, draft)
        if button.act is DraftAct.CANCEL:
            return await self._drop(update)
        if button.act in _ANSWERS:
            return await self._answered(update, context, draft, button)
        return await self._change(update, draft, button)

    # changing what the card says

    async def _change(self, update: Update, draft: Draft, button: DraftButton) -> Step:
        query = query_of(update)
        draft.offered = None
        await query.answer()
        if button.act in _MENUS and await self._menu(update, draft, button):
            return Step.CONFIRMING
        self._apply(draft, button.act, button.value)
        if button.act is DraftAct.PLACE or draft.place is None:
            return await self._ask_place(update, draft)
        card = message_of(update)
        await self._answers.redraw(card, draft, card.message_id)
        return Step.CONFIRMING

    async def _menu(self, update: Update, draft: Draft, button: DraftButton) -> bool:
        """Open a menu in place of the buttons; False where the press chose something."""
        query, words = query_of(update), self._talk.words
        act, value = button.act, button.value
        if act is DraftAct.CATEGORY and not value:
            menu = self._card.categories(draft, self._drafts.read(draft), words)
        elif act is DraftAct.DOMAIN and value.isdecimal() and int(value) < self._card.domain_count:
            menu = self._card.domain(draft, int(value), words)
        elif act is DraftAct.KIND and not value:
            menu = self._card.kinds(draft, words)
        else:
            return False
        await query.edit_message_reply_markup(menu)
        return True

    async def _ask_place(self, update: Update, draft: Draft) -> Step:
        draft.correcting_place = True
        await message_of(update).reply_text(
            self._talk.words("report.new_place"), reply_markup=self._answers.keyboard(draft)
        )
        return Step.COLLECTING

    def _apply(self, draft: Draft, act: DraftAct, value: str) -> None:
        if act is DraftAct.CATEGORY and value in self._city.categories:
            draft.category, draft.chosen = value, True
        elif act is DraftAct.KIND and value in list(Kind):
            draft.kind = value
        elif act is DraftAct.ANONYMOUS:
            draft.anonymous = not draft.anonymous
        elif act is DraftAct.PLACE:
            draft.correcting_place = True
        elif act is DraftAct.TRUST_POINT:
            self._drafts.trust_point(draft)
        elif act is DraftAct.TRUST_WORDS:
            self._drafts.trust_words(draft)

    # from the card to a case

    async def _submit(self, update: Update, context: Context, draft: Draft) -> int | Step:
        query = query_of(update)
        wanting = self._wanting(draft)
        if wanting:
            await query.answer(self._talk.words.plain(wanting), show_alert=True)
            return Step.CONFIRMING
        return await self._look_around(update, context, draft, "")

    def _wanting(self, draft: Draft) -> str:
        """The text that says what stands in the way of filing; empty where nothing does."""
        if not draft.category or draft.place is None or not draft.text:
            return "report.choose_category"
        if self._drafts.disputed(draft):
            return "report.choose_district"
        return "already.answer_first" if draft.offered is not None else ""

    async def _look_around(
        self, update: Update, context: Context, draft: Draft, said: str
    ) -> int | Step:
        """Show the next case that may be the same, or file the draft where there is none left;
        *said* is what the press is answered meanwhile."""
        report, road = self._drafts.report(draft), self._drafts.road(draft)
        if await self._already.offer(context.bot, draft, report, road):
            await query_of(update).answer(said or None)
            return Step.CONFIRMING
        return await self._file(update, context, draft, said)

    async def _answered(
        self, update: Update, context: Context, draft: Draft, button: DraftButton
    ) -> int | Step:
        """「➕ 我也遇到」 or 「不是同一件」 under a case that was offered."""
        case, said = CaseId(int(button.value)), ""
        if button.act is DraftAct.SAME:
            joined = await self._already.join(draft, self._drafts.report(draft), case)
            if joined is not None:
                return await self._joined(update, context, draft, joined)
            said = self._talk.words.plain("already.over")
        self._already.rule_out(draft, case)
        asked = message_of(update)
        await remove(asked, asked.message_id)
        return await self._look_around(update, context, draft, said)

    async def _joined(
        self, update: Update, context: Context, draft: Draft, case: Case
    ) -> int | Step:
        query, words = query_of(update), self._talk.words
        await query.answer(words.plain("already.thanks"))
        await query.edit_message_reply_markup(None)
        receipt = words("already.receipt", number=case.number)
        return await self._done(update, context, draft, case, receipt)

    async def _file(
        self, update: Update, context: Context, draft: Draft, said: str = ""
    ) -> int | Step:
        person = session().person
        report, ask = self._drafts.report(draft), Ask(person.id, f"draft:{draft.id}")
        case = await self._intake.submit(report, ask, self._drafts.guess(draft))
        await query_of(update).answer(said or self._talk.words.plain("report.thanks"))
        logger.info("case %s filed by %s", case.number, person.id)
        return await self._done(update, context, draft, case, self._receipt(case))

    async def _done(
        self, update: Update, context: Context, draft: Draft, case: Case, receipt: Html
    ) -> int:
        """The card of the draft becomes the person's live card of the case."""
        person, message = session().person, message_of(update)
        live = Card(case.id, person.id, draft.card or message.message_id)
        await self._cards.put(live)
        await edit(context.bot, live, self._maker.draw(case, person, Names()))
        await message.reply_text(receipt, reply_markup=self._talk.main_keyboard())
        session().draft = None
        return END

    async def _drop(self, update: Update) -> int:
        session().draft = None
        words = self._talk.words
        await query_of(update).answer()
        await query_of(update).edit_message_text(words("report.cancelled"))
        return END

    def _receipt(self, case: Case) -> Html:
        words = self._talk.words
        if case.promised_at is None or case.organisation is None:
            key = "receipt.highlight" if case.report.kind is Kind.HIGHLIGHT else "receipt.desk"
            return words(key, number=case.number)
        due = words.moment(case.promised_at)
        return words(
            words.fitting("receipt.assigned", case.report.kind),
            number=case.number,
            organisation=case.organisation,
            due=due,
        )

"""上报: photos, place and words in any order become a draft, the draft a card, the card a case."""

import logging
from dataclasses import replace
from enum import StrEnum

from telegram import (
    InlineKeyboardMarkup,
    KeyboardButton,
    Location,
    Message,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.error import BadRequest
from telegram.ext import ConversationHandler

from cases.city import City
from cases.intake import Intake
from cases.model import Case, CaseId, Kind, Place, Report
from cases.ports import Clock
from cases.step import Ask
from handlers.callback_data import DraftAct, DraftButton
from handlers.card import CardMaker, Names
from handlers.cleaning import clean, one_line, shorten
from handlers.context import Context, Talk, id_of, message_of, query_of, session
from handlers.draft_card import DraftCard
from handlers.intake_photos import PhotoIntake
from handlers.ports import Atlas, Card, CardBook, Reader, Reading
from handlers.sending import Outgoing, edit
from handlers.session import Draft
from handlers.texts import Html

logger = logging.getLogger(__name__)

TEXT_LIMIT = 2000
ADDRESS_LIMIT = 200
FEW = 4  # so many characters beside an address do not make it a description
END = ConversationHandler.END


class Step(StrEnum):
    """Where a report stands: things are being collected, or the card waits for an answer."""

    COLLECTING = "collecting"
    CONFIRMING = "confirming"


def _belongs_to_answer(message: Message) -> bool:
    """Whether the message is of the album that was answered last."""
    group = message.media_group_id
    return group is not None and group == session().answered_album


class Reporting:
    """The conversation of a report."""

    def __init__(
        self,
        *,
        intake: Intake,
        city: City,
        talk: Talk,
        reader: Reader,
        atlas: Atlas,
        photos: PhotoIntake,
        cards: CardBook,
        maker: CardMaker,
        clock: Clock,
    ) -> None:
        self._intake, self._city, self._talk, self._clock = intake, city, talk, clock
        self._reader, self._atlas, self._photos = reader, atlas, photos
        self._cards, self._maker = cards, maker
        self._card = DraftCard(city, clock)

    # what people send

    async def begin(self, update: Update, _: Context) -> Step:
        """/report or 「📷 我要上报」: say what is needed; a draft already begun goes on."""
        draft = self._draft(update)
        words = self._talk.words
        if draft.photos or draft.text or draft.place:
            return await self._answer(update, draft)
        await message_of(update).reply_text(
            words("report.begin"), reply_markup=self._keyboard(draft)
        )
        return Step.COLLECTING

    async def photo(self, update: Update, context: Context) -> Step:
        """A photo, one of an album, or an image sent as a file; a caption counts as words."""
        draft, message = self._draft(update), message_of(update)
        taken = await self._photos.take(message, context.bot, draft.photos)
        if taken is None:
            return self._stay(draft)
        if draft.place is None and taken.point is not None:
            self._pin(draft, *taken.point)
        self._say(draft, message.caption)
        return await self._answer(update, draft)

    async def location(self, update: Update, _: Context) -> Step:
        """A location or a venue."""
        draft, message = self._draft(update), message_of(update)
        venue = message.venue
        location = venue.location if venue else message.location
        if not isinstance(location, Location):
            return self._stay(draft)
        if not self._pin(draft, location.latitude, location.longitude):
            await message.reply_text(self._talk.words("report.outside"))
            return self._stay(draft)
        if venue and draft.place:
            address = shorten(one_line(f"{venue.address} {venue.title}"), ADDRESS_LIMIT)
            draft.place = replace(draft.place, address=address)
        return await self._answer(update, draft)

    async def text(self, update: Update, _: Context) -> Step:
        """Words: what is wrong, or where, by what is still missing."""
        draft, message = self._draft(update), message_of(update)
        text = clean(message.text or "")
        if len(text) > TEXT_LIMIT:
            await message.reply_text(
                self._talk.words("report.too_long", length=len(text), limit=TEXT_LIMIT)
            )
            return self._stay(draft)
        if not text:
            await message.reply_text(self._talk.words("report.empty"))
            return self._stay(draft)
        if self._is_address(draft, text):
            self._address(draft, text)
        else:
            self._say(draft, text)
        return await self._answer(update, draft)

    async def skip_photos(self, update: Update, _: Context) -> Step:
        """「跳过照片」."""
        draft = self._draft(update)
        draft.photos_skipped = True
        return await self._answer(update, draft)

    async def cancel(self, update: Update, _: Context) -> int:
        """/cancel or 「❌ 取消」: forget the draft."""
        here = session()
        had = here.draft is not None
        here.draft = None
        key = "report.cancelled" if had else "report.nothing_to_cancel"
        await message_of(update).reply_text(
            self._talk.words(key), reply_markup=self._talk.main_keyboard()
        )
        return END

    async def strange(self, update: Update, _: Context) -> Step:
        """A sticker, a voice message …: say what can be used instead, and keep the draft."""
        await message_of(update).reply_text(self._talk.words("report.strange"))
        return self._stay(self._draft(update))

    # the card

    async def press(self, update: Update, context: Context) -> int | Step:
        """A button of the card; one of an earlier card is told so."""
        query = query_of(update)
        button = DraftButton.decode(query.data or "")
        draft = session().draft
        if draft is None or draft.id != button.draft:
            await query.answer(self._talk.words.plain("report.old_card"), show_alert=True)
            return Step.COLLECTING if draft is None else self._stay(draft)
        if button.act is DraftAct.SUBMIT:
            return await self._submit(update, context, draft)
        if button.act is DraftAct.CANCEL:
            return await self._drop(update)
        return await self._change(update, draft, button)

    async def _change(self, update: Update, draft: Draft, button: DraftButton) -> Step:
        query, words, reading = query_of(update), self._talk.words, self._read(draft)
        act, value = button.act, button.value
        if act is DraftAct.PLACE:
            draft.correcting_place = True
            await query.answer()
            await message_of(update).reply_text(
                words("report.new_place"), reply_markup=self._keyboard(draft)
            )
            return Step.COLLECTING
        await query.answer()
        if act is DraftAct.CATEGORY and not value:
            await query.edit_message_reply_markup(self._card.categories(draft, reading, words))
        elif act is DraftAct.DOMAIN and value.isdecimal() and int(value) < self._card.domain_count:
            await query.edit_message_reply_markup(self._card.domain(draft, int(value), words))
        elif act is DraftAct.KIND and not value:
            await query.edit_message_reply_markup(self._card.kinds(draft, words))
        else:
            self._apply(draft, act, value)
            await self._redraw(message_of(update), draft, message_of(update).message_id)
        return Step.CONFIRMING

    def _apply(self, draft: Draft, act: DraftAct, value: str) -> None:
        if act is DraftAct.CATEGORY and value in self._city.categories:
            draft.category, draft.chosen = value, True
        elif act is DraftAct.KIND and value in list(Kind):
            draft.kind = value
        elif act is DraftAct.ANONYMOUS:
            draft.anonymous = not draft.anonymous

    async def _submit(self, update: Update, context: Context, draft: Draft) -> int | Step:
        query, words = query_of(update), self._talk.words
        if not draft.category or draft.place is None or not draft.text:
            await query.answer(words.plain("report.choose_category"), show_alert=True)
            return Step.CONFIRMING
        person = session().person
        case = await self._intake.submit(self._report(draft), Ask(person.id, f"draft:{draft.id}"))
        await query.answer(words.plain("report.thanks"))
        message = message_of(update)
        live = Card(case.id, person.id, draft.card or message.message_id)
        await self._cards.put(live)
        await edit(context.bot, live, self._maker.draw(case, person, Names()))
        await message.reply_text(self._receipt(case), reply_markup=self._talk.main_keyboard())
        session().draft = None
        logger.info("case %s filed by %s", case.number, person.id)
        return END

    async def _drop(self, update: Update) -> int:
        session().draft = None
        words = self._talk.words
        await query_of(update).answer()
        await query_of(update).edit_message_text(words("report.cancelled"))
        return END

    def _report(self, draft: Draft) -> Report:
        reading = self._read(draft)
        return Report(
            kind=Kind(draft.kind),
            category=draft.category,
            text=draft.text,
            place=draft.place or Place(),
            photos=tuple(draft.photos),
            anonymous=draft.anonymous,
            urgent=draft.urgent,
            why=() if draft.chosen else reading.why,
        )

    def _receipt(self, case: Case) -> Html:
        words = self._talk.words
        if case.promised_at is None or case.organisation is None:
            key = "receipt.highlight" if case.report.kind is Kind.HIGHLIGHT else "receipt.desk"
            return words(key, number=case.number)
        due = words.moment(case.promised_at)
        return words(
            "receipt.assigned", number=case.number, organisation=case.organisation, due=due
        )

    # the draft

    def _draft(self, update: Update) -> Draft:
        here = session()
        now = self._clock().isoformat()
        if here.draft is None:
            here.draft = Draft(id_of(update), now)
        here.draft.touched = now
        return here.draft

    def _say(self, draft: Draft, text: str | None) -> None:
        """Add words; the reading of all of them decides what the person has not chosen."""
        text = shorten(clean(text or ""), TEXT_LIMIT)
        if not text:
            return
        draft.text = shorten(f"{draft.text}\n{text}".strip(), TEXT_LIMIT)
        reading = self._read(draft)
        draft.kind = draft.kind or reading.kind
        draft.urgent = draft.urgent or reading.urgent
        if not draft.chosen:
            draft.category = "" if reading.abstain else next(iter(reading.categories), "")
        if draft.place is None and reading.address:
            draft.place = Place(reading.address, reading.district)

    def _read(self, draft: Draft) -> Reading:
        return self._reader.read(draft.text)

    def _is_address(self, draft: Draft, text: str) -> bool:
        if draft.correcting_place:
            return True
        if draft.place is not None:
            return False
        reading = self._reader.read(text)
        if draft.text:
            return True
        beside = len(text) - len(reading.address)
        return bool(reading.address) and reading.abstain and beside <= FEW

    def _address(self, draft: Draft, text: str) -> None:
        reading = self._reader.read(text)
        draft.place = Place(shorten(one_line(text), ADDRESS_LIMIT), reading.district)
        draft.correcting_place = False

    def _pin(self, draft: Draft, latitude: float, longitude: float) -> bool:
        """Put the point down if it is in the city; an address in words that is there is kept."""
        district = self._atlas.district_of(latitude, longitude)
        if district is None:
            return False
        address = "" if draft.place is None or draft.correcting_place else draft.place.address
        draft.place = Place(address, district, latitude, longitude)
        draft.correcting_place = False
        return True

    # answers

    async def _answer(self, update: Update, draft: Draft) -> Step:
        """Ask for what is missing, or show the card; an album is answered once."""
        if session().album_pending:
            return self._stay(draft)
        missing = self._missing(draft)
        if missing or not (draft.text and draft.place):
            text = Html("\n".join([*self._danger(draft), self._request(draft, missing)]))
            await self._reply(message_of(update), text, self._keyboard(draft))
            return Step.COLLECTING
        return await self._show(update, draft)

    def _missing(self, draft: Draft) -> list[str]:
        have = {"place": draft.place is not None, "text": bool(draft.text)}
        return [name for name, there in have.items() if not there]

    def _request(self, draft: Draft, missing: list[str]) -> Html:
        words = self._talk.words
        photos = words("report.have_photos", count=len(draft.photos)) if draft.photos else ""
        wants = "_".join(missing)
        hint = "" if draft.photos or draft.photos_skipped else words("report.photo_hint")
        return Html("".join([photos, words(f"report.want_{wants}"), hint]))

    def _danger(self, draft: Draft) -> list[Html]:
        return [self._talk.words("report.danger")] if draft.urgent else []

    async def _show(self, update: Update, draft: Draft) -> Step:
        """Show the card below what was just said; the card that it replaces goes."""
        words, message = self._talk.words, message_of(update)
        old = draft.card
        if old is not None and _belongs_to_answer(message):
            await self._redraw(message, draft, old)
            return Step.CONFIRMING
        if draft.urgent and old is None:
            await message.reply_text(words("report.danger"))
        what = self._card.draw(draft, self._read(draft), words)
        sent = await self._reply(message, what.text, what.buttons)
        draft.card = sent
        if old is not None:
            await self._remove(message, old)
        return Step.CONFIRMING

    @staticmethod
    async def _remove(message: Message, card: int) -> None:
        try:
            await message.get_bot().delete_message(message.chat_id, card)
        except BadRequest as error:  # older than Telegram lets a bot delete
            logger.info("card %s of %s left standing: %s", card, message.chat_id, error)

    async def _redraw(self, message: Message, draft: Draft, card: int) -> None:
        what = self._card.draw(draft, self._read(draft), self._talk.words)
        await edit(message.get_bot(), Card(CaseId(0), session().person.id, card), what)

    async def _reply(
        self,
        message: Message,
        text: Html,
        markup: ReplyKeyboardMarkup | InlineKeyboardMarkup | None,
    ) -> int:
        """Answer; a straggler of an album that was answered changes that answer instead."""
        here = session()
        inline = isinstance(markup, InlineKeyboardMarkup)
        if here.answer is not None and _belongs_to_answer(message) and not inline:
            card = Card(CaseId(0), here.person.id, here.answer)
            await edit(message.get_bot(), card, Outgoing(text))
            return here.answer
        sent = await message.reply_text(text, reply_markup=markup)
        here.answered_album, here.answer = message.media_group_id or "", sent.message_id
        return sent.message_id

    def _keyboard(self, draft: Draft) -> ReplyKeyboardMarkup:
        words = self._talk.words
        rows: list[list[KeyboardButton | str]] = [
            [KeyboardButton(words.plain("button.send_location"), request_location=True)]
        ]
        if not draft.photos:
            rows.append([words.plain("button.skip_photos")])
        rows.append([words.plain("button.cancel")])
        return ReplyKeyboardMarkup(rows, resize_keyboard=True)

    @staticmethod
    def _stay(draft: Draft) -> Step:
        return Step.CONFIRMING if draft.card else Step.COLLECTING

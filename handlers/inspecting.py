"""/inspect: the inspector says where they are, looks at the point, and marks what is not right."""

from collections.abc import Callable
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, MessageHandler, filters

from cases.ports import Clock
from cases.step import Ask
from handlers.cleaning import clean, shorten
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.inspection_keys import (
    INSPECTION_BUTTON,
    PAGE,
    InspectionAct,
    InspectionButton,
    InspectionScreen,
    open_keys,
)
from handlers.intake_photos import PhotoIntake
from handlers.ports import Reader
from handlers.session import Inspection
from survey.distance import Spot
from survey.errors import MarkedMeanwhile, TooFar
from survey.inspecting import Arrival, Inspecting
from survey.visits import Sheet, Visit, VisitId

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
LONGEST, LISTED = 300, 5


class _While(filters.UpdateFilter):
    """True while the person is in the field and *so* holds, unless something else is being
    said."""

    def __init__(self, so: Callable[[Inspection], bool]) -> None:
        super().__init__()
        self._so = so

    def filter(self, update: Update) -> bool:
        """By the session of the update, whoever sent it."""
        del update
        here = session()
        busy = here.draft or here.work or here.plan
        return here.inspection is not None and not busy and self._so(here.inspection)


class InspectionTalk:
    """Inspections in the chat."""

    def __init__(
        self,
        *,
        inspecting: Inspecting,
        screen: InspectionScreen,
        photos: PhotoIntake,
        reader: Reader,
        talk: Talk,
        clock: Clock,
    ) -> None:
        self._inspecting, self._screen, self._photos = inspecting, screen, photos
        self._reader, self._talk, self._clock = reader, talk, clock

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Every command, button and message."""
        wanted = PRIVATE & _While(lambda one: one.item is not None)
        place = PRIVATE & (filters.LOCATION | filters.VENUE) & _While(lambda _: True)
        excuse = PRIVATE & _While(lambda one: one.near is not None and one.item is None)
        menu = filters.Text(self._talk.catalogue.every("menu.report"))
        words = filters.TEXT & ~filters.COMMAND & ~menu
        return [
            CommandHandler("inspect", self.command, PRIVATE),
            CommandHandler("cancel", self.cancel, PRIVATE & _While(lambda _: True)),
            CallbackQueryHandler(self.press, INSPECTION_BUTTON),
            MessageHandler(place, self.arrived),
            MessageHandler(wanted & (filters.PHOTO | filters.Document.ALL), self.photo),
            MessageHandler(wanted & words, self.text),
            MessageHandler(excuse & words, self.excuse),
        ]

    async def command(self, update: Update, _: Context) -> None:
        """/inspect: what is to be done today, and where to go on."""
        visits, words = await self._inspecting.in_hand(session().person.id), self._talk.words
        message = message_of(update)
        if not visits:
            await message.reply_text(words("inspection.nothing"))
            return
        here = session()
        if here.draft or here.work or here.plan:
            await message.reply_text(words("inspection.busy"))
            return
        here.inspection = self._now()
        begun = [one for one in visits if one.opened_at is not None]
        listed = "\n".join(f"· {one.point.kind} {one.point.name}" for one in visits[:LISTED])
        await message.reply_text(
            words("inspection.today", count=len(visits), listed=listed),
            reply_markup=self._screen.here(words),
        )
        if begun:
            await message.reply_text(
                words("inspection.begun"), reply_markup=open_keys(begun[:LISTED], words)
            )

    async def cancel(self, update: Update, _: Context) -> None:
        """/cancel: out of the field; what was found stays."""
        session().inspection = None
        await message_of(update).reply_text(
            self._talk.words("inspection.left"), reply_markup=self._talk.main_keyboard()
        )

    async def arrived(self, update: Update, _: Context) -> None:
        """A place: the nearest point is opened if it is near enough."""
        message, words = message_of(update), self._talk.words
        location = message.venue.location if message.venue else message.location
        if location is None:
            raise TypeError("a place without a location")
        spot = Spot(location.latitude, location.longitude)
        found = await self._inspecting.nearest(session().person.id, spot)
        if found is None:
            await self._all_done(update)
            return
        far, visit = found
        try:
            sheet = await self._inspecting.open(visit.id, Arrival(spot), session().person.id)
        except TooFar:
            session().inspection = self._now(near=visit.id)
            text = words("inspection.too_far", metres=round(far))
            await message.reply_text(f"{self._screen.point(visit, words)}\n{text}")
            return
        await self._show(update, sheet)

    async def excuse(self, update: Update, _: Context) -> None:
        """Why the place that was sent is not near the point."""
        inspection = self._inspection()
        said = shorten(clean(message_of(update).text or ""), LONGEST)
        arrival = Arrival(None, self._reader.mask(said))
        visit = VisitId(inspection.near or 0)
        await self._show(update, await self._inspecting.open(visit, arrival, session().person.id))

    async def photo(self, update: Update, context: Context) -> None:
        """A photo of what failed; its caption counts as words."""
        inspection, message = self._inspection(), message_of(update)
        sheet = await self._inspecting.sheet(self._visit(inspection), session().person.id)
        photos = list(sheet.finding(sheet.items[inspection.item or 0]).photos)
        if await self._photos.take(message, context.bot, photos) is not None:
            await self._describe(update, inspection, message.caption or "", photos)

    async def text(self, update: Update, _: Context) -> None:
        """Words about what failed."""
        await self._describe(update, self._inspection(), message_of(update).text or "", [])

    async def press(self, update: Update, _: Context) -> None:
        """A button of a visit."""
        query = query_of(update)
        button = InspectionButton.decode(query.data or "")
        act, by = button.act, session().person.id
        if act is InspectionAct.SUBMIT:
            await self._submit(update, button.visit)
            return
        if act in (InspectionAct.OPEN, InspectionAct.PAGE, InspectionAct.DONE):
            sheet = await self._inspecting.sheet(button.visit, by)
        else:
            sheet = await self._mark(button)
        await query.answer()
        asks = act in (InspectionAct.FAIL, InspectionAct.COUNT, InspectionAct.SAME)
        await self._next(update, sheet, button, asks=asks)

    async def _mark(self, button: InspectionButton) -> Sheet:
        """Note what the button says."""
        visit, item, by = button.visit, button.item, session().person.id
        if button.act is InspectionAct.FAIL:
            return await self._inspecting.fail(visit, item, by)
        if button.act is InspectionAct.SAME:
            return await self._inspecting.describe(visit, item, None, [], by)
        counts = {InspectionAct.NONE: None, InspectionAct.RIGHT: 0}
        count = counts.get(button.act, button.value)
        return await self._inspecting.mark(visit, item, count, by)

    async def _next(
        self, update: Update, sheet: Sheet, button: InspectionButton, *, asks: bool
    ) -> None:
        """Ask for what is missing, or show the sheet where the pressed message was."""
        words, message = self._talk.words, message_of(update)
        incomplete = sheet.incomplete()
        if asks and (button.act is InspectionAct.FAIL or button.item in incomplete):
            await self._ask(update, sheet, button.item)
            return
        if button.act is InspectionAct.DONE and incomplete:
            await self._ask(update, sheet, incomplete[0])
            return
        session().inspection = self._now(sheet.visit)
        if button.act is InspectionAct.DONE:
            text, keys = self._screen.summary(sheet, words)
        else:
            page = button.item if button.act is InspectionAct.PAGE else button.item // PAGE
            text, keys = self._screen.sheet(sheet, page, words)
        await message.edit_text(text, reply_markup=keys)

    async def _ask(self, update: Update, sheet: Sheet, item: int) -> None:
        session().inspection = self._now(sheet.visit, item=item)
        text, keys = self._screen.asking(sheet, item, self._talk.words)
        await message_of(update).reply_text(text, reply_markup=keys)

    async def _describe(
        self, update: Update, inspection: Inspection, said: str, photos: list[str]
    ) -> None:
        item = inspection.item or 0
        text = self._reader.mask(shorten(clean(said), LONGEST))
        visit, by = self._visit(inspection), session().person.id
        try:
            sheet = await self._inspecting.describe(visit, item, text, photos, by)
        except MarkedMeanwhile as error:
            await self._kept(update, visit, error)
            return
        if session().album_pending:
            return
        incomplete = sheet.incomplete()
        if incomplete:
            await self._ask(update, sheet, item if item in incomplete else incomplete[0])
        else:
            await self._show(update, sheet, item // PAGE)

    async def _kept(self, update: Update, visit: VisitId, error: MarkedMeanwhile) -> None:
        """A colleague's mark stays; what else is sent goes on being about that item."""
        if session().album_pending:
            return
        words = self._talk.words
        sheet = await self._inspecting.sheet(visit, session().person.id)
        text, keys = self._screen.sheet(sheet, (error.number - 1) // PAGE, words)
        said = words(f"refusal.marked_{error.mark}", number=error.number)
        await message_of(update).reply_text(f"{said}\n\n{text}", reply_markup=keys)

    async def _show(self, update: Update, sheet: Sheet, page: int = 0) -> None:
        session().inspection = self._now(sheet.visit)
        text, keys = self._screen.sheet(sheet, page, self._talk.words)
        await message_of(update).reply_text(text, reply_markup=keys)

    async def _submit(self, update: Update, visit: VisitId) -> None:
        by, query = session().person.id, query_of(update)
        sheet = await self._inspecting.finish(visit, Ask(by, f"visit:{visit}"))
        left = await self._inspecting.left(by)
        await query.answer()
        await message_of(update).edit_text(self._screen.done(sheet, left, self._talk.words))
        session().inspection = self._now()
        if not left:
            await self._all_done(update)

    async def _all_done(self, update: Update) -> None:
        session().inspection = None
        await message_of(update).reply_text(
            self._talk.words("inspection.all_done"), reply_markup=self._talk.main_keyboard()
        )

    def _now(
        self, visit: Visit | None = None, *, item: int | None = None, near: int | None = None
    ) -> Inspection:
        return Inspection(self._clock().isoformat(), visit.id if visit else None, item, near)

    @staticmethod
    def _inspection() -> Inspection:
        inspection = session().inspection
        if inspection is None:
            raise LookupError("a message from the field without an inspection")
        return inspection

    @staticmethod
    def _visit(inspection: Inspection) -> VisitId:
        return VisitId(inspection.visit or 0)

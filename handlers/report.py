"""上报: photos, place and words in any order become a draft."""

from telegram import Location, Update
from telegram.ext import ConversationHandler

from handlers.answers import Answers, Step, stay
from handlers.cleaning import clean, one_line, shorten
from handlers.context import Context, Talk, message_of, session
from handlers.drafts import TEXT_LIMIT, Drafts, named
from handlers.intake_photos import PhotoIntake

CONTACT_LIMIT = 32
END = ConversationHandler.END


class Reporting:
    """What people send while they report."""

    def __init__(
        self, *, talk: Talk, drafts: Drafts, answers: Answers, photos: PhotoIntake
    ) -> None:
        self._talk, self._drafts, self._answers, self._photos = talk, drafts, answers, photos

    async def begin(self, update: Update, _: Context) -> Step:
        """/report or 「📷 我要上报」: say what is needed; a draft already begun goes on."""
        draft = self._drafts.current(update)
        if draft.photos or draft.text or draft.place:
            return await self._answers.answer(update, draft)
        await message_of(update).reply_text(
            self._talk.words("report.begin"), reply_markup=self._answers.keyboard(draft)
        )
        return Step.COLLECTING

    async def photo(self, update: Update, context: Context) -> Step:
        """A photo, one of an album, or an image sent as a file; a caption counts as words."""
        draft, message = self._drafts.current(update), message_of(update)
        taken = await self._photos.take(message, context.bot, draft.photos)
        if taken is None:
            return stay(draft)
        if draft.place is None and taken.point is not None:
            self._drafts.pin(draft, *taken.point)
        self._drafts.say(draft, message.caption)
        return await self._answers.answer(update, draft)

    async def location(self, update: Update, _: Context) -> Step:
        """A location or a venue."""
        draft, message = self._drafts.current(update), message_of(update)
        venue = message.venue
        location = venue.location if venue else message.location
        if not isinstance(location, Location):
            return stay(draft)
        if not self._drafts.pin(draft, location.latitude, location.longitude):
            await message.reply_text(self._talk.words("report.outside"))
            return stay(draft)
        if venue:
            named(draft, f"{venue.address} {venue.title}")
        return await self._answers.answer(update, draft)

    async def contact(self, update: Update, _: Context) -> Step:
        """One's own phone number; somebody else's is not taken."""
        draft, message = self._drafts.current(update), message_of(update)
        contact = message.contact
        if contact is None or contact.user_id != session().person.id:
            await message.reply_text(self._talk.words("report.not_your_contact"))
            return stay(draft)
        draft.contact = shorten(one_line(contact.phone_number), CONTACT_LIMIT)
        return await self._answers.answer(update, draft)

    async def text(self, update: Update, _: Context) -> Step:
        """Words: what is wrong, or where, by what is still missing."""
        draft, message = self._drafts.current(update), message_of(update)
        text = clean(message.text or "")
        if len(text) > TEXT_LIMIT:
            await message.reply_text(
                self._talk.words("report.too_long", length=len(text), limit=TEXT_LIMIT)
            )
            return stay(draft)
        if not text:
            await message.reply_text(self._talk.words("report.empty"))
            return stay(draft)
        if self._drafts.is_address(draft, text):
            self._drafts.address(draft, text)
        else:
            self._drafts.say(draft, text)
        return await self._answers.answer(update, draft)

    async def skip_photos(self, update: Update, _: Context) -> Step:
        """「跳过照片」."""
        draft = self._drafts.current(update)
        draft.photos_skipped = True
        return await self._answers.answer(update, draft)

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
        return stay(self._drafts.current(update))

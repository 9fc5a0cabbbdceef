"""How a message leaves: as text or as a photo with caption, once as new and then in place."""

import logging
from dataclasses import dataclass

from telegram import Bot, InlineKeyboardMarkup, Message
from telegram.constants import MessageLimit
from telegram.error import BadRequest, TelegramError

from cases.model import CaseId, PersonId
from handlers.ports import Card, CardBook, PictureBox
from handlers.splitting import length
from handlers.texts import Html

logger = logging.getLogger(__name__)

_GONE = ("message to edit not found", "message can't be edited")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to one person. With *case* it is that person's live card of the case."""

    text: Html
    buttons: InlineKeyboardMarkup | None = None
    photo: str | None = None
    case: CaseId | None = None


class Sender:
    """Sends and edits; remembers live cards and what Telegram calls our photos."""

    def __init__(self, cards: CardBook, pictures: PictureBox) -> None:
        self._cards, self._pictures = cards, pictures

    async def send(self, bot: Bot, to: PersonId, what: Outgoing) -> Message:
        """Send *what* as a new message; with a case it becomes the live card."""
        former = await self._cards.card(what.case, to) if what.case is not None else None
        message = await self._send(bot, to, what)
        if what.case is not None:
            captioned = what.photo is not None and not _too_long(what)
            await self._cards.put(Card(what.case, to, message.message_id, captioned))
        if former is not None:
            await self._retire(bot, former)
        return message

    @staticmethod
    async def _retire(bot: Bot, card: Card) -> None:
        """Take the buttons off a card that is no longer the live one."""
        try:
            await bot.edit_message_reply_markup(card.person, card.message_id)
        except TelegramError as error:  # the new card is out: nothing must send it again
            logger.info("card of case %s for %s stays: %s", card.case, card.person, error)

    async def refresh(self, bot: Bot, to: PersonId, what: Outgoing) -> None:
        """Draw the person's live card of the case anew, if there is one."""
        card = await self._cards.card(what.case, to) if what.case is not None else None
        if card is not None:
            await edit(bot, card, what)

    async def album(self, bot: Bot, to: PersonId, photos: tuple[str, ...]) -> None:
        """Send the photos one after another; only a sent picture has a file id."""
        for photo in photos:
            await self._photo(bot, to, photo, None, None)

    async def _send(self, bot: Bot, to: PersonId, what: Outgoing) -> Message:
        if what.photo is None:
            return await bot.send_message(to, what.text, reply_markup=what.buttons)
        if _too_long(what):
            await self._photo(bot, to, what.photo, None, None)
            return await bot.send_message(to, what.text, reply_markup=what.buttons)
        return await self._photo(bot, to, what.photo, what.text, what.buttons)

    async def _photo(
        self,
        bot: Bot,
        to: PersonId,
        sha256: str,
        caption: Html | None,
        buttons: InlineKeyboardMarkup | None,
    ) -> Message:
        known = await self._pictures.file_id(sha256)
        photo = known or await self._pictures.read(sha256)
        message = await bot.send_photo(to, photo, caption=caption, reply_markup=buttons)
        if known is None:
            await self._pictures.remember(sha256, message.photo[-1].file_id)
        return message


async def edit(bot: Bot, card: Card, what: Outgoing) -> None:
    """Edit a card in place; that it is gone is no error."""
    try:
        if card.captioned:
            await bot.edit_message_caption(
                card.person, card.message_id, caption=what.text, reply_markup=what.buttons
            )
        else:
            await bot.edit_message_text(
                what.text, card.person, card.message_id, reply_markup=what.buttons
            )
    except BadRequest as error:
        if not any(gone in str(error).lower() for gone in _GONE):
            raise
        logger.info("card of case %s for %s left as it is: %s", card.case, card.person, error)


def _too_long(what: Outgoing) -> bool:
    """Whether the text is longer than a caption; then it follows the photo as a message."""
    return length(what.text) > MessageLimit.CAPTION_LENGTH

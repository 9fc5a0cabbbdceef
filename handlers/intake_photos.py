"""Photos as people send them: as photos, in albums, as files; what is wrong with one is said."""

import logging

from telegram import Bot, Message
from telegram.constants import FileSizeLimit
from telegram.error import BadRequest

from handlers.context import Talk, session
from handlers.ports import ImageTooLarge, NoRoom, NotAnImage, Picture, PictureBox

logger = logging.getLogger(__name__)


class PhotoIntake:
    """Takes the picture out of a message, checks it and adds it to a list of photos."""

    def __init__(self, pictures: PictureBox, talk: Talk, *, most: int) -> None:
        self._pictures, self._talk, self._most = pictures, talk, most

    async def take(self, message: Message, bot: Bot, photos: list[str]) -> Picture | None:
        """Add the message's picture to *photos*; None where it was not taken, and why was said."""
        if len(photos) >= self._most:
            await self._refuse_more(message)
            return None
        refusal = _looks_wrong(message)
        picture = await self._fetch(message, bot) if refusal is None else refusal
        if isinstance(picture, Picture):
            if picture.sha256 not in photos:
                photos.append(picture.sha256)
            return picture
        logger.info("picture of %s refused: %s", session().person.id, picture)
        await message.reply_text(self._talk.words(picture, most=self._most))
        return None

    async def _fetch(self, message: Message, bot: Bot) -> Picture | str:
        """The stored picture, or the key of the text that says why not."""
        source = message.photo[-1] if message.photo else message.document
        if source is None:
            return "photo.not_an_image"
        try:
            file = await bot.get_file(source.file_id)
            return await self._pictures.add(bytes(await file.download_as_bytearray()))
        except (NotAnImage, ImageTooLarge, NoRoom, BadRequest) as error:
            logger.warning("picture of %s: %r", session().person.id, error)
            return _reason(error)

    async def _refuse_more(self, message: Message) -> None:
        """Say the limit, once for an album."""
        here = session()
        group = message.media_group_id or str(message.message_id)
        if here.refused_album != group:
            here.refused_album = group
            await message.reply_text(self._talk.words("photo.too_many", most=self._most))


def _reason(error: Exception) -> str:
    """The key of the text for a picture that could not be taken."""
    if isinstance(error, NotAnImage):
        return "photo.not_an_image"
    if isinstance(error, NoRoom):
        return "photo.no_room"
    too_large = isinstance(error, ImageTooLarge) or "too big" in str(error).lower()
    return "photo.too_large" if too_large else "photo.not_given"


def _looks_wrong(message: Message) -> str | None:
    document = message.document
    if document is None:
        return None
    if not (document.mime_type or "image/").startswith("image/"):
        return "photo.not_an_image"
    if (document.file_size or 0) > FileSizeLimit.FILESIZE_DOWNLOAD:
        return "photo.too_large"
    return None

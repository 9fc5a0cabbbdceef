"""The last handlers: answers to what nobody else understood, so that nothing meets silence."""

import logging

from telegram import Update

from handlers.context import Context, Talk, message_of, query_of, session

logger = logging.getLogger(__name__)


class Stray:
    """What belongs to nothing."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    async def command(self, update: Update, _: Context) -> None:
        """A command that does not exist."""
        await message_of(update).reply_text(self._talk.words("stray.command"))

    async def press(self, update: Update, _: Context) -> None:
        """A button that no codec knows: forged, or from an age past."""
        logger.info(
            "update %s: unknown button pressed by %s", update.update_id, session().person.id
        )
        await query_of(update).answer(self._talk.words.plain("report.old_card"), show_alert=True)

    async def edited(self, update: Update, _: Context) -> None:
        """Edited words: only while a report is being written is there something to say."""
        if session().draft is not None and message_of(update).text:
            await message_of(update).reply_text(self._talk.words("stray.edited"))

    async def elsewhere(self, update: Update, _: Context) -> None:
        """Channels, groups, what Telegram invents tomorrow: deliberate silence, one log line."""
        logger.info("update %s is not for us", update.update_id)

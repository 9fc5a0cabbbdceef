"""A bot that never sends more than Telegram takes: a long text leaves in parts."""

from html import escape, unescape
from typing import Any

from telegram import Message
from telegram.constants import MessageLimit
from telegram.ext import ExtBot

from handlers.splitting import first, split


class LongTexts(ExtBot[None]):
    """PTB's bot; what is longer than a message becomes several, and an edit its beginning."""

    __slots__ = ()

    async def send_message(
        self, chat_id: int | str, text: str, *args: Any, **kwargs: Any
    ) -> Message:
        """The last of the messages, which has the buttons."""
        *parts, last = _parts(text, kwargs)
        quiet = {name: value for name, value in kwargs.items() if name != "reply_markup"}
        for part in parts:
            await super().send_message(chat_id, part, *args, **quiet)
        return await super().send_message(chat_id, last, *args, **kwargs)

    async def edit_message_text(self, text: str, *args: Any, **kwargs: Any) -> Message | bool:
        """Only the beginning of what is too long."""
        text = _beginning(text, MessageLimit.MAX_TEXT_LENGTH, kwargs)
        return await super().edit_message_text(text, *args, **kwargs)

    async def edit_message_caption(self, *args: Any, **kwargs: Any) -> Message | bool:
        """Only the beginning of what is too long."""
        if kwargs.get("caption"):
            caption = _beginning(kwargs["caption"], MessageLimit.CAPTION_LENGTH, kwargs)
            kwargs = {**kwargs, "caption": caption}
        return await super().edit_message_caption(*args, **kwargs)


def _is_plain(kwargs: dict[str, Any]) -> bool:
    return "parse_mode" in kwargs and kwargs["parse_mode"] is None


def _parts(text: str, kwargs: dict[str, Any]) -> list[str]:
    limit = MessageLimit.MAX_TEXT_LENGTH
    if _is_plain(kwargs):
        return [unescape(part) for part in split(escape(text, quote=False), limit)]
    return [str(part) for part in split(text, limit)]


def _beginning(text: str, limit: int, kwargs: dict[str, Any]) -> str:
    if _is_plain(kwargs):
        return unescape(first(escape(text, quote=False), limit))
    return str(first(text, limit))

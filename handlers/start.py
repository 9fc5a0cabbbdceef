"""/start, /help and /language; joining by a one-time link."""

import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from cases.model import Role
from cases.staff import Staff
from handlers.callback_data import LANGUAGE_BUTTON
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.texts import Html

logger = logging.getLogger(__name__)


class Start:
    """The first words."""

    def __init__(self, *, staff: Staff, talk: Talk, city_name: str) -> None:
        self._staff, self._talk, self._city_name = staff, talk, city_name

    async def start(self, update: Update, context: Context) -> None:
        """/start greets; ``/start TOKEN`` takes up the post of an invitation."""
        if context.args:
            await self._join(update, context.args[0])
            return
        await message_of(update).reply_text(
            self._talk.words("start.hello", city=self._city_name),
            reply_markup=self._talk.main_keyboard(),
        )

    async def help(self, update: Update, _: Context) -> None:
        """/help or 「❓ 帮助」: for citizens, or for the roles in which somebody serves."""
        words = self._talk.words
        roles = {post.role for post in session().person.posts}
        keys = [f"start.help_{role}" for role in Role if role in roles]
        keys = [*keys, "start.help_staff"] if keys else ["start.help"]
        text = Html("\n\n".join(words(key) for key in keys))
        await message_of(update).reply_text(text, reply_markup=self._talk.main_keyboard())

    async def language(self, update: Update, _: Context) -> None:
        """/language: offer the languages."""
        buttons = [
            InlineKeyboardButton(
                self._talk.catalogue[code].plain("language.name"),
                callback_data=f"language:{code}",
            )
            for code in ("zh", "en")
        ]
        await message_of(update).reply_text(
            self._talk.words("language.choose"), reply_markup=InlineKeyboardMarkup([buttons])
        )

    async def speak(self, update: Update, _: Context) -> None:
        """A language was chosen."""
        query = query_of(update)
        match = LANGUAGE_BUTTON.match(query.data or "")
        here = session()
        here.person = await self._staff.speak(here.person, match[1] if match else "zh")
        await query.answer()
        await message_of(update).reply_text(
            self._talk.words("language.chosen"), reply_markup=self._talk.main_keyboard()
        )

    async def _join(self, update: Update, token: str) -> None:
        person = session().person
        post = await self._staff.join(token, person.id)
        words = self._talk.words
        logger.info("%s joined as %s", person.id, post.role)
        await message_of(update).reply_text(
            words(
                "start.joined",
                role=words.plain(f"role.{post.role}"),
                organisation=post.organisation or self._city_name,
            ),
            reply_markup=self._talk.main_keyboard(),
        )

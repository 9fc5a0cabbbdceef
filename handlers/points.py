"""/points and /nick: what one has earned, and under which name one stands in the ranking."""

from telegram import Update

from cases.points import Points
from handlers.arguments import arguments
from handlers.cleaning import one_line
from handlers.context import Context, Talk, message_of, session
from handlers.texts import Html


class Scores:
    """Points in the chat."""

    def __init__(self, points: Points, talk: Talk) -> None:
        self._points, self._talk = points, talk

    async def show(self, update: Update, _: Context) -> None:
        """/points: one's own, and this month's best."""
        words = self._talk.words
        if not self._points.on:
            await message_of(update).reply_text(words("points.off"))
            return
        total, month = await self._points.of(session().person.id)
        best = await self._points.best()
        lines = [
            words("points.mine", total=total, month=month),
            words("points.best") if best else words("points.nobody"),
            *(
                words("points.line", place=place, name=one.name, points=one.points)
                for place, one in enumerate(best, start=1)
            ),
            words("points.how"),
        ]
        await message_of(update).reply_text(Html("\n".join(lines)))

    async def nick(self, update: Update, _: Context) -> None:
        """/nick NAME, /nick off."""
        words = self._talk.words
        parts = arguments(update, 1)
        if not parts:
            await message_of(update).reply_text(words("form.nick"))
            return
        name = one_line(parts[0])
        if name.lower() in ("off", *self._talk.catalogue.every("points.no_name")):
            name = ""
        await self._points.name(session().person.id, name)
        key = "points.named" if name else "points.unnamed"
        await message_of(update).reply_text(words(key, name=name))

"""/survey NAME: points of that name, and how they did."""

from collections.abc import Iterator, Sequence
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, filters

from handlers.arguments import arguments
from handlers.cleaning import one_line
from handlers.context import Context, Talk, message_of, session
from handlers.texts import Html, Words
from survey.lookup import Look, Lookup
from survey.points import Point
from survey.visits import Stage

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
LAST = 6  # looks at a point


class PointLookup:
    """Points in the chat."""

    def __init__(self, lookup: Lookup, talk: Talk) -> None:
        self._lookup, self._talk = lookup, talk

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The command with a name."""
        return [CommandHandler("survey", self.command, PRIVATE, has_args=True)]

    async def command(self, update: Update, _: Context) -> None:
        """/survey NAME."""
        words, (name,) = self._talk.words, map(one_line, arguments(update, 1) or ("",))
        found = await self._lookup.named(name, session().person.id)
        if not found.points:
            await message_of(update).reply_text(words("survey.not_found", name=name))
            return
        lines = [line for point, looks in found.points for line in _point(point, looks, words)]
        more = found.count - len(found.points)
        if more:
            lines.append(words("survey.more_points", count=more))
        await message_of(update).reply_text(Html("\n".join(lines)))


def _point(point: Point, looks: Sequence[Look], words: Words) -> Iterator[Html]:
    yield words(
        "survey.point",
        kind=point.kind,
        name=point.name,
        district=point.district,
        organisation=point.organisation,
    )
    if not looks:
        yield words("survey.no_look")
    for look in looks[-LAST:]:
        key = "survey.look" if look.stage is Stage.FIRST else "survey.look_again"
        yield words(
            key,
            round=look.round,
            at=words.moment(look.at),
            score="—" if look.score is None else look.score,
            failed=look.failed,
        )

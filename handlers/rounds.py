"""/round: admins start rounds of inspections, end them, and see which there are."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, filters

from handlers.context import Context, Talk, message_of, session
from handlers.texts import Html
from survey.rounds import Round
from survey.starting import Starting

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
SHOWN = 10


class RoundsTalk:
    """Rounds in the chat."""

    def __init__(self, starting: Starting, talk: Talk) -> None:
        self._starting, self._talk = starting, talk

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The command."""
        return [CommandHandler("round", self.command, PRIVATE)]

    async def command(self, update: Update, _: Context) -> None:
        """/round; /round NAME FIRST LAST ORGANISATION COUNT; /round end NUMBER."""
        by, words, message = session().person.id, self._talk.words, message_of(update)
        rounds = await self._starting.rounds(by)
        match (message.text or "").split()[1:]:
            case []:
                text = self._list(rounds)
            case ["end", number] if number.isdecimal():
                record = await self._starting.end(int(number), by)
                text = words("round.ended", number=number, seed=record.seed)
            case said:
                wanted = _plan(said)
                text = words("form.round") if wanted is None else await self._start(*wanted)
        await message.reply_text(text)

    async def _start(self, name: str, days: tuple[date, date], lead: str, draw: int) -> Html:
        """Begin it; the hashes to publish."""
        begun = await self._starting.start(name, days, lead, draw, session().person.id)
        words = self._talk.words
        return words(
            "round.started",
            number=begun.number,
            name=begun.plan.name,
            drawn=begun.drawn,
            listed=begun.listed,
            seed=begun.announced.seed_hash,
            list=begun.announced.list_hash,
        )

    def _list(self, rounds: Sequence[Round]) -> Html:
        words = self._talk.words
        if not rounds:
            return words("round.none")
        lines = [
            words(
                "round.line_over" if one.ended_at else "round.line_open",
                number=one.number,
                name=one.plan.name,
                first=words.day(one.plan.begins),
                last=words.day(one.plan.ends),
                drawn=one.drawn,
            )
            for one in rounds[:SHOWN]
        ]
        return Html("\n".join([*lines, words("round.how")]))


def _plan(said: Sequence[str]) -> tuple[str, tuple[date, date], str, int] | None:
    """What was asked for; None where it has another form."""
    try:
        name, first, last, lead, draw = said
        days = date.fromisoformat(first), date.fromisoformat(last)
        return name, days, lead, int(draw)
    except ValueError:
        return None

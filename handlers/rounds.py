"""/round: admins start rounds of inspections, end them, and see which there are."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, filters

from handlers.context import Context, Talk, message_of, session
from handlers.texts import Html
from survey.rounds import Round
from survey.starting import Starting, Wish

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
SHOWN = 10
_OF_A_KIND = re.compile(r"(\S.{0,99}?)[\s::=]*(\d{1,6}) ?\D?")


class RoundsTalk:
    """Rounds in the chat."""

    def __init__(self, starting: Starting, talk: Talk) -> None:
        self._starting, self._talk = starting, talk
        self._ends = talk.catalogue.every("round.end")

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """The command."""
        return [CommandHandler("round", self.command, PRIVATE)]

    async def command(self, update: Update, _: Context) -> None:
        """/round; /round NAME FIRST LAST ORGANISATION COUNT, then lines KIND COUNT; /round end
        NUMBER."""
        by, words, message = session().person.id, self._talk.words, message_of(update)
        rounds = await self._starting.rounds(by)
        head, *lines = (message.text or "").splitlines()
        match head.split()[1:]:
            case [] if not lines:
                text = self._list(rounds)
            case [word, number] if number.isdecimal() and word in self._ends:
                record = await self._starting.end(int(number), by)
                text = words("round.ended", number=number, seed=record.seed)
            case said:
                wish = _wish(said, lines)
                text = words("form.round") if wish is None else await self._start(wish)
        await message.reply_text(text)

    async def _start(self, wish: Wish) -> Html:
        """Begin it; what to publish."""
        begun = await self._starting.start(wish, session().person.id)
        words = self._talk.words
        others = [words("round.of", kind=kind, count=n) for kind, n in wish.of.items()]
        return words(
            "round.started",
            number=begun.number,
            name=begun.plan.name,
            drawn=begun.drawn,
            listed=begun.listed,
            draw=wish.draw,
            others=Html("".join(others)),
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


def _wish(said: Sequence[str], lines: Sequence[str]) -> Wish | None:
    """What was asked for; None where it has another form."""
    others = [_OF_A_KIND.fullmatch(line.strip()) for line in lines if line.strip()]
    try:
        name, first, last, lead, draw = said
        return (
            Wish(
                name=name,
                days=(date.fromisoformat(first), date.fromisoformat(last)),
                lead=lead,
                draw=int(draw),
                of={str(one[1]): int(one[2]) for one in others if one},
            )
            if all(others)
            else None
        )
    except ValueError:
        return None

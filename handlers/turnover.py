"""/dismiss, /replace and /workload: staff come and go, and nobody is left with everything."""

from telegram import Update

from cases.staff import Staff
from cases.turnover import Turnover
from handlers.arguments import arguments
from handlers.context import Context, Talk, ask_of, message_of, session
from handlers.texts import Html

SHOWN = 40


class TurnoverCommands:
    """What admins (and, for /workload, supervisors) type."""

    def __init__(self, *, turnover: Turnover, staff: Staff, talk: Talk) -> None:
        self._turnover, self._staff, self._talk = turnover, staff, talk

    async def dismiss(self, update: Update, _: Context) -> None:
        """/dismiss PERSON."""
        parts = arguments(update, 1)
        if not parts:
            await self._explain(update, "dismiss")
            return
        gone = await self._turnover.dismiss(parts[0].strip(), ask_of(update))
        await message_of(update).reply_text(
            self._talk.words("office.dismissed", name=gone.person.name, count=gone.cases)
        )

    async def replace(self, update: Update, _: Context) -> None:
        """/replace OLD NEW."""
        parts = arguments(update, 2)
        if not parts:
            await self._explain(update, "replace")
            return
        gone = await self._turnover.replace(parts[0], parts[1].strip(), ask_of(update))
        await message_of(update).reply_text(
            self._talk.words("office.replaced", name=gone.person.name, count=gone.cases)
        )

    async def workload(self, update: Update, _: Context) -> None:
        """/workload."""
        words = self._talk.words
        busy = await self._turnover.workload(session().person.id)
        lines = [
            words(
                "office.workload_line",
                name=person.name,
                organisation=next((p.organisation for p in person.posts if p.organisation), ""),
                count=load.open_cases,
            )
            for person, load in busy[:SHOWN]
        ]
        title = words("office.workload", count=len(busy))
        await message_of(update).reply_text(Html("\n".join([title, *lines])))

    async def _explain(self, update: Update, command: str) -> None:
        await self._staff.require_admin(session().person.id)
        await message_of(update).reply_text(self._talk.words(f"form.{command}"))

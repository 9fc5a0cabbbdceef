"""/merge, /unmerge and /assist: cases that belong together, and organisations that share one."""

from telegram import Update

from cases.families import Families
from cases.model import Case
from cases.staff import Staff
from handlers.arguments import arguments
from handlers.context import Context, Talk, ask_of, message_of, session


class FamilyCommands:
    """What admins type."""

    def __init__(self, *, families: Families, staff: Staff, talk: Talk) -> None:
        self._families, self._staff, self._talk = families, staff, talk

    async def merge(self, update: Update, _: Context) -> None:
        """/merge DUPLICATE MASTER."""
        parts = arguments(update, 2)
        if not parts:
            await self._explain(update, "merge")
            return
        duplicate, master = (part.strip().upper() for part in parts)
        case = await self._families.merge(duplicate, master, ask_of(update))
        await self._say(update, "merge", case, to=master)

    async def unmerge(self, update: Update, _: Context) -> None:
        """/unmerge NUMBER, within a day."""
        parts = arguments(update, 1)
        if not parts:
            await self._explain(update, "unmerge")
            return
        case = await self._families.unmerge(parts[0].strip().upper(), ask_of(update))
        await self._say(update, "unmerge", case)

    async def assist(self, update: Update, _: Context) -> None:
        """/assist NUMBER ORGANISATION."""
        parts = arguments(update, 2)
        if not parts:
            await self._explain(update, "assist")
            return
        number, organisation = parts[0].upper(), parts[1].strip()
        part = await self._families.assist(number, organisation, ask_of(update))
        await self._say(update, "assist", part, to=organisation)

    async def _say(self, update: Update, done: str, case: Case, to: str = "") -> None:
        words = self._talk.words
        await message_of(update).reply_text(
            words(f"office.done_{done}", number=case.number, to=to)
        )

    async def _explain(self, update: Update, command: str) -> None:
        await self._staff.require_admin(session().person.id)
        await message_of(update).reply_text(self._talk.words(f"form.{command}"))

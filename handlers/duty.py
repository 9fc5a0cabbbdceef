"""/due: what an official has to do, by the time that is left; /leave and /bind."""

from datetime import datetime

from telegram import Update

from cases.absence import Absence
from cases.city import City
from cases.model import HANDLED, Group, PersonId
from cases.ports import CaseQuery, Order, Store
from cases.staff import Staff
from handlers.arguments import Moments, arguments
from handlers.callback_data import LIST_BUTTON, ListAct
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.sending import Outgoing
from handlers.show import PAGE, Showing


class Duty:
    """The official's own."""

    def __init__(
        self,
        *,
        store: Store,
        staff: Staff,
        absence: Absence,
        city: City,
        talk: Talk,
        showing: Showing,
        moments: Moments,
    ) -> None:
        self._store, self._staff, self._absence, self._city = store, staff, absence, city
        self._talk, self._showing, self._moments = talk, showing, moments

    async def due(self, update: Update, _: Context) -> None:
        """/due: the first page."""
        page = await self._page(0)
        await message_of(update).reply_text(page.text, reply_markup=page.buttons)

    async def turn(self, update: Update, _: Context) -> None:
        """A paging button."""
        query = query_of(update)
        match = LIST_BUTTON.match(query.data or "")
        page = await self._page(int(match[2]) if match else 0)
        await query.answer()
        await message_of(update).edit_text(page.text, reply_markup=page.buttons)

    async def _page(self, offset: int) -> Outgoing:
        person = session().person
        query = CaseQuery(
            states=HANDLED,
            owners=(person.id, *person.stands_in_for),
            order=Order.DUE,
            limit=PAGE,
            offset=offset,
        )
        async with self._store.reading() as book:
            cases, total = await book.search(query), await book.count(query)
        return self._showing.listing(cases, total, offset, ListAct.DUE)

    async def leave(self, update: Update, _: Context) -> None:
        """/leave DEPUTY UNTIL, /leave off; an admin puts somebody's name first."""
        words = (message_of(update).text or "").split()[1:]
        if words and words[-1].lower() in ("off", *self._talk.catalogue.every("duty.off")):
            await self._back(update, " ".join(words[:-1]))
            return
        names, until = self._moments.at_the_end(" ".join(words))
        people = names.split()
        if until is None or not 1 <= len(people) <= 2:  # noqa: PLR2004  # deputy, or who and deputy
            await message_of(update).reply_text(self._talk.words("form.leave"))
            return
        await self._away(update, people[-1], until, "" if len(people) == 1 else people[0])

    async def _away(self, update: Update, deputy: str, until: datetime, whose: str) -> None:
        leave, away, stand_in = await self._absence.take(
            session().person.id, deputy, until, whose=whose
        )
        words = self._talk.words
        await message_of(update).reply_text(
            words(
                "duty.away",
                name=away.name,
                deputy=stand_in.name,
                until=words.moment(leave.ends_at),
            )
        )

    async def _back(self, update: Update, whose: str) -> None:
        person = await self._absence.end(session().person.id, whose)
        await message_of(update).reply_text(self._talk.words("duty.back", name=person.name))

    async def bind(self, update: Update, _: Context) -> None:
        """/bind ORGANISATION, in a group chat, by an admin."""
        message = message_of(update)
        words = self._talk.words
        parts = arguments(update, 1)
        if not parts:
            await message.reply_text(words("form.bind"))
            return
        group = Group(parts[0].strip(), PersonId(message.chat.id), message.chat.title or "")
        await self._staff.bind(group, session().person.id)
        await message.reply_text(words("duty.bound", organisation=group.organisation))

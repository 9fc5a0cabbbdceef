"""The admins' commands. A wrong argument gets the right form and an example, never silence."""

from dataclasses import replace

from telegram import Bot, Update

from cases.city import City
from cases.dispatch import Dispatch
from cases.model import Case, Post, Role
from cases.ports import Backlog, Clock
from cases.staff import CITY_WIDE, Staff
from handlers.arguments import Moments, arguments
from handlers.callback_data import LIST_BUTTON, ListAct
from handlers.context import Context, Talk, ask_of, message_of, query_of, session
from handlers.sending import Outgoing
from handlers.show import PAGE, Showing
from handlers.texts import Html

OFFICES = 15


class Office:
    """What admins type."""

    def __init__(
        self,
        *,
        dispatch: Dispatch,
        staff: Staff,
        city: City,
        talk: Talk,
        showing: Showing,
        moments: Moments,
        clock: Clock,
    ) -> None:
        self._dispatch, self._staff, self._city = dispatch, staff, city
        self._talk, self._showing, self._moments = talk, showing, moments
        self._clock = clock

    async def case(self, update: Update, context: Context) -> None:
        """/case NUMBER."""
        (number,) = arguments(update, 1) or ("",)
        if not number:
            await self._explain(update, "case")
            return
        case = await self._dispatch.show(number.upper(), session().person.id)
        await self._showing.card(context.bot, case.id)

    async def pending(self, update: Update, _: Context) -> None:
        """/pending: what waits for a decision or for verification."""
        await self._list(update, ListAct.PENDING)

    async def overdue(self, update: Update, _: Context) -> None:
        """/overdue: what is late, worst first."""
        await self._list(update, ListAct.OVERDUE)

    async def turn(self, update: Update, _: Context) -> None:
        """A paging button of one of the lists."""
        query = query_of(update)
        match = LIST_BUTTON.match(query.data or "")
        act, offset = (ListAct(match[1]), int(match[2])) if match else (ListAct.PENDING, 0)
        page = await self._page(act, offset)
        await query.answer()
        await message_of(update).edit_text(page.text, reply_markup=page.buttons)

    async def reassign(self, update: Update, _: Context) -> None:
        """/reassign NUMBER TARGET [deadline]."""
        parts = arguments(update, 2)
        if not parts:
            await self._explain(update, "reassign")
            return
        number, rest = parts
        target, due = self._moments.at_the_end(rest)
        case = await self._dispatch.reassign(number.upper(), target, ask_of(update), due)
        await message_of(update).reply_text(self._reassigned(case))

    async def decline(self, update: Update, _: Context) -> None:
        """/decline NUMBER reason."""
        parts = arguments(update, 2)
        if not parts:
            await self._explain(update, "decline")
            return
        number, reason = parts
        case = await self._dispatch.show(number.upper(), session().person.id)
        await self._dispatch.decline(case.id, reason, ask_of(update))
        await message_of(update).reply_text(
            self._talk.words("work.done_decline", number=case.number)
        )

    async def invite(self, update: Update, context: Context) -> None:
        """/invite ROLE ORGANISATION: a one-time link."""
        parts = arguments(update, 1)
        role_name, _, organisation = (parts[0] if parts else "").partition(" ")
        role = self._role(role_name)
        if role is None or (role not in CITY_WIDE and not organisation):
            await self._staff.require_admin(session().person.id)
            await self._explain(update, "invite")
            return
        post = Post(role, None if role in CITY_WIDE else organisation.strip())
        token = await self._staff.invite(post, session().person.id)
        await message_of(update).reply_text(self._link(context.bot, token, post))

    async def staff(self, update: Update, _: Context) -> None:
        """/staff: who serves, by organisation."""
        people = await self._staff.everyone(session().person.id)
        words = self._talk.words
        lines = [
            words(
                "office.staff_line",
                organisation=post.organisation or self._city.name,
                role=words.plain(f"role.{post.role}"),
                name=person.name,
                username=f" @{person.username}" if person.username else "",
                blocked=words.plain("office.blocked") if person.blocked else "",
            )
            for person in people
            for post in person.posts
        ]
        text = Html("\n".join([words("office.staff", count=len(people)), *sorted(lines)]))
        await message_of(update).reply_text(text)

    async def _list(self, update: Update, act: ListAct) -> None:
        page = await self._page(act, 0)
        await message_of(update).reply_text(page.text, reply_markup=page.buttons)

    async def _page(self, act: ListAct, offset: int) -> Outgoing:
        person = session().person.id
        if act is ListAct.PENDING:
            cases, total = await self._dispatch.pending(person, offset=offset, limit=PAGE)
            return self._showing.listing(cases, total, offset, act)
        cases, total = await self._dispatch.overdue(person, offset=offset, limit=PAGE)
        page = self._showing.listing(cases, total, offset, act)
        offices = [self._office(one) for one in await self._dispatch.backlog(person)]
        return replace(page, text=Html("\n".join([page.text, *offices[:OFFICES]])))

    def _office(self, backlog: Backlog) -> Html:
        """How much of one organisation is late, and for how long."""
        words = self._talk.words
        return words(
            "office.late",
            organisation=backlog.organisation or self._city.name,
            count=backlog.cases,
            span=words.span(self._clock() - backlog.since),
        )

    async def _explain(self, update: Update, command: str) -> None:
        await self._staff.require_admin(session().person.id)
        await message_of(update).reply_text(self._talk.words(f"form.{command}"))

    def _role(self, name: str) -> Role | None:
        names: dict[str, Role] = {role.value: role for role in Role}
        for role in Role:
            names |= dict.fromkeys(self._talk.catalogue.every(f"role.{role}"), role)
        return names.get(name.lower())

    def _reassigned(self, case: Case) -> Html:
        words = self._talk.words
        due = words.moment(case.due_at) if case.due_at else ""
        return words(
            "office.reassigned",
            number=case.number,
            organisation=case.organisation or "",
            due=due,
        )

    def _link(self, bot: Bot, token: str, post: Post) -> Html:
        words = self._talk.words
        return words(
            "office.invitation",
            role=words.plain(f"role.{post.role}"),
            organisation=post.organisation or self._city.name,
            link=f"https://t.me/{bot.username}?start={token}",
        )

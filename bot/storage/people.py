"""The people of the book: who they are, what they are, who is away, which chats are groups."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, func, insert, select, update

from bot.storage.page import Page
from bot.storage.tables import UtcTime, groups, invitations, leaves, people, posts
from cases.model import Group, Leave, Person, PersonId, Post, Role
from cases.ports import Invitation

_AWAY, _STANDING = leaves.alias("away"), leaves.alias("standing")


def _lasts(leave: Any) -> Any:
    """Whether *leave* lasts at the moment ``now``."""
    now = bindparam("now", type_=UtcTime())
    return (leave.c.starts_at <= now) & (leave.c.ends_at > now)


# Made once: somebody is looked up in nearly every transaction, and making this takes longer than
# running it.
_PEOPLE = (
    select(
        people,
        posts.c.role,
        posts.c.organisation,
        _AWAY.c.deputy,
        _STANDING.c.person.label("stands_in_for"),
    )
    .outerjoin(posts, posts.c.person == people.c.id)
    .outerjoin(_AWAY, (_AWAY.c.person == people.c.id) & _lasts(_AWAY))
    .outerjoin(_STANDING, (_STANDING.c.deputy == people.c.id) & _lasts(_STANDING))
    .order_by(people.c.id, posts.c.role, posts.c.organisation)
)
_ONE = _PEOPLE.where(people.c.id == bindparam("who"))
_NAMED = _PEOPLE.where(func.lower(people.c.username) == bindparam("who"))
_NAMES = select(people.c.id, people.c.name).where(
    people.c.id.in_(bindparam("people", expanding=True))
)


class PeoplePages(Page):
    """Persons, posts, leave, groups and invitations."""

    async def person(self, person: PersonId) -> Person | None:
        """The person with all posts, in one query; a group as the official that it stands for."""
        if person < 0:
            return await self._group(person)
        found = await self._people(_ONE, who=person)
        return found[0] if found else None

    async def named(self, username: str) -> Person | None:
        """The one who was met last, should an old account have had the name."""
        found = await self._people(_NAMED, who=username.lower())
        return found[-1] if found else None

    async def names(self, people_: Collection[PersonId]) -> Mapping[PersonId, str]:
        """In one query."""
        rows = await self._db.execute(_NAMES, {"people": list(people_)})
        return {PersonId(id_): name for id_, name in rows}

    async def meet(self, person: Person) -> None:
        """Insert or update."""
        row = {
            "name": person.name,
            "username": person.username,
            "language": person.language,
            "blocked": person.blocked,
        }
        statement = self._insert(people).values(id=person.id, **row)
        await self._db.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))

    async def staff(
        self, role: Role | None = None, organisation: str | None = None
    ) -> list[Person]:
        """Holders of a post, each with all their posts."""
        wanted = select(posts.c.person)
        if role is not None:
            wanted = wanted.where(posts.c.role == role)
        if organisation is not None:
            wanted = wanted.where(posts.c.organisation == organisation)
        return await self._people(_PEOPLE.where(people.c.id.in_(wanted)))

    async def _people(self, query: Select[Any], **given: object) -> list[Person]:
        rows: dict[int, list[Any]] = {}
        for row in await self._db.execute(query, {"now": self._now, **given}):
            rows.setdefault(row.id, []).append(row)
        return [self._person_of(same) for same in rows.values()]

    async def appoint(self, person: PersonId, post: Post) -> None:
        """Idempotent."""
        row = {"person": person, "role": post.role, "organisation": post.organisation or ""}
        await self._db.execute(self._insert(posts).values(row).on_conflict_do_nothing())

    async def dismiss(self, person: PersonId, post: Post) -> None:
        """Idempotent."""
        await self._db.execute(
            delete(posts).where(
                posts.c.person == person,
                posts.c.role == post.role,
                posts.c.organisation == (post.organisation or ""),
            )
        )

    async def invite(self, invitation: Invitation) -> None:
        """Remember the hash of a new invitation."""
        await self._db.execute(
            insert(invitations).values(
                token_hash=invitation.token_hash,
                role=invitation.post.role,
                organisation=invitation.post.organisation or "",
                by=invitation.by,
                expires_at=invitation.expires_at,
            )
        )

    async def redeem(self, token_hash: str, by: PersonId, at: datetime) -> Post | None:
        """One statement decides who was first."""
        mine = invitations.c.used_by == by
        free = invitations.c.used_by.is_(None) & (invitations.c.expires_at > at)
        row = (
            await self._db.execute(
                update(invitations)
                .where(invitations.c.token_hash == token_hash, mine | free)
                .values(used_by=by, used_at=at)
                .returning(invitations.c.role, invitations.c.organisation)
            )
        ).first()
        return Post(Role(row.role), row.organisation or None) if row else None

    async def go_on_leave(self, leave: Leave) -> None:
        """Insert or replace."""
        row = {"deputy": leave.deputy, "starts_at": leave.starts_at, "ends_at": leave.ends_at}
        statement = self._insert(leaves).values(person=leave.person, **row)
        await self._db.execute(
            statement.on_conflict_do_update(index_elements=["person"], set_=row)
        )

    async def come_back(self, person: PersonId) -> None:
        """Idempotent."""
        await self._db.execute(delete(leaves).where(leaves.c.person == person))

    async def groups(self) -> list[Group]:
        """By organisation."""
        query = select(groups).order_by(groups.c.organisation)
        return [
            Group(row.organisation, PersonId(row.chat), row.title)
            for row in await self._db.execute(query)
        ]

    async def bind(self, group: Group) -> None:
        """Insert or replace, and free the chat from whatever it was before."""
        await self._db.execute(delete(groups).where(groups.c.chat == group.chat))
        row = {"chat": group.chat, "title": group.title}
        statement = self._insert(groups).values(organisation=group.organisation, **row)
        await self._db.execute(
            statement.on_conflict_do_update(index_elements=["organisation"], set_=row)
        )

    async def _group(self, chat: PersonId) -> Person | None:
        query = select(groups).where(groups.c.chat == chat)
        row = (await self._db.execute(query)).first()
        if row is None:
            return None
        return Person(chat, row.title, posts=(Post(Role.OFFICIAL, row.organisation),))

    def _person_of(self, rows: Sequence[Any]) -> Person:
        """One person out of the rows that the joins make of them."""
        first = rows[0]
        held = {(row.role, row.organisation): None for row in rows if row.role is not None}
        absent = {row.stands_in_for: None for row in rows if row.stands_in_for is not None}
        return Person(
            PersonId(first.id),
            first.name,
            first.username,
            first.language,
            first.blocked,
            tuple(Post(Role(role), organisation or None) for role, organisation in held),
            None if first.deputy is None else PersonId(first.deputy),
            tuple(PersonId(one) for one in absent),
            self._overseen(held),
        )

    def _overseen(self, held: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """What stands under the organisations that somebody supervises."""
        supervised = [name for role, name in held if role == Role.SUPERVISOR]
        below = (one for name in supervised for one in self._tree.below(name))
        return tuple(dict.fromkeys(below))

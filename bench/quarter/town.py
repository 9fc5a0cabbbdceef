"""Who serves in the town that is played: who has which post, who is away, who blocks the bot."""

from dataclasses import dataclass, field
from datetime import datetime

from cases.model import Person, PersonId, Post, Role
from cases.ports import Store
from cases.tree import Tree

ADMINS = (PersonId(11), PersonId(12))
INSPECTORS = tuple(PersonId(number) for number in range(21, 27))
FIRST_CITIZEN = 10_001


@dataclass(frozen=True)
class Away:
    """From when until when, and who stands in."""

    begins: datetime
    ends: datetime
    deputy: int


@dataclass
class Town:
    """The people; *lost* are those of whom the service knows that they have blocked it."""

    tree: Tree
    officials: dict[str, list[int]] = field(default_factory=dict)
    supervisors: dict[str, int] = field(default_factory=dict)
    away: dict[int, Away] = field(default_factory=dict)
    lost: set[int] = field(default_factory=set)

    async def settle(
        self, store: Store, organisations: list[str], each: int, citizens: int
    ) -> None:
        """Everybody takes up their posts; a district has no supervisor, the city above it has."""
        posts = {person: Post(Role.ADMIN) for person in ADMINS}
        posts |= {person: Post(Role.INSPECTOR) for person in INSPECTORS}
        for number, office in enumerate(organisations):
            first = 1000 + 20 * number
            self.officials[office] = [first + n for n in range(1, each + 1)]
            posts |= {PersonId(p): Post(Role.OFFICIAL, office) for p in self.officials[office]}
            if office not in self.tree.under:
                self.supervisors[office] = first
                posts[PersonId(first)] = Post(Role.SUPERVISOR, office)
        async with store.writing() as book:
            for person, post in posts.items():
                await book.meet(Person(person, f"p{person}", f"u{person}"))
                await book.appoint(person, post)
            for number in range(citizens):
                await book.meet(Person(PersonId(FIRST_CITIZEN + number), f"c{number}"))

    def acting(self, person: int, now: datetime) -> int | None:
        """*person*, or who stands in; None where nobody hears."""
        away = self.away.get(person)
        if away is not None and away.begins <= now < away.ends:
            return self.acting(away.deputy, now)
        return None if person in self.lost else person

    def above(self, office: str, now: datetime) -> list[int]:
        """The supervisor of the office or of the nearest above it, else the admins."""
        for name in self.tree.line(office):
            chief = self.supervisors.get(name)
            acting = self.acting(chief, now) if chief is not None else None
            if acting is not None:
                return [acting]
        return list(ADMINS)

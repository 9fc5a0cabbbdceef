"""四不两直: who inspects what today is settled in the morning, so that nobody knows it before."""

import asyncio
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain
from math import ceil

from cases.city import City
from cases.model import Notice, Person, PersonId, Post, Role
from cases.ports import Clock
from survey.ports import FieldBook, FieldStore, List, ToDo, Underway
from survey.teams import Inspector, Team, TooFewInspectors, paired, route, share
from survey.visits import FieldRules


class Handing:
    """Hands out the lists of the day."""

    def __init__(self, store: FieldStore, city: City, rules: FieldRules, clock: Clock) -> None:
        self._store, self._city, self._rules, self._clock = store, city, rules, clock

    async def morning(self) -> None:
        """On a working day, once its time has come, hand out what each round has to do today;
        once, however often this is asked and by how many processes."""
        local = self._clock().astimezone(self._city.zone)
        today = local.date()
        if local.time() < self._rules.hand_out_at:
            return
        if not self._city.calendar.is_working_day(today):
            return
        async with self._store.reading() as book:
            if all(one.handed_out for one in await book.rounds_on(today)):
                return
        async with self._store.writing() as book:
            for one in await book.rounds_on(today):
                if not one.handed_out:
                    await self._hand_out(book, one, today)

    async def _hand_out(self, book: FieldBook, round_: Underway, today: date) -> None:
        """Form the teams anew and share what is left; each takes today's part of its share."""
        todo = await book.to_do(round_.number, self._clock())
        if not todo:
            return
        inspectors = [inspector(one, self._city) for one in await present(book)]
        days = self._days_left(today, round_.last)
        # A second for ten thousand points, in which others want to be answered.
        lists, left = await asyncio.to_thread(_lists, inspectors, todo, days)
        await book.hand_out(round_.number, today, lists)
        await book.tell(self._told(round_, today, lists))
        if left:
            admins = [admin.id for admin in await book.staff(Role.ADMIN)]
            await book.tell(_left_over(round_, today, left, admins))

    def _days_left(self, today: date, last: date | None) -> int:
        """How many working days there are for the rest, today among them."""
        if last is None or last <= today:
            return 1
        days = (date.fromordinal(n) for n in range(today.toordinal(), last.toordinal() + 1))
        return max(1, sum(map(self._city.calendar.is_working_day, days)))

    @staticmethod
    def _told(round_: Underway, day: date, lists: Iterable[List]) -> list[Notice]:
        return [
            Notice(
                f"inspections:{round_.number}:{day}:{person}",
                person,
                "inspections",
                facts={"round": round_.name, "count": str(len(one.todo))},
            )
            for one in lists
            if one.todo
            for person in one.members
        ]


def _lists(
    inspectors: Sequence[Inspector], todo: Sequence[ToDo], days: int
) -> tuple[list[List], int]:
    """What each team does on the first of *days*, and how many points nobody may inspect."""
    try:
        teams = paired(inspectors)
    except TooFewInspectors:
        teams = []
    by_point = {one.point.key: one for one in todo}
    able = [one.point for one in todo if any(team.may(one.point) for team in teams)]
    share(teams, able)
    lists = [
        List([PersonId(one.id) for one in team.members], _part(team, days, by_point))
        for team in teams
    ]
    return lists, len(todo) - len(able)


def _part(team: Team, days: int, by_point: dict[tuple[str, str, str], ToDo]) -> list[ToDo]:
    """The first of a team's points, which lie side by side, one after the other by distance."""
    today = team.points[: ceil(len(team.points) / days)]
    if not today:
        return []
    return [by_point[point.key] for point in route(today, today[0].spot)]


async def present(book: FieldBook) -> list[Person]:
    """The inspectors who can be sent somewhere now."""
    return [p for p in await book.staff(Role.INSPECTOR) if not p.blocked and p.deputy is None]


def inspector(person: Person, city: City) -> Inspector:
    """Whoever inspects, with everything that is not theirs to."""
    offices = offices_of(person.posts)
    return Inspector(person.id, offices[0] if offices else "", _own(offices, city))


def _own(offices: Iterable[str], city: City) -> frozenset[str]:
    """These organisations, and those above and below them."""
    around = ((*city.tree.line(office), *city.tree.below(office)) for office in offices)
    return frozenset(chain.from_iterable(around))


def answers_for(posts: Sequence[Post], organisation: str, city: City) -> bool:
    """Whether *organisation* is that of one of *posts*, or above or below it."""
    return organisation in _own(offices_of(posts), city)


def offices_of(posts: Sequence[Post]) -> list[str]:
    """The organisations in which somebody serves."""
    return [post.organisation for post in posts if post.organisation]


def _left_over(
    round_: Underway, day: date, count: int, admins: Iterable[PersonId]
) -> list[Notice]:
    facts = {"round": round_.name, "count": str(count)}
    key = f"not_handed_out:{round_.number}:{day}"
    return [Notice(f"{key}:{one}", one, "not_handed_out", facts=facts) for one in admins]

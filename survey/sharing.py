"""When a whole team drops out during the day, the others are given what it has not begun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cases.city import City
from cases.model import Notice, Person, Role
from cases.ports import Clock
from survey.handing import inspector, present
from survey.ports import FieldBook, FieldStore, Underway
from survey.teams import Team, route, share
from survey.visits import Visit


@dataclass(frozen=True, slots=True)
class Forsaken:
    """What is left of the teams of a round that have nobody any more, and by its number who is
    still there of each other team."""

    round: Underway
    visits: Sequence[Visit]
    teams: Mapping[int, Sequence[Person]]


class Sharing:
    """Shares anew."""

    def __init__(self, store: FieldStore, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock

    async def look(self) -> None:
        """While the city works, give what nobody of a team can begin any more to the other teams
        of today; once, however often this is asked and by how many processes."""
        now = self._clock()
        if self._city.calendar.next_working_moment(now) > now:
            return
        today = self._city.local_day(now)
        async with self._store.reading() as book:
            if not await _forsaken(book, today):
                return
        async with self._store.writing() as book:
            for one in await _forsaken(book, today):
                await self._share(book, one, today)

    async def _share(self, book: FieldBook, left: Forsaken, today: date) -> None:
        teams = {
            number: Team(tuple(inspector(one, self._city) for one in people))
            for number, people in left.teams.items()
        }
        visits = {one.point.key: one for one in left.visits}
        able = [p.point for p in left.visits if any(t.may(p.point) for t in teams.values())]
        share(list(teams.values()), able)
        for number, team in teams.items():
            if not team.points:
                continue
            way = [visits.pop(p.key) for p in route(team.points, team.points[0].spot)]
            await book.hand_over(way, number)
            await book.tell(_told(left, today, "inspections_more", way, left.teams[number]))
        if visits:
            admins = await book.staff(Role.ADMIN)
            stuck = list(visits.values())
            await book.tell(_told(left, today, "not_handed_out", stuck, admins))


async def _forsaken(book: FieldBook, today: date) -> list[Forsaken]:
    """Round by round, where there is anything."""
    rounds = [one for one in await book.rounds_on(today) if one.handed_out]
    if not rounds:
        return []
    given = await book.teams_on([one.number for one in rounds], today)
    here = {one.id: one for one in await present(book)}
    found = []
    for one in rounds:
        going = {
            number: [here[member] for member in members if member in here]
            for number, members in given.get(one.number, {}).items()
        }
        gone = [number for number, people in going.items() if not people]
        visits = await book.unopened(one.number, today, gone) if gone else []
        if visits:
            found.append(
                Forsaken(one, visits, {n: people for n, people in going.items() if people})
            )
    return found


def _told(
    left: Forsaken, day: date, kind: str, visits: Sequence[Visit], people: Sequence[Person]
) -> list[Notice]:
    """Once for these visits as they were in the hands of their team."""
    first = visits[0]
    key = f"{kind}:{left.round.number}:{day}:{first.id}:{first.team}"
    facts = {"round": left.round.name, "count": str(len(visits))}
    return [Notice(f"{key}:{one.id}", one.id, kind, facts=facts) for one in people]

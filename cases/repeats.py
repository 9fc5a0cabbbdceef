"""反复点位: where the same comes back soon after it was fixed, the fix did not hold; the office
above the one that made it is given the cause to find."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.assigning import Target
from cases.city import City
from cases.following import box_around, distance
from cases.intake import Commission, Intake
from cases.model import CITY, Case, CaseId, Kind, Person, Report, Source
from cases.ports import Book, Clock, Store
from cases.records import Repeat, Return
from cases.step import Ask

JOB = "repeats"
BATCH = 50
OVERLAP = timedelta(hours=1)  # what was being filed while we last looked is looked at again


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of a spot: the words of the root-cause case, and why it goes where it goes."""

    text: str
    why: str


Say = Callable[[Return, str | None], Told]  # of a return, and the organisation above, if any


class Repeats:
    """Looks for spots where the same came back."""

    def __init__(self, store: Store, city: City, intake: Intake, clock: Clock, say: Say) -> None:
        self._store, self._city, self._intake = store, city, intake
        self._clock, self._say = clock, say

    async def look(self) -> int:
        """Record what came back among the cases filed since the last look, each once, whoever
        looks; returns how many there were."""
        now, rule = self._clock(), (self._city.repeat_metres, self._city.repeat_within)
        async with self._store.reading() as book:
            since = await book.looked_until(JOB)
            since = since - OVERLAP if since is not None else now - self._city.repeat_within
            near = await book.closed_near_by(since, *rule)
        found = _by_case([one for one in near if came_back(one, *rule)])
        for start in range(0, len(found), BATCH):
            some = found[start : start + BATCH]
            async with self._store.writing() as book:
                await book.look_from(JOB, some[0][0].again.submitted_at)
                for returns in some:
                    await self._record(book, returns, now)
        async with self._store.writing() as book:
            await book.look_from(JOB, now)
        return len(found)

    async def _record(self, book: Book, returns: Sequence[Return], now: datetime) -> None:
        """One case came back, to one spot or where several fixes met."""
        known = await book.recorded(returns[0].again.id)
        new = [one for one in returns if one.first.id not in known]
        if not new:
            return
        latest = max(new, key=lambda one: one.closed_at)
        root = await self._open_root(book, latest) or await self._commission(book, latest)
        for one in new:
            await book.record_repeat(Repeat(one.first.id, one.again.id, root.id, now))

    async def _open_root(self, book: Book, one: Return) -> Case | None:
        """The root-cause case of the spot, if one is open."""
        box = box_around(one.first.report.place, self._city.repeat_metres)
        if box is None:
            return None
        for case in await book.open_roots(one.first.report.category, box):
            metres = distance(case.report.place, one.first.report.place)
            if metres is not None and metres <= self._city.repeat_metres:
                return case
        return None

    async def _commission(self, book: Book, one: Return) -> Case:
        """Give the cause to the organisation above the one that handled it; where none is, the
        admins decide."""
        line = list(self._city.tree.line(one.first.organisation or ""))
        above = line[1] if len(line) > 1 else None
        told, before = self._say(one, above), one.first.report
        report = Report(
            Kind.PROBLEM, before.category, told.text, before.place, source=Source.REPEAT
        )
        await book.meet(Person(CITY, self._city.name))
        order = Commission(Target(above) if above else None, told.why)
        return await self._intake.commission(
            book, report, order, Ask(CITY, f"repeat:{one.again.id}")
        )


def came_back(one: Return, metres: float, within: timedelta) -> bool:
    """Whether the fix of *one.first* did not hold: the same was reported after it was closed,
    soon enough and near enough."""
    apart = distance(one.first.report.place, one.again.report.place)
    after = one.again.submitted_at - one.closed_at
    return (
        one.again.id != one.first.id
        and one.again.report.category == one.first.report.category
        and one.again.report.source is not Source.REPEAT
        and apart is not None
        and apart <= metres
        and timedelta() < after <= within
    )


def _by_case(found: Sequence[Return]) -> list[list[Return]]:
    """The returns of each case that came back, in the order of filing."""
    grouped: dict[CaseId, list[Return]] = defaultdict(list)
    for one in found:
        grouped[one.again.id].append(one)
    return [grouped[again] for again in sorted(grouped)]

"""In the field: a point is opened, its items are looked at, and what fails becomes casework."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from cases.city import City
from cases.model import PersonId, Role
from cases.ports import Clock
from cases.step import Ask
from survey.distance import Spot, metres
from survey.errors import (
    AlreadyDone,
    InspectorsOnly,
    MarkedMeanwhile,
    NotOpened,
    NotYourPoint,
    OwnPoint,
    TooFar,
    Unfinished,
)
from survey.findings import Casework
from survey.handing import answers_for
from survey.indicators import Item, System
from survey.ports import FieldBook, FieldStore, SystemsOf
from survey.scores import score
from survey.visits import (
    MOST_FINDINGS,
    FieldRules,
    Finding,
    Sheet,
    Stage,
    Visit,
    VisitId,
    items_of,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """How an inspector comes to a point: where they are, or else why that is not near it."""

    spot: Spot | None = None
    excuse: str = ""


class Inspecting:
    """What inspectors do. Every method raises InspectorsOnly, and those about one visit
    NotYourPoint and OwnPoint."""

    def __init__(
        self,
        store: FieldStore,
        systems: SystemsOf,
        casework: Casework,
        city: City,
        rules: FieldRules,
        clock: Clock,
    ) -> None:
        self._store, self._systems, self._casework = store, systems, casework
        self._city, self._rules, self._clock = city, rules, clock
        self._known: dict[int, System] = {}

    async def in_hand(self, by: PersonId) -> list[Visit]:
        """What *by* has to do today, in order, the opened first."""
        async with self._store.reading() as book:
            await _inspector(book, by)
            visits = await book.in_hand(by)
        return sorted(visits, key=lambda one: (one.opened_at is None, one.round, one.turn))

    async def left(self, by: PersonId) -> int:
        """How much that still is."""
        async with self._store.reading() as book:
            await _inspector(book, by)
            return await book.left(by)

    async def nearest(self, by: PersonId, spot: Spot) -> tuple[float, Visit] | None:
        """What is nearest to *spot* of what *by* has to do today, with its distance in metres;
        None where nothing is left."""
        async with self._store.reading() as book:
            await _inspector(book, by)
            found = await book.nearest(by, spot)
        return (metres(spot, found.point.spot), found) if found else None

    async def open(self, visit: VisitId, arrival: Arrival, by: PersonId) -> Sheet:
        """Begin, or go on where anybody of the team left off. Raises TooFar where the inspector
        is not near and has not said why, AlreadyDone."""
        async with self._store.writing() as book:
            found = await self._mine(book, visit, by)
            if found.opened_at is None:
                found = self._arrived(found, arrival, by)
                await book.update(found)
            return await self._sheet(book, found)

    async def sheet(self, visit: VisitId, by: PersonId) -> Sheet:
        """What was found so far; also of a visit that is over."""
        async with self._store.reading() as book:
            return await self._sheet(book, await self._mine(book, visit, by, over=True))

    async def mark(self, visit: VisitId, item: int, count: int | None, by: PersonId) -> Sheet:
        """*count* findings at the item of that number from 0; None: it does not apply. Words and
        photos stay. Raises NotOpened, AlreadyDone."""
        if not 0 <= (count or 0) <= MOST_FINDINGS:
            raise NotYourPoint
        return await self._note(visit, item, by, lambda _, found: replace(found, count=count))

    async def fail(self, visit: VisitId, item: int, by: PersonId) -> Sheet:
        """The item fails; as often as before, if it did. Raises NotOpened, AlreadyDone."""
        return await self._note(visit, item, by, lambda _, found: _failing(found))

    async def describe(
        self, visit: VisitId, item: int, text: str | None, photos: Sequence[str], by: PersonId
    ) -> Sheet:
        """Words, photos or both for what failed; each replaces what there was, nothing leaves it.
        With *text* None the words of the item itself will do. Raises NotOpened, AlreadyDone, and
        MarkedMeanwhile for what does not fail any more."""

        def told(of: Item, found: Finding) -> Finding:
            if not found.failed:
                raise MarkedMeanwhile(item + 1, "none" if found.count is None else "right")
            said = of.text if text is None else text
            shown = tuple(photos) or found.photos
            return replace(found, text=said or found.text, photos=shown)

        return await self._note(visit, item, by, told)

    async def _note(
        self, visit: VisitId, item: int, by: PersonId, change: Callable[[Item, Finding], Finding]
    ) -> Sheet:
        async with self._store.writing() as book:
            sheet = await self._sheet(book, await self._mine(book, visit, by))
            if sheet.visit.opened_at is None:
                raise NotOpened
            if not 0 <= item < len(sheet.items):
                raise NotYourPoint
            of = sheet.items[item]
            changed = change(of, sheet.finding(of))
            if changed.count == 0:
                await book.drop(visit, [changed.item])
            else:
                await book.put(visit, [changed])
            return sheet.with_(sheet.visit, changed)

    async def finish(self, visit: VisitId, ask: Ask) -> Sheet:
        """The point is done: it has its score, and what failed is casework. A round that has
        ended meanwhile takes no score; what failed becomes casework all the same. Done a second
        time it changes nothing. Raises NotOpened, Unfinished."""
        async with self._store.writing() as book:
            sheet = await self._sheet(book, await self._mine(book, visit, ask.by, over=True))
            if sheet.visit.done_at is not None:
                return sheet
            _check(sheet)
            settled = await self._casework.settle(book, sheet, ask)
            done = self._done(sheet, ask.by)
            await book.put(visit, settled)
            await book.update(done)
            return sheet.with_(done, *settled)

    def _done(self, sheet: Sheet, by: PersonId) -> Visit:
        visit = sheet.visit
        counts = visit.stage is Stage.FIRST and not visit.over
        reached = score(sheet.items, sheet.answers()) if counts else None
        return replace(visit, done_at=self._clock(), done_by=by, score=reached)

    def _arrived(self, visit: Visit, arrival: Arrival, by: PersonId) -> Visit:
        far = metres(arrival.spot, visit.point.spot) if arrival.spot else None
        if (far is None or far > self._rules.near) and not arrival.excuse:
            raise TooFar(visit.point.name, far or 0.0)
        return replace(
            visit, opened_at=self._clock(), opened_by=by, metres=far, excuse=arrival.excuse
        )

    async def _sheet(self, book: FieldBook, visit: Visit) -> Sheet:
        failed = await book.failed_first(visit) if visit.stage is Stage.AGAIN else {}
        system = await self._system(visit.version)
        items = items_of(system, visit, tuple(failed))
        return Sheet(visit, items, await book.findings(visit.id))

    async def _system(self, version: int) -> System:
        if version not in self._known:
            self._known[version] = await self._systems.system(version)
        return self._known[version]

    async def _mine(
        self, book: FieldBook, visit: VisitId, by: PersonId, *, over: bool = False
    ) -> Visit:
        """The visit, if it is in the hands of *by*, and not done unless it may be *over*."""
        held = await book.held_visit(by, visit)
        if held is None:
            await _inspector(book, by)
            raise NotYourPoint
        found, posts = held
        if not any(post.role is Role.INSPECTOR for post in posts):
            raise InspectorsOnly
        if answers_for(posts, found.point.organisation, self._city):
            raise OwnPoint
        if found.done_at is not None and not over:
            raise AlreadyDone
        return found


def _check(sheet: Sheet) -> None:
    """Raises NotOpened and Unfinished."""
    if sheet.visit.opened_at is None:
        raise NotOpened
    if sheet.incomplete():
        raise Unfinished([number + 1 for number in sheet.incomplete()])


async def _inspector(book: FieldBook, by: PersonId) -> None:
    """Raises InspectorsOnly."""
    person = await book.person(by)
    if person is None or not person.has(Role.INSPECTOR):
        raise InspectorsOnly


def _failing(finding: Finding) -> Finding:
    return replace(finding, count=finding.count or 1)

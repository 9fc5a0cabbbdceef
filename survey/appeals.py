"""申诉: the organisation of a point speaks against a finding; an admin decides, and the score
follows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from cases.city import City
from cases.dispatch import admin_of
from cases.errors import NotAllowed
from cases.lifecycle import Party, parties
from cases.limits import Limit, Unit
from cases.model import Case, CaseId, Notice, Person, PersonId, Role
from cases.ports import Clock
from cases.step import Ask
from survey.errors import (
    ContestedAlready,
    ContestTooLate,
    ContestUnproven,
    NotContestable,
    OwnContest,
    UnknownContest,
)
from survey.ports import FieldBook, FieldStore, SystemsOf
from survey.scores import score
from survey.visits import Appeal, Sheet, Visit, VisitId, items_of

WITHIN = Limit(2, Unit.WORKDAY)
MAY = {Party.OWNER, Party.COLLEAGUE, Party.SUPERVISOR}


class Appeals:
    """Speaking against findings, and deciding."""

    def __init__(self, store: FieldStore, systems: SystemsOf, city: City, clock: Clock) -> None:
        self._store, self._systems, self._city, self._clock = store, systems, city, clock

    async def begin(self, case: CaseId, by: PersonId) -> Case:
        """The case, if *by* may appeal now. Raises NotAllowed to whoever does not answer for it,
        NotContestable, ContestedAlready, ContestTooLate."""
        async with self._store.reading() as book:
            found = await self._theirs(book, case, by)
            await self._open(book, found)
            return found

    async def open_to(self, book: FieldBook, case: Case, person: Person) -> bool:
        """Whether *person* may appeal now against a finding of which the case came."""
        if not parties(case, person) & MAY:
            return False
        try:
            await self._open(book, case)
        except (NotContestable, ContestedAlready, ContestTooLate):
            return False
        return True

    async def appeal(self, case: CaseId, text: str, photos: Sequence[str], ask: Ask) -> Case:
        """Keep the appeal against the latest finding of which the case came, and tell the
        admins; once, however often it is asked with the same key. Raises what begin raises, and
        ContestUnproven without words or a photo."""
        async with self._store.writing() as book:
            found = await self._theirs(book, case, ask.by)
            if any(one.key == ask.key for one in await book.contests_about(case)):
                return found
            visit, item = await self._open(book, found)
            if not text.strip() or not photos:
                raise ContestUnproven(found.number)
            sheet = await self._sheet(book, visit)
            appeal = Appeal(
                visit=visit.id,
                item=item,
                case=case,
                count=sheet.findings[item].count or 0,
                text=text,
                photos=tuple(photos),
                by=ask.by,
                at=self._clock(),
                key=ask.key,
            )
            kept = replace(appeal, id=await book.contest(appeal))
            admins = await book.staff(Role.ADMIN)
            await book.tell(_put_before(one.id, kept, sheet) for one in admins)
            await book.refresh_cards(case)
            return found

    async def photos(self, appeal: int, by: PersonId) -> tuple[str, ...]:
        """All photos of the appeal. Raises AdminsOnly, UnknownContest."""
        async with self._store.reading() as book:
            await admin_of(book, by)
            return (await _known(book, appeal)).photos

    async def decide(self, appeal: int, by: PersonId, *, upheld: bool) -> Appeal:
        """The admins' word: the first counts, and whoever appealed is told. What is *upheld*
        counts no more, and the point has another score; the case goes on. Returns the word that
        counts; raises AdminsOnly, UnknownContest, OwnContest."""
        async with self._store.writing() as book:
            await admin_of(book, by)
            found = await _known(book, appeal)
            if found.upheld is not None:
                return found
            visit = await _visit(book, found.visit)
            if by in (found.by, visit.done_by):
                raise OwnContest
            decided = replace(
                found,
                upheld=upheld,
                decided_by=by,
                decided_at=self._clock(),
                before=visit.score,
                after=await self._forgiven(book, visit, found.item) if upheld else visit.score,
            )
            await book.settle_contest(decided)
            await book.tell([_decided(decided, visit)])
            return decided

    async def _forgiven(self, book: FieldBook, visit: Visit, item: str) -> Decimal | None:
        """Let the finding count no more; the score without it."""
        sheet = await self._sheet(book, visit)
        await book.put(visit.id, [replace(sheet.findings[item], count=0)])
        answers = {**sheet.answers(), item: 0}
        reached = score(sheet.items, answers)
        await book.update(replace(visit, score=reached))
        return reached

    async def _sheet(self, book: FieldBook, visit: Visit) -> Sheet:
        items = items_of(await self._systems.system(visit.version), visit, ())
        return Sheet(visit, items, await book.findings(visit.id))

    async def _theirs(self, book: FieldBook, case: CaseId, by: PersonId) -> Case:
        found, person = await book.case(case), await book.person(by)
        if person is None or not parties(found, person) & MAY:
            raise NotAllowed(found.number, action="contest")
        return found

    async def _open(self, book: FieldBook, case: Case) -> tuple[Visit, str]:
        """The latest finding of which the case came and against which nobody spoke yet."""
        findings = await book.found_for(case.id)
        if not findings:
            raise NotContestable(case.number)
        said = {(one.visit, one.item) for one in await book.contests_about(case.id)}
        left = [one for one in findings if one not in said]
        if not left:
            raise ContestedAlready(case.number)
        visit = await _visit(book, left[0][0])
        until = closes(self._city, visit.done_at or self._clock())
        if self._clock() > until:
            raise ContestTooLate(case.number, until)
        return visit, left[0][1]


def closes(city: City, done_at: datetime) -> datetime:
    """Until when an appeal is possible against what was handed in at *done_at*."""
    return city.calendar.due(done_at, WITHIN).at


async def _known(book: FieldBook, appeal: int) -> Appeal:
    found = await book.contested(appeal)
    if found is None:
        raise UnknownContest
    return found


async def _visit(book: FieldBook, visit: VisitId) -> Visit:
    found = await book.visit(visit)
    if found is None:
        raise LookupError(f"there is no visit {visit}")
    return found


def _put_before(admin: PersonId, appeal: Appeal, sheet: Sheet) -> Notice:
    item = next(one for one in sheet.items if one.code == appeal.item)
    facts = {
        "appeal": str(appeal.id),
        "point": sheet.visit.point.name,
        "item": item.text,
        "found": sheet.findings[appeal.item].text,
        "score": str(sheet.visit.score),
        "text": appeal.text,
        "photo": appeal.photos[0],
        "photos": str(len(appeal.photos)),
    }
    return Notice(f"contested:{appeal.id}:{admin}", admin, "contested", appeal.case, facts=facts)


def _decided(appeal: Appeal, visit: Visit) -> Notice:
    kind = "contest_upheld" if appeal.upheld else "contest_kept"
    facts = {
        "point": visit.point.name,
        "before": str(appeal.before),
        "after": str(appeal.after),
    }
    return Notice(f"{kind}:{appeal.id}", appeal.by, kind, appeal.case, facts=facts)

"""From the field to casework: what failed becomes a case, or joins one that is open already."""

from collections.abc import Sequence
from dataclasses import replace

from cases.assigning import Target, choose_owner
from cases.closing import Closing
from cases.following import Following
from cases.intake import Commission, Intake
from cases.model import OPEN, Case, CaseId, Kind, PersonId, Place, Report, Source, State
from cases.step import Ask
from survey.indicators import Item
from survey.ports import FieldBook
from survey.visits import Finding, Findings, Sheet, Stage, Visit


class Casework:
    """Makes cases of findings."""

    def __init__(self, intake: Intake, following: Following, closing: Closing) -> None:
        self._intake, self._following, self._closing = intake, following, closing

    async def settle(self, book: FieldBook, sheet: Sheet, ask: Ask) -> list[Finding]:
        """What failed, with the case of each: one that is open and the same, or else a new one.
        Those of one point go to one official. Two who find the same at once file it once."""
        again = sheet.visit.stage is Stage.AGAIN
        before = await book.failed_first(sheet.visit) if again else {}
        failed = [item for item in sheet.items if sheet.finding(item).failed]
        await book.files_alone([item.category for item in failed])
        await self._judge(book, sheet, before, ask)
        linked, new = [], []
        for item in failed:
            case = await self._open(book, sheet, item, before.get(item.code), ask.by)
            if case is None:
                new.append(item)
            else:
                linked.append(await self._join(book, sheet, item, case, ask))
        return [*linked, *await self._file(book, sheet, new, ask)]

    async def _judge(self, book: FieldBook, sheet: Sheet, before: Findings, ask: Ask) -> None:
        """After a look again: what is done and waits to be checked is verified where it is
        right, and rejected where it is not. Nobody checks their own work."""
        for item in sheet.items if before else ():
            case, finding = before[item.code].case, sheet.finding(item)
            if case is None or finding.count is None or not await _waits(book, case, ask.by):
                continue
            key = Ask(ask.by, f"{_key(sheet.visit, item)}:judge")
            if finding.failed:
                await self._closing.reject_within(book, case, finding.text, key)
            else:
                await self._closing.verify_within(book, case, key)

    async def _open(
        self, book: FieldBook, sheet: Sheet, item: Item, before: Finding | None, by: PersonId
    ) -> Case | None:
        """The open case, also of a citizen, that is what was found: that of *before*, or by
        place, category and words, as for citizens who report the same."""
        same = before.case if before else None
        if before is None:
            report = _report(sheet, item)
            alike = await self._following.alike_within(book, report, by, category=item.category)
            same = alike[0].case.id if alike else None
        case = await book.case(same) if same is not None else None
        return case if case is not None and case.state in OPEN else None

    async def _join(
        self, book: FieldBook, sheet: Sheet, item: Item, case: Case, ask: Ask
    ) -> Finding:
        key = Ask(ask.by, _key(sheet.visit, item))
        await self._following.join(book, case, _report(sheet, item), key)
        return replace(sheet.finding(item), case=case.id, linked=True)

    async def _file(
        self, book: FieldBook, sheet: Sheet, items: Sequence[Item], ask: Ask
    ) -> list[Finding]:
        if not items:
            return []
        point = sheet.visit.point
        goal = Target(point.organisation, await choose_owner(book, point.organisation))
        order = Commission(goal, f"{point.name} → {point.organisation}")
        filed = []
        for item in items:
            key = Ask(ask.by, _key(sheet.visit, item))
            case = await self._intake.commission(book, _report(sheet, item), order, key)
            filed.append(replace(sheet.finding(item), case=case.id))
        return filed


async def _waits(book: FieldBook, case: CaseId, by: PersonId) -> bool:
    found = await book.case(case)
    parts = await book.parts(case)
    return (
        found.state is State.RESOLVED
        and found.owner != by
        and not any(part.state in OPEN for part in parts)
    )


def _key(visit: Visit, item: Item) -> str:
    return f"visit:{visit.id}:{item.code}"


def _report(sheet: Sheet, item: Item) -> Report:
    point, finding = sheet.visit.point, sheet.finding(item)
    return Report(
        Kind.PROBLEM,
        item.category,
        f"{finding.text}\n{item.text}",
        Place(
            f"{point.place} {point.name}".strip(),
            point.district,
            point.spot.latitude,
            point.spot.longitude,
        ),
        finding.photos,
        source=Source.INSPECTION,
    )

"""From the field to casework: what failed becomes a case, or joins one that is open already."""

from collections.abc import Mapping
from dataclasses import replace

from cases.assigning import Target, choose_owner
from cases.closing import Closing
from cases.following import Following
from cases.intake import Commission, Intake
from cases.model import OPEN, CaseId, Kind, PersonId, Place, Report, Source, State
from cases.step import Ask
from survey.indicators import Item
from survey.ports import FieldBook, FieldStore
from survey.visits import Finding, Findings, Sheet, Stage, Visit

Alike = Mapping[str, CaseId]  # by the code of the item, the open case that is the same


class Casework:
    """Makes cases of findings."""

    def __init__(
        self, store: FieldStore, intake: Intake, following: Following, closing: Closing
    ) -> None:
        self._store, self._intake = store, intake
        self._following, self._closing = following, closing

    async def alike(self, sheet: Sheet, by: PersonId) -> Alike:
        """The open cases, also of citizens, that are what was found: by place, category and
        words, as for citizens who report the same."""
        found = {}
        for item in sheet.items:
            finding = sheet.finding(item)
            if finding.failed and finding.case is None:
                matches = await self._following.alike(_report(sheet.visit, item, finding), by)
                same = [m.case.id for m in matches if m.case.report.category == item.category]
                if same:
                    found[item.code] = same[0]
        return found

    async def judge(self, sheet: Sheet, failed: Findings, ask: Ask) -> None:
        """After a look again: what is done and waits to be checked is verified where it is
        right, and rejected where it is not. Nobody checks their own work."""
        for item in sheet.items:
            case = failed[item.code].case
            finding = sheet.finding(item)
            if case is None or finding.count is None or not await self._waits(case, ask.by):
                continue
            key = Ask(ask.by, f"visit:{sheet.visit.id}:{item.code}:judge")
            if finding.failed:
                await self._closing.reject(case, finding.text, key)
            else:
                await self._closing.verify(case, key)

    async def _waits(self, case: CaseId, by: PersonId) -> bool:
        async with self._store.reading() as book:
            found = await book.case(case)
            parts = await book.parts(case)
        return (
            found.state is State.RESOLVED
            and found.owner != by
            and not any(part.state in OPEN for part in parts)
        )

    async def settle(self, book: FieldBook, sheet: Sheet, alike: Alike, ask: Ask) -> list[Finding]:
        """What failed, with the case of each."""
        known = await book.failed_first(sheet.visit)
        settled = []
        for item in sheet.items:
            finding = sheet.finding(item)
            if not finding.failed:
                continue
            before = known.get(item.code) if sheet.visit.stage is Stage.AGAIN else None
            same = before.case if before else alike.get(item.code)
            settled.append(await self._settle(book, sheet.visit, item, finding, same, ask))
        return settled

    async def _settle(
        self,
        book: FieldBook,
        visit: Visit,
        item: Item,
        finding: Finding,
        same: CaseId | None,
        ask: Ask,
    ) -> Finding:
        report = _report(visit, item, finding)
        key = Ask(ask.by, f"visit:{visit.id}:{item.code}")
        if same is not None:
            case = await book.case(same)
            if case.state in OPEN:
                await self._following.join(book, case, report, key)
                return replace(finding, case=case.id, linked=True)
        office = visit.point.organisation
        order = Commission(
            Target(office, await choose_owner(book, office)), f"{visit.point.name} → {office}"
        )
        case = await self._intake.commission(book, report, order, key)
        return replace(finding, case=case.id)


def _report(visit: Visit, item: Item, finding: Finding) -> Report:
    point = visit.point
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

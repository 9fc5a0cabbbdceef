"""Cases as files: page by page, in constant memory, as far as somebody may see them."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bot.photos import PhotoBox
from bot.sheets import Csv, Json, Row, Sheet, Xlsx
from cases.city import City
from cases.errors import StaffOnly
from cases.listing import narrowed
from cases.model import Case, CaseId, Person, PersonId, Post, Role
from cases.ports import CaseQuery, Order, Store
from handlers.card import CardMaker, handles
from handlers.ports import Atlas, Reached
from handlers.texts import Catalogue, Words

PAGE = 500
OPERATOR = Person(PersonId(1), "", posts=(Post(Role.ADMIN),))  # at the command line
COLUMNS = (
    *("number", "photo", "state", "kind", "domain", "category", "source", "urgent", "text"),
    *("district", "address", "map", "organisation", "owner", "reporter", "submitted", "due"),
    *("late", "outcome", "verified", "resolution", "rating", "urged", "returned", "reopened"),
)


class Exporter:
    """Writes cases into files. Phone numbers are in none: they are looked at one by one."""

    def __init__(
        self,
        *,
        store: Store,
        city: City,
        catalogue: Catalogue,
        maker: CardMaker,
        atlas: Atlas,
        pictures: PhotoBox,
        page: int = PAGE,
    ) -> None:
        self._store, self._city, self._catalogue = store, city, catalogue
        self._maker, self._atlas, self._pictures, self._page = maker, atlas, pictures, page

    async def write_for(self, by: PersonId, wish: CaseQuery, path: Path, reached: Reached) -> int:
        """Write for somebody in a chat; raises StaffOnly and NotAllowed."""
        async with self._store.reading() as book:
            person = await book.person(by)
        if person is None:
            raise StaffOnly
        return await self.write(person, wish, path, reached)

    async def write(self, person: Person, wish: CaseQuery, path: Path, reached: Reached) -> int:
        """Write what *wish* finds and *person* may see to *path*, in the format of its ending;
        returns how many cases. *reached* hears after each page how many of how many are done."""
        query = narrowed(
            replace(wish, order=Order.FILED, limit=self._page), person, self._city.tree
        )
        words = self._catalogue[person.language]
        async with self._store.reading() as book:
            total = await book.count(query)
        sheet, done, last = self._sheet(path, words), 0, CaseId(0)
        try:
            while True:
                async with self._store.reading() as book:
                    cases = await book.search(replace(query, after=last))
                    people = {one.reporter for one in cases} | {one.owner for one in cases}
                    names = await book.names([one for one in people if one is not None])
                if not cases:
                    break
                rows = [self._row(case, person, names, words) for case in cases]
                await asyncio.to_thread(sheet.add, rows)
                done, last = done + len(cases), cases[-1].id
                await reached(done, max(total, done))
        finally:
            await asyncio.to_thread(sheet.close)
        return done

    def _sheet(self, path: Path, words: Words) -> Sheet:
        headings = {key: words.plain(f"export.{key}") for key in COLUMNS}
        if path.suffix == ".xlsx":
            return Xlsx(path, headings, self._pictures.thumbnail)
        return Csv(path, headings) if path.suffix == ".csv" else Json(path, headings)

    def _row(self, case: Case, person: Person, names: Mapping[PersonId, str], words: Words) -> Row:
        shown = self._maker.readable(case, person)
        report, category = shown.report, self._city.categories.get(case.report.category)
        named = handles(case, person) and not report.anonymous
        return {
            "number": case.number,
            "photo": next(iter(report.photos), None),
            "state": words.plain(f"state.{case.state}"),
            "kind": words.plain(f"kind.{report.kind}"),
            "domain": category.domain if category else "",
            "category": category.name if category else report.category,
            "source": words.plain(f"source.{report.source}"),
            "urgent": words.plain("export.yes") if report.urgent else "",
            "text": report.text,
            **self._where(shown),
            "organisation": case.organisation or "",
            "owner": names.get(case.owner, "") if case.owner else "",
            "reporter": names.get(case.reporter, "") if named else "",
            **self._times(case, words),
            **_result(shown, words),
            "urged": case.urged,
            "returned": case.returned,
            "reopened": case.reopened,
        }

    def _where(self, case: Case) -> Row:
        place = case.report.place
        link = ""
        if place.latitude is not None and place.longitude is not None:
            link = self._atlas.map_link(place.latitude, place.longitude)
        return {"district": place.district or "", "address": place.address, "map": link}

    def _times(self, case: Case, words: Words) -> Row:
        zone, due = self._city.zone, case.promised_at or case.due_at
        return {
            "submitted": case.submitted_at.astimezone(zone),
            "due": due.astimezone(zone) if due else None,
            "late": self._maker.time_left(case, words),
        }


def _result(case: Case, words: Words) -> Row:
    outcome = words.fitting(f"outcome.{case.outcome}", case.report.kind) if case.outcome else ""
    return {
        "outcome": words.plain(outcome) if outcome else "",
        "verified": words.plain("export.yes") if case.verified else "",
        "resolution": case.resolution.text if case.resolution else "",
        "rating": case.rating,
    }

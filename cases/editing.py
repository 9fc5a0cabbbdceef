"""采用 and 采纳: good deeds become editions, suggestions are adopted, and people are thanked."""

import re
from dataclasses import replace
from datetime import datetime

from cases.citizen_book import Edition, Honour
from cases.city import City
from cases.errors import ConsentMissing, NotAllowed, ReasonMissing, StaysAnonymous
from cases.lifecycle import Action, next_state
from cases.model import Case, CaseId, Notice, PersonId, Role
from cases.ports import Book, Clock, Store
from cases.step import Ask, Step, Steps

_MENTION = re.compile(r"@(\w{4,32})", re.ASCII)
CHANNEL = PersonId(0)  # stands for the channel, whose address only the configuration knows


class Editing:
    """The editor's desk."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._steps = Steps(store, city, clock)

    async def open(self, case: CaseId, by: PersonId, default: str) -> tuple[Case, Edition]:
        """The edition of a good deed as it stands; *default* is its text where it is new."""
        async with self._store.writing() as book:
            found = await _editable(book, case, by)
            edition = await book.edition(case)
            if edition is None:
                edition = Edition(default)
                await book.keep_edition(case, edition)
            return found, edition

    async def rewrite(self, case: CaseId, text: str, ask: Ask) -> Case:
        """Another text for the edition."""
        if not text.strip():
            raise ReasonMissing("edit")
        async with self._store.writing() as book:
            found = await _editable(book, case, ask.by)
            before = await book.edition(case) or Edition("")
            await book.keep_edition(case, replace(before, text=text))
            return found

    async def sign(self, case: CaseId, by: PersonId, *, signed: bool) -> tuple[Case, Edition]:
        """可以署名, or 不署名; raises StaysAnonymous where there must be no name."""
        async with self._store.writing() as book:
            found = await _editable(book, case, by)
            if signed and found.report.anonymous:
                raise StaysAnonymous(found.number)
            before = await book.edition(case) or Edition(found.report.text)
            edition = replace(before, signed=signed)
            await book.keep_edition(case, edition)
            return found, edition

    async def publish(self, case: CaseId, ask: Ask) -> Case:
        """The edition goes out; the reporter is thanked, and whoever is praised in it. Raises
        ConsentMissing before it was said whether it may bear a name."""

        async def work(step: Step) -> Case:
            edition = await step.book.edition(case)
            if edition is None or edition.signed is None:
                raise ConsentMissing(step.case.number)
            await step.book.keep_edition(case, replace(edition, published_at=step.now))
            step.why = edition.text
            step.tell("published", step.case.reporter)
            praised = await _praised(step, f"{step.case.report.text}\n{edition.text}")
            step.tell("praised", *(praised - {step.case.reporter}), text=edition.text)
            if self._city.house.publishes:
                key = f"publication:{step.case.id}"
                step.notices.append(Notice(key, CHANNEL, "publication", step.case.id))
            return step.case

        return await self._steps.take(case, Action.PUBLISH, ask, work)

    async def adopt(self, case: CaseId, ask: Ask) -> Case:
        """采纳: the city takes the suggestion up, and its reporter is thanked."""

        async def work(step: Step) -> Case:
            step.tell("adopted", step.case.reporter)
            return replace(step.case, adopted=True)

        return await self._steps.take(case, Action.ADOPT, ask, work)

    async def honours(self, begins: datetime, ends: datetime) -> list[Honour]:
        """The good deeds that were published between these moments, in order."""
        async with self._store.reading() as book:
            return await book.honours(begins, ends)


async def _editable(book: Book, case: CaseId, by: PersonId) -> Case:
    """The case, if *by* may publish it now."""
    found, person = await book.case(case), await book.person(by)
    if person is None:
        raise NotAllowed(found.number, action=Action.PUBLISH)
    next_state(found, Action.PUBLISH, person)
    return found


async def _praised(step: Step, text: str) -> set[PersonId]:
    """Members of the staff named by @username, and the supervisors of organisations named."""
    mentioned = {name.casefold() for name in _MENTION.findall(text)}
    staff = await step.book.staff()
    found = {person.id for person in staff if (person.username or "").casefold() in mentioned}
    named = [name for name in step.city.organisations if name in text]
    return found | {
        person.id for person in staff if any(person.has(Role.SUPERVISOR, one) for one in named)
    }

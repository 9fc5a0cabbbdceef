"""The whole log of a case, for the admins: who did what, and whether it is as it was written."""

from dataclasses import dataclass

from cases.chain import Logged, first_break
from cases.dispatch import admin_of
from cases.lifecycle import Action
from cases.model import Case, CaseId, Event, PersonId
from cases.ports import Book, Clock, Store
from cases.step import Ask

PAGE = 500


@dataclass(frozen=True, slots=True)
class Audited:
    """A case with its log, the names of those in it, and where the chain breaks, if it does."""

    case: Case
    log: tuple[Logged, ...]
    names: dict[PersonId, str]
    broken_at: int | None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a look through all logs found: how much there is, and the numbers of the cases whose
    log is not as it was written."""

    cases: int
    entries: int
    broken: tuple[str, ...]


class Audit:
    """Reads logs. Whoever reads one stands in it from then on."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def read(self, number: str, ask: Ask) -> Audited:
        """The log of the case of that number; raises AdminsOnly and UnknownCase."""
        async with self._store.writing() as book:
            await admin_of(book, ask.by)
            case = await book.find(number)
            if await book.done(ask.key) is None:
                seen = Event(self._clock(), ask.by, Action.AUDIT, case.state, case.state)
                await book.log(case.id, (seen, ask.key))
            return await _audited(book, case)

    async def inspect(self) -> Inspection:
        """Look through the logs of all cases, a page at a time."""
        cases, entries, broken, after = 0, 0, [], CaseId(0)
        async with self._store.reading() as book:
            while logs := await book.logs(after, PAGE):
                for case, number, head, log in logs:
                    cases, entries, after = cases + 1, entries + len(log), case
                    if first_break(case, log, head) is not None:
                        broken.append(number)
        return Inspection(cases, entries, tuple(broken))


async def _audited(book: Book, case: Case) -> Audited:
    [(_, _, head, log)] = await book.logs(CaseId(case.id - 1), 1)
    people = {case.reporter, case.owner, *(entry.event.actor for entry in log)}
    names = {}
    for person in people:
        known = await book.person(person) if person is not None else None
        if known is not None:
            names[known.id] = known.name
    return Audited(case, tuple(log), names, first_break(case.id, log, head))

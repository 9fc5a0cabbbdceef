"""第二个人: a correction from whoever gains by it counts when somebody else agrees."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cases.city import City
from cases.corrections import corrected, record
from cases.errors import AdminsOnly
from cases.model import Case, CaseId, Person, PersonId, Role
from cases.ports import Book, Clock, Store
from cases.records import Correction
from cases.step import Ask

MOST = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A correction that waits, its case, and whose it is."""

    correction: Correction
    case: Case
    by: str


class SecondHand:
    """What admins say of corrections that do not count yet."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock

    async def waiting(self, by: PersonId) -> Sequence[Waiting]:
        """The oldest first; raises AdminsOnly."""
        async with self._store.reading() as book:
            await _admin(book, by)
            return [await _described(book, one) for one in await book.unsettled(MOST)]

    async def settle(self, case: CaseId, ask: Ask, *, agrees: bool) -> bool:
        """An admin agrees with the correction of *case*, or says that it was right before. False
        where the admin gains by it too, so that it waits on; raises AdminsOnly."""
        async with self._store.writing() as book:
            admin = await _admin(book, ask.by)
            open_ = [one for one in await book.unsettled(MOST) if one.case == case]
            if not open_:
                return True
            found = await book.case(case)
            right = open_[0].right if agrees else open_[0].given
            before = replace(found.report, category=open_[0].given)
            said = corrected(
                replace(found, report=before),
                right,
                admin,
                self._clock(),
                city=self._city,
                key=ask.key,
            )
            await record(book, said)
            return said.counts


async def _described(book: Book, correction: Correction) -> Waiting:
    person = await book.person(correction.by)
    return Waiting(correction, await book.case(correction.case), person.name if person else "")


async def _admin(book: Book, by: PersonId) -> Person:
    person = await book.person(by)
    if person is None or not person.has(Role.ADMIN):
        raise AdminsOnly
    return person

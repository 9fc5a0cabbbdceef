"""What casework needs from the outside, in its own words."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from cases.citizen_book import CitizenBook
from cases.model import (
    Case,
    CaseId,
    Event,
    Group,
    Leave,
    Notice,
    Person,
    PersonId,
    Post,
    Role,
    Source,
    State,
)
from cases.records import (
    CorrectionRecords,
    FollowingRecords,
    PlanRecords,
    RepeatRecords,
    VerdictRecords,
)

Clock = Callable[[], datetime]


class Order(StrEnum):
    """How a list of cases is sorted."""

    NEWEST = "newest"
    DUE = "due"
    WORST = "worst"  # the open before the closed, the longest overdue first
    FILED = "filed"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """Which cases a list shows; every field narrows it, None means any."""

    states: tuple[State, ...] | None = None
    reporter: PersonId | None = None
    concerns: PersonId | None = None  # reported or followed by
    owners: tuple[PersonId, ...] | None = None
    organisation: str | None = None
    organisations: tuple[str, ...] | None = None
    district: str | None = None
    category: str | None = None
    source: Source | None = None
    filed_from: datetime | None = None
    filed_before: datetime | None = None
    after: CaseId | None = None  # only with a higher id
    due_before: datetime | None = None
    order: Order = Order.NEWEST
    limit: int = 10
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time way to a post. Only the hash of its token is ever stored."""

    token_hash: str
    post: Post
    by: PersonId
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """One rung of the ladder, told or passed over; unique by (case, rung, recipient, version).

    *recipient* None stands for the rung of the case as a whole.
    """

    case: CaseId
    rung: str
    recipient: PersonId | None
    version: int


@dataclass(frozen=True, slots=True)
class Load:
    """How many open cases somebody owns, and when they were last given one."""

    open_cases: int = 0
    last_given: datetime | None = None


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many cases of an organisation are late, and since when the first of them is."""

    organisation: str | None
    cases: int
    since: datetime


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the cases of a list are: all, closed, closed as solved and verified (and not come
    back since), and open beyond their time."""

    total: int
    closed: int
    solved: int
    late: int


class Book(
    FollowingRecords,
    CorrectionRecords,
    VerdictRecords,
    PlanRecords,
    RepeatRecords,
    CitizenBook,
    Protocol,
):
    """The office's records within one transaction; nothing is kept unless it ends well."""

    async def person(self, person: PersonId) -> Person | None: ...

    async def named(self, username: str) -> Person | None:
        """Whoever has that @username, whatever its case."""

    async def meet(self, person: Person) -> None:
        """Add the person, or bring all but their posts up to date."""

    async def staff(
        self, role: Role | None = None, organisation: str | None = None
    ) -> list[Person]:
        """People who hold a post (of that role, in that organisation), in order of id."""

    async def appoint(self, person: PersonId, post: Post) -> None:
        """Give the post; giving it twice changes nothing."""

    async def dismiss(self, person: PersonId, post: Post) -> None: ...

    async def go_on_leave(self, leave: Leave) -> None:
        """Note the leave; it replaces an earlier one of the same person."""

    async def come_back(self, person: PersonId) -> None:
        """Forget the leave, if there is one."""

    async def groups(self) -> list[Group]:
        """The group chats of all organisations."""

    async def bind(self, group: Group) -> None:
        """Make *group* the chat of its organisation, and of no other."""

    async def invite(self, invitation: Invitation) -> None: ...

    async def redeem(self, token_hash: str, by: PersonId, at: datetime) -> Post | None:
        """Use the invitation up; None if it is unknown, used by somebody else or expired."""

    async def next_number(self, day: date) -> int:
        """1, 2, 3 … within *day*; the transaction that took a number and failed gives it back."""

    async def add(self, case: Case) -> Case:
        """File a new case; returns it with its id, whatever id it came with."""

    async def case(self, case: CaseId) -> Case:
        """The case, locked until a writing transaction ends; raises UnknownCase."""

    async def cases(self, which: Collection[CaseId]) -> list[Case]:
        """These cases as far as they exist, in no order and never locked."""

    async def find(self, number: str) -> Case:
        """The case of that number, locked likewise; raises UnknownCase."""

    async def save(self, case: Case) -> None:
        """Store every field but id, number, reporter and submitted_at."""

    async def search(self, query: CaseQuery) -> list[Case]: ...

    async def count(self, query: CaseQuery) -> int:
        """How many the query has without its limit and offset."""

    async def progress(self, query: CaseQuery, now: datetime) -> Progress:
        """How far all cases of the query are, whatever its limit and offset."""

    async def names(self, people: Collection[PersonId]) -> Mapping[PersonId, str]:
        """What these people are called."""

    async def load(self, people: Sequence[PersonId]) -> Mapping[PersonId, Load]:
        """How busy each of these people is."""

    async def log(self, case: CaseId, *entries: tuple[Event, str]) -> None:
        """Append events with their keys to the case's log; a key is unique over all cases."""

    async def done(self, key: str) -> CaseId | None:
        """The case that an event of this key was logged on, if it was."""

    async def events(self, case: CaseId) -> list[Event]: ...

    async def tell(self, notices: Iterable[Notice]) -> None:
        """Put notices into the outbox; one whose key is there already is left as it is."""

    async def refresh_cards(self, case: CaseId, but: Collection[PersonId] = ()) -> None:
        """Have every live card of the case drawn anew (through the outbox), except those of
        people who are being shown the case anyway."""

    async def recall_reminders(self, case: CaseId) -> None:
        """Take unsent reminder notices of the case out of the outbox."""

    async def due_for_reminder(self, now: datetime, limit: int) -> list[Case]:
        """Cases whose next_reminder_at has come, oldest first; rows that another process holds
        are passed over (SKIP LOCKED)."""

    async def set_next_reminders(self, next_at: Mapping[CaseId, datetime | None]) -> None:
        """Write when to look at these cases again, and nothing else of them."""

    async def next_reminder(self) -> datetime | None:
        """The earliest time at which some case must be looked at."""

    async def provisional(self, after: CaseId, limit: int) -> list[Case]:
        """Open cases with a provisional deadline, by id, from beyond *after*, locked."""

    async def overdue_by_organisation(self, now: datetime) -> list[Backlog]:
        """What is late in handling, by organisation, the longest first."""

    async def told(self, cases: Sequence[CaseId]) -> list[Told]: ...

    async def record(self, told: Sequence[Told], at: datetime) -> set[Told]:
        """Insert what is not there yet and return just that."""


class Store(Protocol):
    """Where the books are."""

    def writing(self) -> AbstractAsyncContextManager[Book]:
        """One transaction that may write: commits on leaving, rolls back on an exception."""

    def reading(self) -> AbstractAsyncContextManager[Book]: ...

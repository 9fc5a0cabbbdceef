"""What casework keeps for the citizens' sake, and how the log is read back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from cases.chain import Logged
from cases.model import Case, CaseId, PersonId


class RemarkKind(StrEnum):
    """What a remark is: the owner's question, the reporter's answer, or what came to mind."""

    QUESTION = "question"
    ANSWER = "answer"
    ADDITION = "addition"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something said about a case after it was filed; photos are content hashes."""

    kind: RemarkKind
    person: PersonId
    at: datetime
    text: str
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """A good deed as it is published; *signed* is None until the editor has said whether the
    reporter's name may stand below it."""

    text: str
    signed: bool | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Honour:
    """A line of the honour list; *name* is empty where the edition is not signed."""

    at: datetime
    text: str
    name: str


class Verdict(StrEnum):
    """What became of an appeal against a warning."""

    NONE = ""
    KEPT = "kept"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Strike:
    """A warning for abuse, because of one case."""

    id: int
    case: CaseId
    person: PersonId
    by: PersonId
    reason: str
    at: datetime
    appeal: str = ""
    verdict: Verdict = Verdict.NONE


@dataclass(frozen=True, slots=True)
class Standing:
    """How much somebody reported lately, since when, and how many warnings count."""

    today: int
    first_today: datetime | None
    at_once: int
    first_at_once: datetime | None
    strikes: int


@dataclass(frozen=True, slots=True)
class Earned:
    """What a case earns its reporter, unless *spot* has had its points."""

    case: CaseId
    person: PersonId
    points: int
    spot: str
    month: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line of the ranking."""

    name: str
    points: int


class CitizenBook(Protocol):
    """A part of the book."""

    async def logs(self, after: CaseId, limit: int) -> list[tuple[CaseId, str, str, list[Logged]]]:
        """The logs of cases by id from beyond *after*: id, number, the hash that the case
        remembers of its last entry, and the entries."""

    async def remark(self, case: CaseId, remark: Remark) -> None:
        """Keep the remark."""

    async def remarks(self, case: CaseId) -> list[Remark]:
        """All of them, in order."""

    async def edition(self, case: CaseId) -> Edition | None:
        """The edition of a good deed, if there is one."""

    async def keep_edition(self, case: CaseId, edition: Edition) -> None:
        """Insert or replace."""

    async def honours(self, begins: datetime, ends: datetime) -> list[Honour]:
        """What was published from *begins* until *ends*, in order."""

    async def about(self, person: PersonId) -> Mapping[str, list[Mapping[str, object]]]:
        """What is stored about the person, by the kind of record."""

    async def leaving(self, person: PersonId) -> datetime | None:
        """When the person will be forgotten, if they wished it."""

    async def leave(self, person: PersonId, at: datetime) -> None:
        """Note the wish; an earlier one stands."""

    async def stay(self, person: PersonId) -> None:
        """Take the wish back."""

    async def due_to_leave(self, now: datetime, limit: int) -> list[PersonId]:
        """Whose time has come."""

    async def forget(self, person: PersonId) -> list[CaseId]:
        """Take the person out of everything but the log; what a case needs stays with it under
        an id from GONE on. Returns the cases that the person had reported."""

    async def clear_contacts(self, over_since: datetime) -> None:
        """Delete the phone numbers of cases that have been over since then or longer."""

    async def standing(
        self, person: PersonId, *, day: datetime, at_once: datetime, struck: datetime
    ) -> Standing:
        """What the person filed since *day* and since *at_once*, and the warnings since *struck*
        that were not lifted."""

    async def strike(self, strike: Strike) -> bool:
        """Keep the warning; False where the case has brought one already."""

    async def strikes(self, person: PersonId) -> list[Strike]:
        """All warnings of the person, in order."""

    async def strike_of(self, strike: int) -> Strike | None:
        """By its id."""

    async def appeal(self, strike: int, text: str) -> None:
        """Keep what the person says against it."""

    async def decide(self, strike: int, verdict: Verdict) -> None:
        """Keep what became of the appeal."""

    async def uncredited(self, before: datetime, limit: int) -> list[Case]:
        """Accepted cases that were filed before then and have not been looked at, by id."""

    async def credit(self, earned: Sequence[Earned]) -> None:
        """Keep what they earn, in order; a spot that has had its points earns nothing more."""

    async def points_of(self, person: PersonId, month: str) -> tuple[int, int]:
        """All points of the person, and those of the month."""

    async def ranking(self, month: str, limit: int) -> list[Ranked]:
        """The best of the month that have a nickname."""

    async def nickname(self, person: PersonId, name: str) -> bool:
        """Call the person so, or, if it is empty, nothing; False where another is called so."""

"""What the office works with: frozen values, no behaviour beyond reading themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from cases.limits import Limit
from cases.reckoning import Part

PersonId = NewType("PersonId", int)
CaseId = NewType("CaseId", int)


# Ids from here on stand for people who were forgotten; Telegram's own are below it.
GONE = PersonId(2**53)
# The city itself, for what nobody reported: nothing is ever sent there, as to all beyond GONE.
CITY = PersonId(2**62)


class Kind(StrEnum):
    """问题, 意见建议, 突出亮点."""

    PROBLEM = "problem"
    SUGGESTION = "suggestion"
    HIGHLIGHT = "highlight"


class State(StrEnum):
    """Where a case stands; a state is not an outcome."""

    SUBMITTED = "submitted"
    ASSIGNED = "assigned"
    IN_PROGRESS = "in_progress"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


HANDLED = (State.ASSIGNED, State.IN_PROGRESS)
OPEN = (State.SUBMITTED, *HANDLED, State.RESOLVED)


class Outcome(StrEnum):
    """What came of a closed case; only a verified SOLVED counts as solved."""

    SOLVED = "solved"
    PARTLY_SOLVED = "partly_solved"
    CANNOT_BE_DONE = "cannot_be_done"
    NOT_OURS = "not_ours"
    DUPLICATE = "duplicate"
    NOT_FOUND = "not_found"


class Source(StrEnum):
    """Where it comes from: 市民, 市级督查, 镇办自查, 媒体; a decision of the weekly analysis
    (研判会), a step of a plan (方案), a spot where the same comes back (反复点位)."""

    CITIZEN = "citizen"
    INSPECTION = "inspection"
    STREET = "street"
    MEDIA = "media"
    MEETING = "meeting"
    PLAN = "plan"
    REPEAT = "repeat"


# What the city orders of itself, which nobody has reported.
ORDERED = (Source.MEETING, Source.PLAN, Source.REPEAT)


class Role(StrEnum):
    """What somebody is on the desk of the city; a citizen has none."""

    OFFICIAL = "official"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"
    EDITOR = "editor"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Post:
    """One role of one person; *organisation* is None for roles that serve the whole city."""

    role: Role
    organisation: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who talks to us. The id is also the private chat in which to reach them; that of
    an organisation's group chat is negative. *deputy* stands in while the person is on leave, and
    *stands_in_for* are those on leave for whom this person does. A supervisor *oversees* what
    stands under their own organisation too."""

    id: PersonId
    name: str
    username: str | None = None
    language: str = "zh"
    blocked: bool = False
    posts: tuple[Post, ...] = ()
    deputy: PersonId | None = None
    stands_in_for: tuple[PersonId, ...] = ()
    oversees: tuple[str, ...] = ()

    def has(self, role: Role, organisation: str | None = None) -> bool:
        """Whether the person holds *role*, in *organisation* where one is given."""
        return any(
            post.role is role and organisation in (None, post.organisation) for post in self.posts
        )


@dataclass(frozen=True, slots=True)
class Leave:
    """From when until when somebody is away, and who stands in."""

    person: PersonId
    deputy: PersonId
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """The group chat of an organisation; its id is negative."""

    organisation: str
    chat: PersonId
    title: str


@dataclass(frozen=True, slots=True)
class Category:
    """A line of the city's taxonomy: what it is, how long it may take, who leads."""

    code: str
    domain: str
    name: str
    limit: Limit
    organisation: str
    urgent: bool = False
    proof: bool = True
    points_at: tuple[str, ...] = ()
    radius: float | None = None  # metres within which two reports may be one


@dataclass(frozen=True, slots=True)
class Rule:
    """What matches goes to *organisation*; None matches everything."""

    organisation: str
    category: str | None = None
    domain: str | None = None
    district: str | None = None

    def matches(self, category: Category, district: str | None) -> bool:
        """Whether a report of *category* in *district* falls under the rule."""
        return (
            self.category in (None, category.code)
            and self.domain in (None, category.domain)
            and self.district in (None, district)
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is: a point (WGS-84 degrees), an address in words, or both."""

    address: str = ""
    district: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody tells us; photos are content hashes."""

    kind: Kind
    category: str
    text: str
    place: Place
    photos: tuple[str, ...] = ()
    anonymous: bool = False
    urgent: bool = False
    why: tuple[str, ...] = ()
    contact: str = field(default="", repr=False)
    flagged: bool = False  # rude words: somebody should look, nothing is refused
    source: Source = Source.CITIZEN


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the owner says was done, with the photos that prove it."""

    text: str
    photos: tuple[str, ...] = ()
    outcome: Outcome = Outcome.SOLVED


@dataclass(frozen=True, slots=True)
class Case:
    """A filed report on its way.

    *due_at* is the timer of the present state (accept, handle or verify), and *reckoning* how it
    came about; *promised_at* is the end of handling as the reporter was told it. While a case is
    suspended (*suspended_at*), *due_at* is when it goes on by itself, and *left* the time that it
    then has. The owner alone is not reminded again before *quiet_until*. A merged case follows
    its *master*; a case with a *parent* is an assisting organisation's part of it (协办).
    *question* is what the owner has asked the reporter, until it is answered; *remarks* counts
    all that was said.
    """

    id: CaseId
    number: str
    report: Report
    reporter: PersonId
    state: State
    submitted_at: datetime
    organisation: str | None = None
    owner: PersonId | None = None
    rule: str = ""
    refused_by: tuple[str, ...] = ()
    since: datetime | None = None
    due_at: datetime | None = None
    due_version: int = 0
    provisional: bool = False
    promised_at: datetime | None = None
    reckoning: tuple[Part, ...] = ()
    next_reminder_at: datetime | None = None
    quiet_until: datetime | None = None
    suspended_at: datetime | None = None
    left: timedelta | None = None
    extended: int = 0
    resolution: Resolution | None = None
    outcome: Outcome | None = None
    verified: bool = False
    rating: int | None = None
    urged: int = 0
    reworked: int = 0
    reopened: int = 0
    question: str = ""
    remarks: int = 0
    adopted: bool = False
    returned: int = 0
    judged: bool = False
    master: CaseId | None = None
    before_merge: State | None = None
    parent: CaseId | None = None
    followed: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Event:
    """One row of a case's log: who, when, what, from, to, why. *actor* None is the city's rule."""

    at: datetime
    actor: PersonId | None
    action: str
    before: State | None
    after: State
    why: str = ""


class Urgency(StrEnum):
    """Which notice goes first when many wait; the order here is the order of sending."""

    WAITING = "waiting"
    URGENT = "urgent"
    NORMAL = "normal"
    DIGEST = "digest"


# Notices that show the whole case; the others are a line of words beside it.
SHOWING = frozenset(
    {
        *("assigned", "offered", "desk", "to_verify", "rework", "returned", "reminder", "urged"),
        *("resolved", "closed", "closed_follower", "ask_again", "reopened_twice"),
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person must be told, written with the change that causes it.

    *key* is unique: writing the same notice again changes nothing. *facts* are what the words
    need beyond the case itself (a reason, a former owner's name).
    """

    key: str
    recipient: PersonId
    kind: str
    case: CaseId | None = None
    urgency: Urgency = Urgency.NORMAL
    not_before: datetime | None = None
    facts: Mapping[str, str] = field(default_factory=dict)

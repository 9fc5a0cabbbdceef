"""What a button carries: ids, never facts; one codec for each family of buttons."""

import re
from dataclasses import dataclass
from enum import StrEnum

from cases.model import CaseId


class CaseAct(StrEnum):
    """What a button under a case asks for."""

    SHOW = "show"
    TAKE = "take"
    RETURN = "return"
    EXTEND = "extend"
    GRANT = "grant"
    RESOLVE = "resolve"
    SEEN = "seen"
    SNOOZE = "snooze"
    LATER = "later"
    SUSPEND = "suspend"
    RESUME = "resume"
    CATEGORY = "category"
    RECATEGORISE = "recategorise"
    MERGE = "merge"
    UNMERGE = "unmerge"
    ASSIST = "assist"
    RULE = "rule"
    VERIFY = "verify"
    REJECT = "reject"
    URGE = "urge"
    WITHDRAW = "withdraw"
    SURE = "sure"
    SOLVED = "solved"
    PARTLY = "partly"
    NOT_SOLVED = "not_solved"
    RATE = "rate"
    REASSIGN = "reassign"
    GIVE = "give"
    DECLINE = "decline"
    PUBLISH = "publish"
    PHOTOS = "photos"
    WHY = "why"
    ASK = "ask"
    ANSWER = "answer"
    ADD = "add"
    REMARKS = "remarks"
    EDIT = "edit"
    SIGN = "sign"
    ISSUE = "issue"
    ADOPT = "adopt"
    CONTACT = "contact"
    CONTEST = "contest"


class DraftAct(StrEnum):
    """What a button under the card of an unfinished report asks for."""

    SUBMIT = "submit"
    CATEGORY = "category"
    DOMAIN = "domain"
    KIND = "kind"
    PLACE = "place"
    ANONYMOUS = "anonymous"
    CANCEL = "cancel"
    BACK = "back"
    TRUST_POINT = "point"
    TRUST_WORDS = "words"
    SAME = "same"
    OTHER = "other"


class ListAct(StrEnum):
    """Which list a paging button turns."""

    MY = "my"
    PENDING = "pending"
    OVERDUE = "overdue"
    DUE = "due"


class ModelAct(StrEnum):
    """What a button under /model asks for."""

    USE = "use"
    WAITING = "waiting"
    AGREE = "agree"
    REFUSE = "refuse"


class WorkAct(StrEnum):
    """What a button under what is being said about a case asks for."""

    SUBMIT = "submit"
    CANCEL = "cancel"
    OUTCOME = "outcome"
    REASON = "reason"
    OFFICES = "offices"
    OFFICE = "office"


CASE_BUTTON = re.compile(rf"case:(\d{{1,18}}):({'|'.join(CaseAct)}):(\d{{1,9}}):([\w-]{{0,20}})\Z")
DRAFT_BUTTON = re.compile(rf"draft:([0-9a-f]{{8}}):({'|'.join(DraftAct)}):([\w-]{{0,32}})\Z")
LIST_BUTTON = re.compile(rf"list:({'|'.join(ListAct)}):(\d{{1,6}})\Z")
LANGUAGE_BUTTON = re.compile(r"language:(zh|en)\Z")
MODEL_BUTTON = re.compile(rf"model:({'|'.join(ModelAct)}):(\d{{1,18}})\Z")
WORK_BUTTON = re.compile(rf"work:({'|'.join(WorkAct)}):([0-9a-f]{{8}}):([\w-]{{0,20}})\Z")


def pattern_of(*acts: CaseAct) -> re.Pattern[str]:
    """Callback data of these acts, and of the right form in every other part."""
    return re.compile(CASE_BUTTON.pattern.replace("|".join(CaseAct), "|".join(acts)))


@dataclass(frozen=True, slots=True)
class CaseButton:
    """A button under a case. *version* is the case's when it was drawn: a second press of the
    same button is the same wish."""

    case: CaseId
    act: CaseAct
    version: int
    value: str = ""

    def encode(self) -> str:
        """The callback data."""
        return f"case:{self.case}:{self.act}:{self.version}:{self.value}"

    @classmethod
    def decode(cls, data: str) -> "CaseButton":
        """Read callback data; raises ValueError for anything that encode would not write."""
        match = CASE_BUTTON.match(data)
        if match is None:
            raise ValueError("not a button of a case")
        return cls(CaseId(int(match[1])), CaseAct(match[2]), int(match[3]), match[4])


@dataclass(frozen=True, slots=True)
class WorkButton:
    """A button under what is being said about a case."""

    act: WorkAct
    work: str
    value: str = ""

    def encode(self) -> str:
        """The callback data."""
        return f"work:{self.act}:{self.work}:{self.value}"

    @classmethod
    def decode(cls, data: str) -> "WorkButton":
        """Read callback data; raises ValueError for anything that encode would not write."""
        match = WORK_BUTTON.match(data)
        if match is None:
            raise ValueError("not a button of work")
        return cls(WorkAct(match[1]), match[2], match[3])


@dataclass(frozen=True, slots=True)
class DraftButton:
    """A button under an unfinished report."""

    draft: str
    act: DraftAct
    value: str = ""

    def encode(self) -> str:
        """The callback data."""
        return f"draft:{self.draft}:{self.act}:{self.value}"

    @classmethod
    def decode(cls, data: str) -> "DraftButton":
        """Read callback data; raises ValueError for anything that encode would not write."""
        match = DRAFT_BUTTON.match(data)
        if match is None:
            raise ValueError("not a button of a draft")
        return cls(match[1], DraftAct(match[2]), match[3])

"""Why casework refuses, as data. The words for people are in the catalogues, one per class."""

from datetime import datetime

from cases.model import State


class CaseError(Exception):
    """Something was asked that the rules of the office do not allow."""


class IllegalTransition(CaseError):
    """The table has no such step from the state the case is in."""

    def __init__(self, number: str, *, state: State | None, action: str) -> None:
        super().__init__(f"case {number} is {state}: cannot {action}")
        self.number, self.state, self.action = number, state, action


class NotAllowed(CaseError):
    """The step exists, but not for this person."""

    def __init__(self, number: str, *, action: str) -> None:
        super().__init__(f"case {number}: not allowed to {action}")
        self.number, self.action = number, action


class OwnWork(CaseError):
    """Nobody verifies their own work."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: one's own work")
        self.number = number


class AlreadyTaken(CaseError):
    """Somebody else was first to take the case."""

    def __init__(self, number: str, *, owner: str) -> None:
        super().__init__(f"case {number}: already taken")
        self.number, self.owner = number, owner


class UnknownCase(CaseError):
    """There is no case of this number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"no case {number!r}")
        self.number = number


class UnknownTarget(CaseError):
    """Neither a member of the staff nor an organisation has this name."""

    def __init__(self, target: str) -> None:
        super().__init__("no such member of the staff or organisation")
        self.target = target


class AmbiguousTarget(CaseError):
    """Several members of the staff have this name."""

    def __init__(self, target: str, candidates: tuple[str, ...]) -> None:
        super().__init__(f"{len(candidates)} members of the staff have this name")
        self.target, self.candidates = target, candidates


class ProofMissing(CaseError):
    """A resolved problem needs words and, for most categories, an after-photo."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: resolution without proof")
        self.number = number


class ReasonMissing(CaseError):
    """Giving a case back or rejecting work needs a reason in words."""

    def __init__(self, action: str) -> None:
        super().__init__(f"{action} without a reason")
        self.action = action


class ReopenedTooOften(CaseError):
    """A reporter may have a case reopened twice."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: reopened too often")
        self.number = number


class IncompleteReport(CaseError):
    """A report lacks words, place or a known category."""

    def __init__(self, missing: str) -> None:
        super().__init__(f"report lacks {missing}")
        self.missing = missing


class AdminsOnly(CaseError):
    """A command of the admins, from somebody who is none."""

    def __init__(self) -> None:
        super().__init__("not an admin")


class StaffOnly(CaseError):
    """A command of the staff, from somebody who is none."""

    def __init__(self) -> None:
        super().__init__("not of the staff")


class DeadInvitation(CaseError):
    """The link was used, has expired, or never was."""

    def __init__(self) -> None:
        super().__init__("invitation unknown, used or expired")


class UnknownOrganisation(CaseError):
    """The configuration has no organisation of this name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__("no such organisation")
        self.name, self.known = name, known


class UrgedTooOften(CaseError):
    """A reporter may urge once a day."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: urged less than a day ago")
        self.number = number


class DeadlineInThePast(CaseError):
    """A deadline set by hand lies before now."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: deadline in the past")
        self.number = number


class ExtendedAlready(CaseError):
    """A case is given more time once."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: extended before")
        self.number = number


class SuspendedTooLong(CaseError):
    """A pause may not last longer than the city allows."""

    def __init__(self, number: str, *, at_most: datetime) -> None:
        super().__init__(f"case {number}: pause too long")
        self.number, self.at_most = number, at_most


class ReturnTooLate(CaseError):
    """A case is given back within two working days, or kept."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: too late to be returned")
        self.number = number


class BindingRuling(CaseError):
    """The desk has ruled where the case belongs; it cannot be returned again."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: a ruling binds")
        self.number = number


class OldPicture(CaseError):
    """An after-photo that was in the system before proves nothing."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: an after-photo is not new")
        self.number = number


class PartsOpen(CaseError):
    """A case is closed when all assisting organisations have done their part."""

    def __init__(self, number: str, *, parts: tuple[str, ...]) -> None:
        super().__init__(f"case {number}: {len(parts)} parts are open")
        self.number, self.parts = number, parts


class CannotMerge(CaseError):
    """A case cannot be merged into itself or into a merged one, nor undone after a day."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: cannot be merged so, or no longer be undone")
        self.number = number


class UnknownCategory(CaseError):
    """The city's taxonomy has no such category."""

    def __init__(self, category: str) -> None:
        super().__init__("no such category")
        self.category = category


class UnknownPerson(CaseError):
    """Nobody on the staff can be the deputy, or take leave, by this name."""

    def __init__(self, name: str) -> None:
        super().__init__("no such member of the staff")
        self.name = name


class NothingAsked(CaseError):
    """There is no question to answer: it was answered, or the case has gone on."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: nothing asked")
        self.number = number


class CannotBeAsked(CaseError):
    """The reporter cannot be reached, or was asked too often."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: the reporter cannot be asked")
        self.number = number


class TooManyRemarks(CaseError):
    """Enough was said about this case."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: too many remarks")
        self.number = number


class ConsentMissing(CaseError):
    """The editor has not said whether the edition may bear the reporter's name."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: nothing said about the name")
        self.number = number


class StaysAnonymous(CaseError):
    """Who reported without a name is not named."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: reported anonymously")
        self.number = number


class NoContact(CaseError):
    """The reporter left no phone number, or it was deleted."""

    def __init__(self, number: str) -> None:
        super().__init__(f"case {number}: no contact")
        self.number = number


class StaffStays(CaseError):
    """Who holds a post cannot be forgotten before giving it up."""

    def __init__(self) -> None:
        super().__init__("staff cannot be forgotten")


class TooManyReports(CaseError):
    """More than one person may report in a day, or at once."""

    def __init__(self, *, until: datetime) -> None:
        super().__init__("too many reports")
        self.until = until


class NothingToAppeal(CaseError):
    """There is no warning to appeal against, or no appeal to decide on."""

    def __init__(self) -> None:
        super().__init__("nothing to appeal")


class BadNickname(CaseError):
    """A nickname has 2 to 12 letters or digits."""

    def __init__(self) -> None:
        super().__init__("not a nickname")


class NicknameTaken(CaseError):
    """Somebody else is called so."""

    def __init__(self, name: str) -> None:
        super().__init__("nickname taken")
        self.name = name


class BadLeave(CaseError):
    """A leave ends before it begins, or somebody would stand in for themselves."""

    def __init__(self) -> None:
        super().__init__("leave without sense")


class UnknownPlan(CaseError):
    """There is no such plan."""

    def __init__(self) -> None:
        super().__init__("no such plan")


class PlanInForce(CaseError):
    """There is a plan for this community, or measures for this category, already."""

    def __init__(self, name: str) -> None:
        super().__init__("a plan for this is in force")
        self.name = name

"""Why the field refuses, as data. The words for people are in the catalogues, one per class."""

from collections.abc import Sequence
from datetime import datetime
from difflib import get_close_matches

from cases.errors import CaseError


class InspectorsOnly(CaseError):
    """Only inspectors look at points."""


class NotYourPoint(CaseError):
    """The point is in other hands: of another team, or of nobody today."""


class OwnPoint(CaseError):
    """Nobody inspects what their own organisation answers for."""


class TooFar(CaseError):
    """The inspector is *metres* away from the point of that *name*, and has not said why."""

    def __init__(self, name: str, metres: float) -> None:
        super().__init__(f"{metres:.0f} m away")
        self.name, self.metres = name, metres


class NotOpened(CaseError):
    """Nothing was looked at yet."""


class AlreadyDone(CaseError):
    """The visit is over."""


class MarkedMeanwhile(CaseError):
    """The item of that *number* from 1 does not fail any more: somebody of the team has said that
    it is right, or that it does not apply; *mark* is right or none."""

    def __init__(self, number: int, mark: str) -> None:
        super().__init__(f"item {number} was marked meanwhile: {mark}")
        self.number, self.mark = number, mark


class Unfinished(CaseError):
    """Of some items a photo or words are missing; *items* are their numbers from 1."""

    def __init__(self, items: Sequence[int]) -> None:
        super().__init__(f"{len(items)} items are incomplete")
        self.items = items


class NotContestable(CaseError):
    """The case took nothing off the score of a point."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} cost no score")
        self.number = number


class ContestTooLate(CaseError):
    """An appeal was possible until *until*."""

    def __init__(self, number: str, until: datetime) -> None:
        super().__init__(f"{number} could be contested until {until}")
        self.number, self.until = number, until


class ContestUnproven(CaseError):
    """An appeal needs words and a photo."""

    def __init__(self, number: str) -> None:
        super().__init__(f"the appeal about {number} has no words or no photo")
        self.number = number


class ContestedAlready(CaseError):
    """There is one appeal for each finding."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} was contested already")
        self.number = number


class UnknownContest(CaseError):
    """There is no such appeal."""


class OwnContest(CaseError):
    """Nobody decides about what they contested or found themselves."""


class ResultsNotYours(CaseError):
    """Results of rounds, for somebody of no organisation."""


class BadRound(CaseError):
    """A round cannot be started or ended so; *why* is days, long, draw, number or
    unprepared."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class UnknownKind(CaseError):
    """The indicators know no points of this kind, but of those *known*."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no points of the kind {name!r}")
        self.name, self.known = name, known

    @property
    def near(self) -> str | None:
        """What was probably meant; None where nothing is like it."""
        return next(iter(get_close_matches(self.name, self.known, 1, 0.5)), None)


class NoIndicators(CaseError):
    """There are no indicators yet, and they say which kinds of points there are."""

"""Where one person stands: the state of each conversation and what is half said.

The running process loads it before the handlers and saves it with the update; the handlers see it
through the context variable ``here``.
"""

import json
import warnings
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextvars import ContextVar
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram.ext import ConversationHandler
from telegram.warnings import PTBUserWarning

from cases.model import Outcome, Person, Place


@dataclass(slots=True)
class Draft:
    """A report on its way to being filed. *id* makes filing it twice impossible."""

    id: str
    touched: str
    text: str = ""
    place: Place | None = None
    photos: list[str] = field(default_factory=list)
    kind: str = ""
    category: str = ""
    urgent: bool = False
    anonymous: bool = False
    photos_skipped: bool = False
    contact: str = ""
    chosen: bool = False
    correcting_place: bool = False
    card: int | None = None
    overruled: str | None = None  # the district in the words that the person said is wrong
    offered: int | None = None  # the case that may be the same, as long as that is not answered
    not_same: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Work:
    """What an official or verifier is saying about a case: a resolution, or a reason."""

    id: str
    touched: str
    case: int
    act: str
    text: str = ""
    photos: list[str] = field(default_factory=list)
    prompt: int | None = None
    outcome: str = Outcome.SOLVED
    proposed: str = ""


@dataclass(slots=True)
class PlanDraft:
    """A plan that an admin has written and not yet filed. Of each step its words, its time (ISO),
    whom it names, and its category."""

    id: str
    touched: str
    title: str
    text: str
    district: str
    community: str
    category: str
    steps: list[tuple[str, str, str, str]]


@dataclass(slots=True)
class Inspection:
    """An inspector in the field: the visit that is open, and the number of the item that words
    and a photo are wanted for, if any. *near* is the visit that was too far away to be opened."""

    touched: str
    visit: int | None = None
    item: int | None = None
    near: int | None = None


_HALF_SAID = ("draft", "work", "plan", "inspection")
_KEPT = ("states", *_HALF_SAID, "refused_album", "answered_album", "answer")


@dataclass(slots=True)
class Session:
    """One person's place in all conversations; *album_pending* counts what is still queued."""

    person: Person
    states: dict[str, str] = field(default_factory=dict)
    draft: Draft | None = None
    work: Work | None = None
    plan: PlanDraft | None = None
    inspection: Inspection | None = None
    refused_album: str = ""
    answered_album: str = ""
    answer: int | None = None
    album_pending: int = 0
    failed: BaseException | None = None

    def dump(self) -> str | None:
        """The stored form; None where there is nothing to remember."""
        if not (self.states or any(getattr(self, name) for name in _HALF_SAID)):
            return None
        kept = {name: getattr(self, name) for name in _KEPT}
        return json.dumps(kept, default=asdict, ensure_ascii=False)

    @classmethod
    def restore(
        cls, person: Person, stored: str | None, *, now: datetime, lasts: timedelta
    ) -> "Session":
        """The session as it was left; what lay untouched for longer than *lasts* is forgotten."""
        if stored is None:
            return cls(person)
        kept = json.loads(stored)
        parts = {name: _READS[name](said) for name in _HALF_SAID if (said := kept.get(name))}
        touched = [datetime.fromisoformat(one.touched) for one in parts.values()]
        if touched and now - max(touched) > lasts:
            return cls(person)
        rest = {name: kept[name] for name in _KEPT if name not in _HALF_SAID}
        return cls(person, **parts, **rest)


here: ContextVar[Session] = ContextVar("here")


class _States(MutableMapping[tuple[int | str, ...], object]):
    """The mapping that a ConversationHandler keeps, over the session of this update."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getitem__(self, key: tuple[int | str, ...]) -> object:
        return here.get().states[self._name]

    def __setitem__(self, key: tuple[int | str, ...], state: object) -> None:
        here.get().states[self._name] = str(state)

    def __delitem__(self, key: tuple[int | str, ...]) -> None:
        del here.get().states[self._name]

    def __iter__(self) -> Iterator[tuple[int | str, ...]]:
        return iter(())

    def __len__(self) -> int:
        return 0


class Conversation(ConversationHandler[Any]):
    """PTB's ConversationHandler with its states in the session instead of in memory."""

    __slots__ = ()

    def __init__(self, *, name: str, **kwargs: Any) -> None:
        with warnings.catch_warnings():
            # PTB warns that a button is not tracked per message; ours carry their own ids
            warnings.filterwarnings("ignore", ".*CallbackQueryHandler", PTBUserWarning)
            super().__init__(name=name, **kwargs)
        self._conversations = _States(name)


def _draft(kept: dict[str, Any]) -> Draft:
    place = kept.pop("place")
    return Draft(**kept, place=Place(**place) if place else None)


_READS: Mapping[str, Callable[[dict[str, Any]], Any]] = {
    "draft": _draft,
    "work": lambda kept: Work(**kept),
    "plan": lambda kept: PlanDraft(**kept),
    "inspection": lambda kept: Inspection(**kept),
}

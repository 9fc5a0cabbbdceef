"""The log of a case as a chain: each entry carries the hash of all before it, so that one which
was changed or taken away is noticed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from cases.model import CaseId, Event

BEGINNING = ""


@dataclass(frozen=True, slots=True)
class Logged:
    """One entry of a log as it is stored."""

    event: Event
    key: str
    hash: str


def link(previous: str, case: CaseId, event: Event, key: str) -> str:
    """The hash of an entry that follows the one of the hash *previous*."""
    content = [
        previous,
        case,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor,
        event.action,
        event.before,
        event.after,
        event.why,
        key,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def first_break(case: CaseId, log: Sequence[Logged], head: str) -> int | None:
    """The index of the first entry that is not as it was written, the length of the log where
    only its end is missing, or None where all is as it was; *head* is the hash that the case
    remembers of its last entry."""
    previous = BEGINNING
    for index, entry in enumerate(log):
        if entry.hash != link(previous, case, entry.event, entry.key):
            return index
        previous = entry.hash
    return None if previous == head else len(log)

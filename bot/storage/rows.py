"""Rows to values and back."""

from datetime import datetime, timedelta
from typing import Any

from cases.limits import Limit
from cases.model import (
    Case,
    CaseId,
    Event,
    Kind,
    Notice,
    Outcome,
    PersonId,
    Place,
    Report,
    Resolution,
    Source,
    State,
    Urgency,
)
from cases.reckoning import Basis, Part

_PRIORITY = {urgency: rank for rank, urgency in enumerate(Urgency)}
_RANK = timedelta(minutes=5)
_SAME = (
    "organisation",
    "owner",
    "rule",
    "since",
    "due_at",
    "due_version",
    "provisional",
    "promised_at",
    "next_reminder_at",
    "quiet_until",
    "suspended_at",
    "extended",
    "verified",
    "rating",
    "urged",
    "reworked",
    "reopened",
    "question",
    "remarks",
    "adopted",
    "returned",
    "judged",
    "master",
    "parent",
    "followed",
    "version",
)


def case_of(row: Any) -> Case:
    """The case that a row of ``cases`` tells."""
    return Case(
        id=CaseId(row.id),
        number=row.number,
        report=_report_of(row),
        reporter=PersonId(row.reporter),
        state=State(row.state),
        submitted_at=row.submitted_at,
        refused_by=tuple(row.refused_by),
        resolution=_resolution_of(row),
        outcome=Outcome(row.outcome) if row.outcome else None,
        before_merge=State(row.before_merge) if row.before_merge else None,
        reckoning=tuple(map(_part_of, row.reckoning)),
        left=None if row.left_seconds is None else timedelta(seconds=row.left_seconds),
        **{name: getattr(row, name) for name in _SAME},
    )


def case_row(case: Case) -> dict[str, Any]:
    """What ``save`` writes."""
    resolution = case.resolution
    return {
        **{name: getattr(case, name) for name in _SAME},
        **_report_row(case.report),
        "state": case.state,
        "refused_by": list(case.refused_by),
        "resolution_text": resolution.text if resolution else None,
        "resolution_photos": list(resolution.photos) if resolution else [],
        "resolution_outcome": resolution.outcome if resolution else None,
        "outcome": case.outcome,
        "before_merge": case.before_merge,
        "reckoning": list(map(_part_row, case.reckoning)),
        "left_seconds": None if case.left is None else case.left.total_seconds(),
    }


def filed_row(case: Case) -> dict[str, Any]:
    """The row of a new case."""
    fixed = {
        "number": case.number,
        "reporter": case.reporter,
        "submitted_at": case.submitted_at,
    }
    return {**fixed, **case_row(case)}


def event_row(case: CaseId, event: Event, key: str, hash_: str) -> dict[str, Any]:
    """The row of an event."""
    return {
        "hash": hash_,
        "case": case,
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "before": event.before,
        "after": event.after,
        "why": event.why,
        "key": key,
    }


def event_of(row: Any) -> Event:
    """The event that a row of ``events`` tells."""
    actor = None if row.actor is None else PersonId(row.actor)
    before = State(row.before) if row.before else None
    return Event(row.at, actor, row.action, before, State(row.after), row.why)


def notice_row(notice: Notice, now: datetime) -> dict[str, Any]:
    """The row of a notice that waits since *now*."""
    return {
        "created_at": now,
        "turn": turn(notice.urgency, notice.not_before or now),
        "key": notice.key,
        "recipient": notice.recipient,
        "kind": notice.kind,
        "case": notice.case,
        "priority": _PRIORITY[notice.urgency],
        "facts": dict(notice.facts),
        "state": "waiting",
        "not_before": notice.not_before,
        "attempts": 0,
        "maybe_twice": False,
        "error": "",
    }


def turn(urgency: Urgency, since: datetime) -> datetime:
    """What notices are sent in the order of: each rank of urgency is worth some minutes of
    waiting, so the urgent goes first and nothing waits for ever."""
    return since + _PRIORITY[urgency] * _RANK


def notice_of(row: Any) -> Notice:
    """The notice that a row of ``notices`` tells."""
    case = None if row.case is None else CaseId(row.case)
    urgency = list(Urgency)[row.priority]
    return Notice(
        row.key, PersonId(row.recipient), row.kind, case, urgency, row.not_before, row.facts
    )


def _part_of(stored: dict[str, Any]) -> Part:
    limit, at, left = stored.get("limit"), stored.get("at"), stored.get("left")
    return Part(
        Basis(stored["basis"]),
        datetime.fromisoformat(stored["start"]),
        Limit.parse(limit) if limit else None,
        datetime.fromisoformat(at) if at else None,
        None if left is None else timedelta(seconds=left),
    )


def _part_row(part: Part) -> dict[str, Any]:
    return {
        "basis": part.basis,
        "start": part.start.isoformat(),
        "limit": str(part.limit) if part.limit else None,
        "at": part.at.isoformat() if part.at else None,
        "left": None if part.left is None else part.left.total_seconds(),
    }


def _report_of(row: Any) -> Report:
    return Report(
        kind=Kind(row.kind),
        category=row.category,
        text=row.text,
        place=Place(row.address, row.district, row.latitude, row.longitude),
        photos=tuple(row.photos),
        anonymous=row.anonymous,
        urgent=row.urgent,
        why=tuple(row.why),
        contact=row.contact,
        flagged=row.flagged,
        source=Source(row.source),
    )


def _report_row(report: Report) -> dict[str, Any]:
    return {
        "kind": report.kind,
        "category": report.category,
        "text": report.text,
        "address": report.place.address,
        "district": report.place.district,
        "latitude": report.place.latitude,
        "longitude": report.place.longitude,
        "photos": list(report.photos),
        "anonymous": report.anonymous,
        "urgent": report.urgent,
        "why": list(report.why),
        "contact": report.contact,
        "flagged": report.flagged,
        "source": report.source,
    }


def _resolution_of(row: Any) -> Resolution | None:
    if row.resolution_text is None:
        return None
    return Resolution(
        row.resolution_text, tuple(row.resolution_photos), Outcome(row.resolution_outcome)
    )

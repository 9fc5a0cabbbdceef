"""The buttons under a case, drawn from the lifecycle table: what a person can do now."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from cases.bouncing import FREELY
from cases.lifecycle import Action, Party, allowed, parties
from cases.model import OPEN, Case, Kind, Person, State
from cases.timekeeping import EXTENDED_AT_MOST, HANDLED
from handlers.callback_data import CaseAct, CaseButton
from handlers.texts import Words

_BUTTON_OF: dict[Action, CaseAct] = {
    Action.TAKE: CaseAct.TAKE,
    Action.RESOLVE: CaseAct.RESOLVE,
    Action.RETURN: CaseAct.RETURN,
    Action.VERIFY: CaseAct.VERIFY,
    Action.REJECT: CaseAct.REJECT,
    Action.WITHDRAW: CaseAct.WITHDRAW,
    Action.ASSIGN: CaseAct.REASSIGN,
    Action.REASSIGN: CaseAct.REASSIGN,
    Action.DECLINE: CaseAct.DECLINE,
    Action.PUBLISH: CaseAct.PUBLISH,
    Action.SUSPEND: CaseAct.SUSPEND,
    Action.RESUME: CaseAct.RESUME,
    Action.MERGE: CaseAct.MERGE,
    Action.UNMERGE: CaseAct.UNMERGE,
    Action.RECATEGORISE: CaseAct.CATEGORY,
    Action.ADOPT: CaseAct.ADOPT,
    Action.ASK: CaseAct.ASK,
    Action.ANSWER: CaseAct.ANSWER,
}

# What needs a row of its own on a phone.
_LONG = (CaseAct.WHY, CaseAct.RULE)

# What the reporter's own word is called, where others verify or reject.
_REPORTERS = {CaseAct.VERIFY: CaseAct.SOLVED}


def buttons(case: Case, person: Person, words: Words) -> InlineKeyboardMarkup | None:
    """What *person* can do to *case* now, and nothing else."""
    keys = [
        (
            act in _LONG,
            InlineKeyboardButton(
                words.plain(
                    words.fitting(f"button.{_label(case, person, act)}", case.report.kind)
                ),
                callback_data=CaseButton(case.id, act, case.version).encode(),
            ),
        )
        for act in acts(case, person)
    ]
    short = [key for long, key in keys if not long]
    rows = [short[start : start + 3] for start in range(0, len(short), 3)]
    rows += [[key] for long, key in keys if long]
    return InlineKeyboardMarkup(rows) if rows else None


def acts(case: Case, person: Person) -> list[CaseAct]:
    """In the order in which they are drawn."""
    present = parties(case, person)
    found = [
        *(_BUTTON_OF[action] for action in allowed(case, person) if action in _BUTTON_OF),
        *_owner_acts(case, present),
        *_admin_acts(case, present),
        *_reporter_acts(case, present),
        *([CaseAct.WHY] if case.due_at is not None and case.state in HANDLED else []),
        *([CaseAct.REMARKS] if case.remarks and present else []),
        *([CaseAct.PHOTOS] if len(case.report.photos) > 1 or case.followed else []),
    ]
    if not _checks(present):
        found = [_REPORTERS.get(act, act) for act in found]
    return list(dict.fromkeys(found))


def _checks(present: frozenset[Party]) -> bool:
    return bool(present & {Party.INSPECTOR, Party.ADMIN})


def _label(case: Case, person: Person, act: CaseAct) -> CaseAct:
    """A reporter who rejects says that it is not fixed."""
    theirs = act is CaseAct.REJECT and not _checks(parties(case, person))
    return CaseAct.NOT_SOLVED if theirs else act


def _owner_acts(case: Case, present: frozenset[Party]) -> list[CaseAct]:
    if Party.OWNER not in present or case.state not in HANDLED or case.suspended_at is not None:
        return []
    more = [] if case.extended >= EXTENDED_AT_MOST else [CaseAct.EXTEND]
    phone = case.report.contact and not case.report.anonymous
    more += [CaseAct.CONTACT] if phone else []
    return [*more, CaseAct.SEEN, CaseAct.SNOOZE]


def _admin_acts(case: Case, present: frozenset[Party]) -> list[CaseAct]:
    if Party.ADMIN not in present or case.state not in HANDLED:
        return []
    ruled = [CaseAct.RULE] if case.returned >= FREELY else []
    return [*ruled, *([] if case.parent is not None else [CaseAct.ASSIST])]


def _reporter_acts(case: Case, present: frozenset[Party]) -> list[CaseAct]:
    if Party.REPORTER not in present:
        return []
    if case.state in OPEN:
        return [CaseAct.URGE] if case.question else [CaseAct.ADD, CaseAct.URGE]
    if case.state is not State.CLOSED or case.report.kind is Kind.HIGHLIGHT:
        return []
    said = [] if case.judged else [CaseAct.SOLVED, CaseAct.PARTLY]
    return [*said, CaseAct.NOT_SOLVED]


def stars(case: Case) -> InlineKeyboardMarkup:
    """The 1–5 under a closed case."""
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(
                    str(count),
                    callback_data=CaseButton(
                        case.id, CaseAct.RATE, case.version, str(count)
                    ).encode(),
                )
                for count in range(1, 6)
            ]
        ]
    )

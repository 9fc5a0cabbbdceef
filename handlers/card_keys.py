"""The buttons under a case, drawn from the lifecycle table: what a person can do now."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from cases.bouncing import FREELY
from cases.lifecycle import Action, Party, allowed, parties
from cases.model import HANDLED, Case, Kind, Person, State
from cases.timekeeping import EXTENDED_AT_MOST
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
    Action.ASK_FOR_TIME: CaseAct.EXTEND,
    Action.CONTACT: CaseAct.CONTACT,
    Action.ACKNOWLEDGE: CaseAct.SEEN,
    Action.RULE: CaseAct.RULE,
    Action.ASSIST: CaseAct.ASSIST,
    Action.ADD: CaseAct.ADD,
    Action.URGE: CaseAct.URGE,
}

# What needs a row of its own on a phone.
_LONG = (CaseAct.WHY, CaseAct.RULE)

# What the reporter's own word is called, where others verify or reject.
_REPORTERS = {CaseAct.VERIFY: CaseAct.SOLVED}


def buttons(
    case: Case, person: Person, words: Words, *, contestable: bool = False
) -> InlineKeyboardMarkup | None:
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
        for act in (*acts(case, person), *([CaseAct.CONTEST] if contestable else []))
    ]
    short = [key for long, key in keys if not long]
    rows = [short[start : start + 3] for start in range(0, len(short), 3)]
    rows += [[key] for long, key in keys if long]
    return InlineKeyboardMarkup(rows) if rows else None


def acts(case: Case, person: Person) -> list[CaseAct]:
    """In the order in which they are drawn."""
    present = parties(case, person)
    found = [
        *(_BUTTON_OF[action] for action in allowed(case, person) if _drawn(case, action, present)),
        *([CaseAct.SNOOZE] if _drawn(case, Action.ACKNOWLEDGE, present) else []),
        *_verdicts(case, present),
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


def _drawn(case: Case, action: Action, present: frozenset[Party]) -> bool:
    """Whether there is a button for what the person may do, and any use in pressing it now."""
    report, handled = case.report, case.state in HANDLED
    runs = handled and case.suspended_at is None
    useful = {
        Action.ASK_FOR_TIME: runs and case.extended < EXTENDED_AT_MOST,
        Action.CONTACT: runs and bool(report.contact) and not report.anonymous,
        Action.ACKNOWLEDGE: runs and Party.OWNER in present,
        Action.RULE: handled and case.returned >= FREELY,
        Action.ASSIST: case.parent is None,
        Action.ADD: not case.question,
    }
    return action in _BUTTON_OF and useful.get(action, True)


def _verdicts(case: Case, present: frozenset[Party]) -> list[CaseAct]:
    """What the reporter can say of a closed case."""
    over = case.state is State.CLOSED and case.report.kind is not Kind.HIGHLIGHT
    if Party.REPORTER not in present or not over:
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

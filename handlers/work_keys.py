"""The buttons under what is being said about a case: outcomes, reasons, offices, 提交."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from cases.model import Outcome
from handlers.callback_data import CaseAct, WorkAct, WorkButton
from handlers.session import Work
from handlers.texts import Words

OUTCOMES = (
    Outcome.SOLVED,
    Outcome.PARTLY_SOLVED,
    Outcome.CANNOT_BE_DONE,
    Outcome.NOT_OURS,
    Outcome.NOT_FOUND,
)
REASONS = ("not_ours", "wrong_place", "unclear", "elsewhere", "other")

Row = list[InlineKeyboardButton]


def confirming(work: Work, words: Words) -> InlineKeyboardMarkup:
    """Under what was collected: what else can be chosen, then 提交."""
    rows = [*_choices(work, words)]
    rows.append([_button(work, act, words.plain(f"button.{act}")) for act in _ENDS])
    return InlineKeyboardMarkup(rows)


def asking(work: Work, words: Words) -> InlineKeyboardMarkup | None:
    """Under the question: reasons to choose from, where there is a list of them."""
    return InlineKeyboardMarkup(_reasons(work, words)) if work.act == CaseAct.RETURN else None


def offices(work: Work, organisations: Sequence[str]) -> InlineKeyboardMarkup:
    """Every organisation, by its number."""
    keys = [
        _button(work, WorkAct.OFFICE, name, str(number))
        for number, name in enumerate(organisations)
    ]
    return InlineKeyboardMarkup(_rows(keys, 2))


_ENDS = (WorkAct.SUBMIT, WorkAct.CANCEL)


def _choices(work: Work, words: Words) -> list[Row]:
    if work.act == CaseAct.RESOLVE:
        keys = [
            _button(work, WorkAct.OUTCOME, _chosen(outcome, work, words), outcome)
            for outcome in OUTCOMES
        ]
        return _rows(keys, 3)
    if work.act == CaseAct.RETURN:
        return [[_button(work, WorkAct.OFFICES, words.plain("button.offices"))]]
    return []


def _chosen(outcome: Outcome, work: Work, words: Words) -> str:
    name = words.plain(f"outcome.{outcome}")
    return words.plain("button.chosen", name=name) if work.outcome == outcome else name


def _reasons(work: Work, words: Words) -> list[Row]:
    keys = [
        _button(work, WorkAct.REASON, words.plain(f"return_reason.{reason}"), reason)
        for reason in REASONS
    ]
    return _rows(keys, 2)


def _button(work: Work, act: WorkAct, label: str, value: str = "") -> InlineKeyboardButton:
    data = WorkButton(act, work.id, value).encode()
    return InlineKeyboardButton(label, callback_data=data)


def _rows(keys: Row, width: int) -> list[Row]:
    return [keys[start : start + width] for start in range(0, len(keys), width)]

"""Writes docs/rights.md from the tables in the code: ``python -m docs.rights``."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from cases.lifecycle import NOTES, TRANSITIONS, Action, Party, parties
from cases.model import Case, CaseId, Kind, Person, PersonId, Place, Post, Report, Role, State
from survey.errors import ResultsNotYours
from survey.outcome import offices_of

PAGE = Path(__file__).parent / "rights.md"
OFFICE, UPPER, NEIGHBOUR, ELSEWHERE = "own organisation", "upper", "same district", "elsewhere"
REPORTER, OWNER, DEPUTY = PersonId(1), PersonId(2), PersonId(3)


@dataclass(frozen=True, slots=True)
class Column:
    """Somebody, and what the case is to them; *unowned* where nobody has taken it yet."""

    title: str
    person: Person
    unowned: bool = False
    kind: Kind = Kind.PROBLEM


def _person(number: int, role: Role | None = None, office: str | None = None) -> Person:
    posts = () if role is None else (Post(role, office),)
    return Person(PersonId(number), "", posts=posts)


COLUMNS = (
    Column("citizen: own report", _person(REPORTER)),
    Column("citizen: other's", _person(9)),
    Column("official: own", _person(OWNER, Role.OFFICIAL, OFFICE)),
    Column("official: deputy of the owner", replace(_person(DEPUTY), stands_in_for=(OWNER,))),
    Column("official: own organisation, taken", _person(9, Role.OFFICIAL, OFFICE)),
    Column("official: own organisation, free", _person(9, Role.OFFICIAL, OFFICE), unowned=True),
    Column("official: same district", _person(9, Role.OFFICIAL, NEIGHBOUR)),
    Column("official: other", _person(9, Role.OFFICIAL, ELSEWHERE)),
    Column("supervisor: own organisation", _person(9, Role.SUPERVISOR, OFFICE)),
    Column(
        "supervisor: organisation above",
        replace(_person(9, Role.SUPERVISOR, UPPER), oversees=(UPPER, OFFICE)),
    ),
    Column("supervisor: other", _person(9, Role.SUPERVISOR, ELSEWHERE)),
    Column("inspector: any", _person(9, Role.INSPECTOR)),
    Column("editor: highlight", _person(9, Role.EDITOR), kind=Kind.HIGHLIGHT),
    Column("editor: other", _person(9, Role.EDITOR)),
    Column("admin: any", _person(9, Role.ADMIN)),
    Column("former official: once own", _person(9)),
)


def _case(column: Column) -> Case:
    owner = None if column.unowned else OWNER
    report = Report(column.kind, "street_light", "", Place())
    now = datetime(2026, 3, 2, tzinfo=UTC)
    return Case(CaseId(1), "", report, REPORTER, State.ASSIGNED, now, OFFICE, owner)


def rights() -> Mapping[Action, tuple[bool, ...]]:
    """For each action, whether the somebody of each column may do it in some state."""
    by: dict[Action, set[Party]] = {action: set(who) for action, (_, who) in NOTES.items()}
    for (_, action), row in TRANSITIONS.items():
        by.setdefault(action, set()).update(row.by)
    present = [parties(_case(column), column.person) for column in COLUMNS]
    return {action: tuple(bool(by[action] & is_) for is_ in present) for action in Action}


def written() -> str:
    """The page."""
    titles = [column.title for column in COLUMNS]
    rows = [
        _row([action, *("✓" if may else "" for may in marks)])
        for action, marks in rights().items()
        if action is not Action.SUBMIT
    ]
    return "\n".join(
        [
            "# Who may do what",
            "",
            "Written from `cases/lifecycle.py` by `python -m docs.rights`; a test compares, and",
            "`tests/casework/test_rights.py` tries every cell on a real case. In which states, is",
            "in [the life of a case](lifecycle.md) and below. Anybody may report (*submit*) and",
            "follow somebody else's open case; who follows it may look (*show*). Who sees a case",
            "on the responsibility list (`/list`) may look at it too, with personal data masked",
            "and nothing more to do ([why](decisions/0012-lists-and-exports.md)). Nobody verifies",
            "their own work. To be in the same district gives no right. A role that is withdrawn",
            "is gone with the next press.",
            "",
            _row(["", *titles]),
            _row(["---", *("---" for _ in titles)]),
            *rows,
            "",
            "Notes, which leave the state as it is:",
            "",
            "| action | in | by |",
            "|---|---|---|",
            *(
                _row([note, _states(states), ", ".join(sorted(who))])
                for note, (states, who) in NOTES.items()
            ),
            "",
            "Of a round of the field survey, `/results` shows the points of these organisations",
            "(`survey/outcome.py`); whoever sits in the weekly analysis sees the whole city, and",
            "so do the supervisors of the organisation that leads the round:",
            "",
            "| who | reads the results of |",
            "|---|---|",
            *(_row([role, _results(role)]) for role in ("citizen", *Role)),
            "",
        ]
    )


def _results(role: str) -> str:
    person = _person(9, *((Role(role), OFFICE) if role in list(Role) else ()))
    below = ("what stands under it",) if role == Role.SUPERVISOR else ()
    try:
        offices = offices_of(replace(person, oversees=below))
    except ResultsNotYours:
        return "none"
    return "the whole city" if offices is None else " and ".join(offices)


def _states(states: tuple[State, ...]) -> str:
    return "any" if set(states) == set(State) else ", ".join(states)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    PAGE.write_text(written(), "utf-8")

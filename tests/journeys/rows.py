"""Which journey drives which row of the lifecycle over HTTP, and what a city has lived through.

A row reads "state action who", as in "assigned take owner"; "-" is the state before filing.
"""

import tomllib
from pathlib import Path

from sqlalchemy import select

from bot.storage.engine import Database
from bot.storage.tables import cases, events, posts
from cases.lifecycle import NOTES, TRANSITIONS, Party
from cases.model import Role

TABLE = tomllib.loads((Path(__file__).parent / "rows.toml").read_text("utf-8"))
JOURNEYS: dict[str, list[str]] = TABLE["journeys"]
NEVER: dict[str, str] = TABLE["never"]
STAND_INS: dict[str, str] = TABLE["stand_ins"]


def every_row() -> set[str]:
    """All that the lifecycle allows."""
    steps = [(state, action, step.by) for (state, action), step in TRANSITIONS.items()]
    notes = [(state, note, by) for note, (states, by) in NOTES.items() for state in states]
    return {f"{state or '-'} {what} {who}" for state, what, by in [*steps, *notes] for who in by}


async def lived(database: Database) -> set[str]:
    """The rows that stand in the log. It does not say whether an official had a case before
    taking it, so that such a line counts for the owner and for a colleague."""
    case = select(events.c.before, events.c.action, events.c.actor, cases.c.reporter)
    async with database.reading() as connection:
        log = (await connection.execute(case.join(cases, cases.c.id == events.c.case))).all()
        held = (await connection.execute(select(posts.c.person, posts.c.role))).all()
    parties: dict[int | None, set[str]] = {None: {Party.RULE}}
    for person, role in held:
        official = role == Role.OFFICIAL
        parties.setdefault(person, set()).update(
            {Party.OWNER, Party.COLLEAGUE} if official else {role}
        )
    return {
        f"{before or '-'} {action} {who}"
        for before, action, actor, reporter in log
        for who in parties.get(actor, set()) | ({Party.REPORTER} if actor == reporter else set())
    }

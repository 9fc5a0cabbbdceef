"""How often people were reminded lately."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import attention
from cases.attention import Attention, Reminded
from cases.model import PersonId

_LATELY = select(attention.c.at, attention.c.day, attention.c.count.label("times")).where(
    attention.c.person == bindparam("who")
)


async def attention_of(connection: AsyncConnection, person: PersonId) -> Attention | None:
    """When and how often *person* was reminded lately; None who never was."""
    row = (await connection.execute(_LATELY, {"who": person})).first()
    return Attention(row.at, date.fromisoformat(row.day), row.times) if row else None


async def keep_attention(connection: AsyncConnection, reminded: Sequence[Reminded]) -> None:
    """Remember it, within the transaction that settles the reminders."""
    if not reminded:
        return
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(attention)
    new = {name: statement.excluded[name] for name in ("at", "day", "count")}
    rows = {
        one.person: {
            "person": one.person,
            "at": one.attention.at,
            "day": one.attention.day.isoformat(),
            "count": one.attention.count,
        }
        for one in reminded
    }
    await connection.execute(
        statement.on_conflict_do_update(index_elements=["person"], set_=new), list(rows.values())
    )

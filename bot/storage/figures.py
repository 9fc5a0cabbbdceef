"""What the watch asks of the database."""

from collections.abc import Mapping

from sqlalchemy import func, or_, select

from bot.storage.engine import Database
from bot.storage.tables import cases, notices
from cases.model import HANDLED
from cases.ports import Clock


async def figures(database: Database, clock: Clock) -> Mapping[str, float]:
    """The gauges of ``bot.watch``."""
    now = clock()
    ready = or_(notices.c.not_before.is_(None), notices.c.not_before <= now)
    oldest = select(func.min(notices.c.created_at)).where(notices.c.state == "waiting", ready)
    late = select(func.count()).where(cases.c.state.in_(HANDLED), cases.c.due_at <= now)
    async with database.reading() as connection:
        counted = select(notices.c.state, func.count()).group_by(notices.c.state)
        states = {row[0]: float(row[1]) for row in await connection.execute(counted)}
        since = (await connection.execute(oldest)).scalar_one_or_none()
        overdue = (await connection.execute(late)).scalar_one()
    return {
        **{f"notices_{state}": states.get(state, 0.0) for state in ("waiting", "sent", "dead")},
        "queue_age_seconds": max(0.0, (now - since).total_seconds()) if since else 0.0,
        "cases_late": float(overdue),
    }

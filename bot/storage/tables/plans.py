"""Plans of communities, standing measures of categories, and the cases that are their steps."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, text

from bot.storage.tables.base import Id, UtcTime, metadata

_IN_FORCE = text("ended_at IS NULL")

plans = Table(
    "plans",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("district", String(100), nullable=False),
    Column("category", String(40), nullable=False),
    Column("community", String(100), nullable=False),
    Column("title", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("made_at", UtcTime, nullable=False),
    Column("ended_by", BigInteger),
    Column("ended_at", UtcTime),
    # At most one in force for a community or a category; also how a card finds its plans.
    Index(
        "ix_plans_in_force",
        "district",
        "category",
        "community",
        unique=True,
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    ),
    sqlite_autoincrement=True,
)

plan_steps = Table(
    "plan_steps",
    metadata,
    Column("plan", ForeignKey("plans.id"), primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("case", ForeignKey("cases.id"), nullable=False, unique=True),
)

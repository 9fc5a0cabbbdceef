"""Who talks to the service, in which posts, and when they are away."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
)

from bot.storage.tables.base import UtcTime, metadata

people = Table(
    "people",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(200), nullable=False),
    Column("username", String(64)),
    Column("language", String(8), nullable=False),
    Column("blocked", Boolean, nullable=False),
)

posts = Table(
    "posts",
    metadata,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("role", String(16), primary_key=True),
    Column("organisation", String(200), primary_key=True),  # empty for the whole city
    Index(None, "role", "organisation"),
)

leaves = Table(
    "leaves",
    metadata,
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("deputy", ForeignKey("people.id"), nullable=False, index=True),
    Column("starts_at", UtcTime, nullable=False),
    Column("ends_at", UtcTime, nullable=False),
)

groups = Table(
    "groups",
    metadata,
    Column("organisation", String(200), primary_key=True),
    Column("chat", BigInteger, nullable=False, unique=True),
    Column("title", String(200), nullable=False),
)

# How often somebody was reminded lately: what the cap a day and the digests go by.
attention = Table(
    "attention",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("day", String(10), nullable=False),
    Column("count", Integer, nullable=False),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("organisation", String(200), nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("expires_at", UtcTime, nullable=False),
    Column("used_by", BigInteger),
    Column("used_at", UtcTime),
)

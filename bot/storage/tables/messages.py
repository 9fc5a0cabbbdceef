"""What comes in, what goes out, and where each conversation stands."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
)

from bot.storage.tables.base import Id, UtcTime, metadata

notices = Table(
    "notices",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("recipient", BigInteger, nullable=False),
    Column("kind", String(24), nullable=False),
    Column("case", ForeignKey("cases.id"), index=True),
    Column("priority", SmallInteger, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("state", String(8), nullable=False),  # waiting, sent, dead
    Column("not_before", UtcTime),
    Column("attempts", Integer, nullable=False),
    Column("maybe_twice", Boolean, nullable=False),
    Column("error", Text, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("turn", UtcTime, nullable=False),  # the earliest goes first, see rows.turn
    Column("leased_until", UtcTime),  # whoever sends it has it to himself until then
    Column("sent_at", UtcTime),
    Index(None, "state", "turn"),
    Index(None, "state", "recipient", "leased_until"),
    sqlite_autoincrement=True,
)

cards = Table(
    "cards",
    metadata,
    Column("case", ForeignKey("cases.id"), primary_key=True),
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, nullable=False),
    Column("captioned", Boolean, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("done", Boolean, nullable=False),
    Column("tries", SmallInteger, nullable=False),
    Column("received_at", UtcTime, nullable=False),
    Index(None, "done", "update_id"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("data", Text, nullable=False),
    Column("touched_at", UtcTime, nullable=False),
)

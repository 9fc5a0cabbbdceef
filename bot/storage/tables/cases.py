"""Cases, their log and their reminders; what decides where they go and who checks them."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    false,
)

from bot.storage.tables.base import Id, UtcTime, metadata

counters = Table(
    "counters",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("count", Integer, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("number", String(40), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("category", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("district", String(64)),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("photos", JSON, nullable=False),
    Column("anonymous", Boolean, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("why", JSON, nullable=False),
    Column("reporter", ForeignKey("people.id"), nullable=False),
    Column("state", String(16), nullable=False),
    Column("submitted_at", UtcTime, nullable=False),
    Column("organisation", String(200)),
    Column("owner", ForeignKey("people.id")),
    Column("rule", Text, nullable=False),
    Column("refused_by", JSON, nullable=False),
    Column("since", UtcTime),
    Column("due_at", UtcTime),
    Column("due_version", Integer, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("promised_at", UtcTime),
    Column("reckoning", JSON, nullable=False),
    Column("next_reminder_at", UtcTime),
    Column("quiet_until", UtcTime),
    Column("suspended_at", UtcTime),
    Column("left_seconds", Float),
    Column("extended", Integer, nullable=False),
    Column("resolution_text", Text),
    Column("resolution_photos", JSON, nullable=False),
    Column("resolution_outcome", String(20)),
    Column("outcome", String(20)),
    Column("verified", Boolean, nullable=False),
    Column("rating", SmallInteger),
    Column("urged", Integer, nullable=False),
    Column("reworked", Integer, nullable=False),
    Column("reopened", Integer, nullable=False),
    Column("returned", Integer, nullable=False),
    Column("judged", Boolean, nullable=False),
    Column("master", ForeignKey("cases.id")),
    Column("before_merge", String(16)),
    Column("parent", ForeignKey("cases.id")),
    Column("version", Integer, nullable=False),
    Column("log_head", String(64), nullable=False, server_default=""),  # hash of the last event
    Column("question", Text, nullable=False, server_default=""),
    Column("remarks", Integer, nullable=False, server_default="0"),
    Column("adopted", Boolean, nullable=False, server_default=false()),
    Column("contact", String(64), nullable=False, server_default=""),
    Column("followed", Integer, nullable=False),
    Column("flagged", Boolean, nullable=False),
    Column("source", String(16), nullable=False, server_default="citizen"),
    Index(None, "organisation", "state"),
    Index(None, "reporter", "id"),
    Index(None, "owner", "state"),
    Index(None, "state", "due_at"),
    Index(None, "provisional", "due_at"),
    Index(None, "next_reminder_at"),
    Index(None, "state", "latitude", "longitude"),
    Index(None, "state", "district", "submitted_at"),
    Index(None, "submitted_at"),
    Index(None, "promised_at"),
    sqlite_autoincrement=True,
)
_is_a_part = cases.c.parent.is_not(None)
Index(None, cases.c.parent, sqlite_where=_is_a_part, postgresql_where=_is_a_part)

# Rules that admins made out of their rulings; they come before those of the configuration.
rulings = Table(
    "rulings",
    metadata,
    Column("category", String(40), primary_key=True),
    Column("district", String(64), primary_key=True),  # empty for the whole city
    Column("organisation", String(200), nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("at", UtcTime, nullable=False),
)

# The seed of each day's draw of cases to verify, and how many were asked for.
draws = Table(
    "draws",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("seed", String(32), nullable=False),
    Column("asked", Integer, nullable=False),
)

events = Table(
    "events",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("case", ForeignKey("cases.id"), nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("actor", BigInteger),
    Column("action", String(20), nullable=False),
    Column("before", String(16)),
    Column("after", String(16), nullable=False),
    Column("why", Text, nullable=False),
    Column("key", String(120), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, server_default=""),  # of it and all before it
    Index(None, "action", "at"),
    Index(None, "case", "action", "at"),
    sqlite_autoincrement=True,
)

reminders = Table(
    "reminders",
    metadata,
    Column("case", ForeignKey("cases.id"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("rung", String(40), primary_key=True),
    Column("recipient", BigInteger, primary_key=True, autoincrement=False),  # 0: told to nobody
    Column("at", UtcTime, nullable=False),
)

followers = Table(
    "followers",
    metadata,
    Column("case", ForeignKey("cases.id"), primary_key=True),
    Column("person", ForeignKey("people.id"), primary_key=True, index=True),
    Column("at", UtcTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("photos", JSON, nullable=False),
)

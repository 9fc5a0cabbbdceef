"""All tables. The schema itself is made by migrations, and a test holds the two together."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC; refuses a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Aware to UTC; SQLite keeps it without the zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc if dialect.name == "postgresql" else utc.replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """UTC, aware."""
        del dialect
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Id = BigInteger().with_variant(Integer, "sqlite")

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
    Column("parent", ForeignKey("cases.id"), index=True),
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
    Column("case", ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("actor", BigInteger),
    Column("action", String(20), nullable=False),
    Column("before", String(16)),
    Column("after", String(16), nullable=False),
    Column("why", Text, nullable=False),
    Column("key", String(120), nullable=False, unique=True),
    Column("hash", String(64), nullable=False, server_default=""),  # of it and all before it
    Index(None, "action", "at"),
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

photos = Table(
    "photos",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("file_id", Text, nullable=False),
)

# What a photo looks like, in 64 bits; photos that show next to nothing have no row.
pictures = Table(
    "pictures",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("look", BigInteger, nullable=False),
)

# The looks of pictures that cases have shown, in four bands: two that look alike share one.
used_pictures = Table(
    "used_pictures",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("band", SmallInteger, primary_key=True, autoincrement=False),
    Column("value", Integer, nullable=False),
    Index(None, "band", "value"),
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

# Labelled examples: what was given, what is right, and who says so.
corrections = Table(
    "corrections",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("case", ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("given", String(40), nullable=False),  # empty where the bot had asked
    Column("right", String(40), nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("role", String(16)),  # none for a reporter
    Column("organisation", String(200)),
    Column("gains", Boolean, nullable=False),
    Column("counts", Boolean, nullable=False),
    Index(None, "counts", "id"),
    sqlite_autoincrement=True,
)

# What was learned: every training, whether it was promoted or not.
models = Table(
    "models",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("made_at", UtcTime, nullable=False),
    Column("examples", Integer, nullable=False),
    Column("figures", JSON, nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("active", Boolean, nullable=False),
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

# What was said about a case after it was filed: questions, answers, additions.
remarks = Table(
    "remarks",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("case", ForeignKey("cases.id"), nullable=False, index=True),
    Column("person", BigInteger, nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("text", Text, nullable=False),
    Column("photos", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
    sqlite_autoincrement=True,
)

# A good deed as the editor publishes it.
editions = Table(
    "editions",
    metadata,
    Column("case", ForeignKey("cases.id"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("signed", Boolean),  # unknown until the editor has said it
    Column("published_at", UtcTime, index=True),
)

strikes = Table(
    "strikes",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("case", ForeignKey("cases.id"), nullable=False, unique=True),
    Column("person", BigInteger, nullable=False, index=True),
    Column("by", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("appeal", Text, nullable=False),
    Column("verdict", String(8), nullable=False),  # empty, kept, lifted
    sqlite_autoincrement=True,
)

# Who wishes to be forgotten, and when that is done.
forgettings = Table(
    "forgettings",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False, index=True),
)

nicknames = Table(
    "nicknames",
    metadata,
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(64), nullable=False),
    Column("folded", String(64), nullable=False, unique=True),
)

# What each accepted report earned: nothing, and no spot, where the spot had its points that day.
points = Table(
    "points",
    metadata,
    Column("case", ForeignKey("cases.id"), primary_key=True),
    Column("person", BigInteger, nullable=False, index=True),
    Column("points", Integer, nullable=False),
    Column("spot", String(200), unique=True),
    Column("month", String(7), nullable=False, index=True),
)

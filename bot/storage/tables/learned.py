"""Pictures and what they look like; labelled examples and what was learned from them."""

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

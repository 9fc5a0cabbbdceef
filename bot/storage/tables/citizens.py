"""What is said after a report, what was published, and what citizens earn, owe and ask for."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
)

from bot.storage.tables.base import Id, UtcTime, metadata

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

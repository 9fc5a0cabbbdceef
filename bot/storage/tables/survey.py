"""The field survey: what is looked at, version by version, where, and in which rounds."""

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.tables.base import Id, UtcTime, metadata

# Systems of indicators; a version is never changed.
indicator_versions = Table(
    "indicator_versions",
    metadata,
    Column("version", Id, primary_key=True, autoincrement=True),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Column("imported_at", UtcTime, nullable=False),
    Column("kinds", JSON, nullable=False),
    sqlite_autoincrement=True,
)

# Weights are in hundredths of a point; "place" keeps the order.
indicators = Table(
    "indicators",
    metadata,
    Column("version", ForeignKey("indicator_versions.version"), primary_key=True),
    Column("code", String(100), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("name", String(100), nullable=False),
    Column("weight", Integer, nullable=False),
)

indicator_items = Table(
    "indicator_items",
    metadata,
    Column("version", Id, primary_key=True, autoincrement=False),
    Column("code", String(100), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("indicator", String(100), nullable=False),
    Column("text", Text, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("partial", Integer),  # none for an item that loses its deduction per finding
    Column("deduction", Integer),  # none for a graded item
    Column("organisation", String(200), nullable=False),
    Column("category", String(40), nullable=False),
    ForeignKeyConstraint(["version", "indicator"], ["indicators.version", "indicators.code"]),
)

# 点位: what is inspected. Degrees are WGS-84.
survey_points = Table(
    "survey_points",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("kind", String(100), nullable=False),
    Column("name", String(100), nullable=False),
    Column("place", Text, nullable=False),
    Column("district", String(200), nullable=False),
    Column("street", String(100), nullable=False),
    Column("organisation", String(200), nullable=False, index=True),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    UniqueConstraint("district", "kind", "name"),
    Index(None, "latitude", "longitude"),
    sqlite_autoincrement=True,
)

# The seed is a secret until the round is over.
survey_rounds = Table(
    "survey_rounds",
    metadata,
    Column("number", Id, primary_key=True, autoincrement=True),
    Column("name", String(100), nullable=False),
    Column("version", ForeignKey("indicator_versions.version"), nullable=False, index=True),
    Column("begins", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("organisation", String(200), nullable=False),
    Column("quotas", JSON, nullable=False),
    Column("seed", String(64), nullable=False),
    Column("seed_hash", String(64), nullable=False),
    Column("list_hash", String(64), nullable=False),
    Column("started_at", UtcTime, nullable=False),
    Column("ended_at", UtcTime),
    sqlite_autoincrement=True,
)

# The list that a round was drawn from, as it was then, and what was drawn.
survey_round_points = Table(
    "survey_round_points",
    metadata,
    Column("round", ForeignKey("survey_rounds.number"), primary_key=True),
    Column("point", ForeignKey("survey_points.id"), primary_key=True, index=True),
    Column("drawn", Boolean, nullable=False),
)

"""The field survey: what is looked at, version by version."""

from sqlalchemy import JSON, Column, ForeignKey, ForeignKeyConstraint, Integer, String, Table, Text

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
    Column("code", String(1000), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("weight", Integer, nullable=False),
)

indicator_items = Table(
    "indicator_items",
    metadata,
    Column("version", Id, primary_key=True, autoincrement=False),
    Column("code", String(1000), primary_key=True),
    Column("place", Integer, nullable=False),
    Column("indicator", String(1000), nullable=False),
    Column("text", Text, nullable=False),
    Column("kinds", JSON, nullable=False),
    Column("weight", Integer, nullable=False),
    Column("partial", Integer),  # none for an item that loses its deduction per finding
    Column("deduction", Integer),  # none for a graded item
    Column("organisation", String(200), nullable=False),
    Column("category", String(40), nullable=False),
    ForeignKeyConstraint(["version", "indicator"], ["indicators.version", "indicators.code"]),
)

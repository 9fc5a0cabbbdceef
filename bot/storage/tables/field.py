"""Work in the field: who goes together, what they visit, and what they find there."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.storage.tables.base import Id, UtcTime, metadata

# Who goes together on a day of a round.
survey_teams = Table(
    "survey_teams",
    metadata,
    Column("round", ForeignKey("survey_rounds.number"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("person", ForeignKey("people.id"), primary_key=True),
    Column("team", Integer, nullable=False),
    Index(None, "person", "day"),
)

# A point of a round in the hands of a team; "stage" 1 is the look again. The score is in
# hundredths.
survey_visits = Table(
    "survey_visits",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("round", ForeignKey("survey_rounds.number"), nullable=False),
    Column("point", ForeignKey("survey_points.id"), nullable=False, index=True),
    Column("stage", SmallInteger, nullable=False),
    Column("day", Date, nullable=False),
    Column("team", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("opened_at", UtcTime),
    Column("opened_by", BigInteger),
    Column("metres", Float),
    Column("excuse", Text, nullable=False),
    Column("done_at", UtcTime),
    Column("done_by", BigInteger),
    Column("score", Integer),
    UniqueConstraint("round", "point", "stage"),
    Index(None, "round", "day", "team"),
    sqlite_autoincrement=True,
)

# What was not as it should be; "count" is null for an item that does not apply.
survey_findings = Table(
    "survey_findings",
    metadata,
    Column("visit", ForeignKey("survey_visits.id"), primary_key=True),
    Column("item", String(100), primary_key=True),
    Column("count", Integer),
    Column("text", Text, nullable=False),
    Column("photos", JSON, nullable=False),
    Column("case", ForeignKey("cases.id"), index=True),
    Column("linked", Boolean, nullable=False),
)

# What an organisation says against a finding that counted "count", and what was decided; "before"
# and "after" are scores in hundredths.
survey_appeals = Table(
    "survey_appeals",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=True),
    Column("visit", Id, nullable=False),
    Column("item", String(100), nullable=False),
    Column("case", ForeignKey("cases.id"), nullable=False, index=True),
    Column("count", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("photos", JSON, nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("key", String(120), nullable=False, unique=True),
    Column("upheld", Boolean),
    Column("decided_by", BigInteger),
    Column("decided_at", UtcTime),
    Column("before", Integer),
    Column("after", Integer),
    UniqueConstraint("visit", "item"),
    ForeignKeyConstraint(["visit", "item"], ["survey_findings.visit", "survey_findings.item"]),
    sqlite_autoincrement=True,
)

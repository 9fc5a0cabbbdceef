"""What the weekly analysis looks at: spots where the same comes back."""

from sqlalchemy import Column, ForeignKey, String, Table

from bot.storage.tables.base import UtcTime, metadata

# A solved case, the case as which it came back, and the one that is to find the cause.
repeats = Table(
    "repeats",
    metadata,
    Column("first", ForeignKey("cases.id"), primary_key=True),
    Column("again", ForeignKey("cases.id"), primary_key=True, index=True),
    Column("root", ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False, index=True),
)

# Until when a job has looked at what was filed.
looks = Table(
    "looks",
    metadata,
    Column("job", String(20), primary_key=True),
    Column("until", UtcTime, nullable=False),
)

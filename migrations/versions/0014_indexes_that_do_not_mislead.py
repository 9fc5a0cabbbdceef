"""The figures find when something was first or last done with a case by an index; by the one on
action and time alone, SQLite walked through everybody's. And nearly all cases are part of no
other: an index that has them too looks to SQLite like the shortest way to a few."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

NEW, OLD, PARTS = "ix_events_case_action_at", "ix_events_case", "ix_cases_parent"


def upgrade() -> None:
    """Apply; what begins with the case serves all that asked the index on it alone."""
    op.create_index(NEW, "events", ["case", "action", "at"])
    op.drop_index(OLD, "events")
    op.drop_index(PARTS, "cases")
    there_is_one = sa.text("parent IS NOT NULL")
    op.create_index(
        PARTS, "cases", ["parent"], sqlite_where=there_is_one, postgresql_where=there_is_one
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index(PARTS, "cases")
    op.create_index(PARTS, "cases", ["parent"])
    op.create_index(OLD, "events", ["case"])
    op.drop_index(NEW, "events")

"""The figures find what happened in a span by an index."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_cases_submitted_at": ("cases", ["submitted_at"]),
    "ix_cases_promised_at": ("cases", ["promised_at"]),
    "ix_events_action_at": ("events", ["action", "at"]),
}


def upgrade() -> None:
    """Make the indexes."""
    for name, (table, columns) in _INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Take them away."""
    for name, (table, _) in _INDEXES.items():
        op.drop_index(name, table)

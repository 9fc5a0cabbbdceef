"""Deadlines that explain themselves, leave and deputies, group chats, notices with a lease."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_LONG_AGO = "2026-01-01 00:00:00"


def upgrade() -> None:
    """Apply. Column by column: SQLite would make a table anew by dropping it, and others refer
    to these."""
    _people()
    op.add_column("cases", sa.Column("reckoning", sa.JSON(), nullable=False, server_default="[]"))
    op.execute("ALTER TABLE cases RENAME COLUMN seen_at TO quiet_until")
    op.add_column("cases", sa.Column("suspended_at", _TIME))
    op.add_column("cases", sa.Column("left_seconds", sa.Float()))
    op.add_column("cases", sa.Column("extended", sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_cases_provisional_due_at", "cases", ["provisional", "due_at"])
    op.add_column(
        "notices", sa.Column("created_at", _TIME, nullable=False, server_default=_LONG_AGO)
    )
    op.add_column("notices", sa.Column("turn", _TIME, nullable=False, server_default=_LONG_AGO))
    op.add_column("notices", sa.Column("leased_until", _TIME))
    op.drop_index("ix_notices_state_priority_id", "notices")
    op.create_index("ix_notices_state_turn", "notices", ["state", "turn"])
    op.create_index(
        "ix_notices_state_recipient_leased_until",
        "notices",
        ["state", "recipient", "leased_until"],
    )


def _people() -> None:
    op.create_table(
        "leaves",
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("deputy", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", _TIME, nullable=False),
        sa.Column("ends_at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["deputy"], ["people.id"], name="fk_leaves_deputy"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_leaves_person"),
        sa.PrimaryKeyConstraint("person", name="pk_leaves"),
    )
    op.create_index("ix_leaves_deputy", "leaves", ["deputy"])
    op.create_table(
        "groups",
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("organisation", name="pk_groups"),
        sa.UniqueConstraint("chat", name="uq_groups_chat"),
    )
    op.create_table(
        "attention",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_attention"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_notices_state_recipient_leased_until", "notices")
    op.drop_index("ix_notices_state_turn", "notices")
    op.create_index("ix_notices_state_priority_id", "notices", ["state", "priority", "id"])
    op.drop_index("ix_cases_provisional_due_at", "cases")
    for table, column in (
        ("notices", "leased_until"),
        ("notices", "turn"),
        ("notices", "created_at"),
        ("cases", "extended"),
        ("cases", "left_seconds"),
        ("cases", "suspended_at"),
        ("cases", "reckoning"),
    ):
        op.drop_column(table, column)
    op.execute("ALTER TABLE cases RENAME COLUMN quiet_until TO seen_at")
    for table in ("attention", "groups", "leaves"):
        op.drop_table(table)

"""Plans of communities, standing measures of categories, and the cases that are their steps."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_IN_FORCE = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "plans",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("community", sa.String(100), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("ended_by", sa.BigInteger()),
        sa.Column("ended_at", _TIME),
        sa.PrimaryKeyConstraint("id", name="pk_plans"),
        sa.UniqueConstraint("key", name="uq_plans_key"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_plans_in_force",
        "plans",
        ["district", "category", "community"],
        unique=True,
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    )
    op.create_table(
        "plan_steps",
        sa.Column("plan", _ID, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("case", _ID, nullable=False),
        sa.ForeignKeyConstraint(["plan"], ["plans.id"], name="fk_plan_steps_plan"),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_plan_steps_case"),
        sa.PrimaryKeyConstraint("plan", "place", name="pk_plan_steps"),
        sa.UniqueConstraint("case", name="uq_plan_steps_case"),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("plan_steps", "plans"):
        op.drop_table(table)

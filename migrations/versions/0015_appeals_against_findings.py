"""What organisations say against findings of the survey, and what was decided."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "survey_appeals",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("visit", _ID, nullable=False),
        sa.Column("item", sa.String(100), nullable=False),
        sa.Column("case", _ID, nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("upheld", sa.Boolean()),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("decided_at", _TIME),
        sa.Column("before", sa.Integer()),
        sa.Column("after", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["visit", "item"],
            ["survey_findings.visit", "survey_findings.item"],
            name="fk_survey_appeals_visit_item",
        ),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_survey_appeals_case"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_appeals"),
        sa.UniqueConstraint("visit", "item", name="uq_survey_appeals_visit_item"),
        sa.UniqueConstraint("key", name="uq_survey_appeals_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_survey_appeals_case", "survey_appeals", ["case"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("survey_appeals")

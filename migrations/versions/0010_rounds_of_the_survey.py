"""Rounds of the field survey, and what they were drawn from."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "survey_rounds",
        sa.Column("number", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("version", _ID, nullable=False),
        sa.Column("begins", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("quotas", sa.JSON(), nullable=False),
        sa.Column("seed", sa.String(64), nullable=False),
        sa.Column("seed_hash", sa.String(64), nullable=False),
        sa.Column("list_hash", sa.String(64), nullable=False),
        sa.Column("started_at", _TIME, nullable=False),
        sa.Column("ended_at", _TIME),
        sa.ForeignKeyConstraint(
            ["version"], ["indicator_versions.version"], name="fk_survey_rounds_version"
        ),
        sa.PrimaryKeyConstraint("number", name="pk_survey_rounds"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_survey_rounds_version", "survey_rounds", ["version"])
    op.create_table(
        "survey_round_points",
        sa.Column("round", _ID, nullable=False),
        sa.Column("point", _ID, nullable=False),
        sa.Column("drawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round"], ["survey_rounds.number"], name="fk_survey_round_points_round"
        ),
        sa.ForeignKeyConstraint(
            ["point"], ["survey_points.id"], name="fk_survey_round_points_point"
        ),
        sa.PrimaryKeyConstraint("round", "point", name="pk_survey_round_points"),
    )
    op.create_index("ix_survey_round_points_point", "survey_round_points", ["point"])


def downgrade() -> None:
    """Take back."""
    for table in ("survey_round_points", "survey_rounds"):
        op.drop_table(table)

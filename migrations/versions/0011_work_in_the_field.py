"""Teams, visits to points, and what is found there."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "survey_teams",
        sa.Column("round", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["survey_rounds.number"], name="fk_survey_teams_round"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_survey_teams_person"),
        sa.PrimaryKeyConstraint("round", "day", "person", name="pk_survey_teams"),
    )
    op.create_index("ix_survey_teams_person_day", "survey_teams", ["person", "day"])
    _visits()
    op.create_table(
        "survey_findings",
        sa.Column("visit", _ID, nullable=False),
        sa.Column("item", sa.String(100), nullable=False),
        sa.Column("count", sa.Integer()),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("case", _ID),
        sa.Column("linked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["visit"], ["survey_visits.id"], name="fk_survey_findings_visit"),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_survey_findings_case"),
        sa.PrimaryKeyConstraint("visit", "item", name="pk_survey_findings"),
    )
    op.create_index("ix_survey_findings_case", "survey_findings", ["case"])


def _visits() -> None:
    op.create_table(
        "survey_visits",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("round", _ID, nullable=False),
        sa.Column("point", _ID, nullable=False),
        sa.Column("stage", sa.SmallInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("team", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("opened_at", _TIME),
        sa.Column("opened_by", sa.BigInteger()),
        sa.Column("metres", sa.Float()),
        sa.Column("excuse", sa.Text(), nullable=False),
        sa.Column("done_at", _TIME),
        sa.Column("done_by", sa.BigInteger()),
        sa.Column("score", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["round"], ["survey_rounds.number"], name="fk_survey_visits_round"
        ),
        sa.ForeignKeyConstraint(["point"], ["survey_points.id"], name="fk_survey_visits_point"),
        sa.PrimaryKeyConstraint("id", name="pk_survey_visits"),
        sa.UniqueConstraint("round", "point", "stage", name="uq_survey_visits_round_point_stage"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_survey_visits_point", "survey_visits", ["point"])
    op.create_index("ix_survey_visits_round_day_team", "survey_visits", ["round", "day", "team"])


def downgrade() -> None:
    """Take back."""
    for table in ("survey_findings", "survey_visits", "survey_teams"):
        op.drop_table(table)

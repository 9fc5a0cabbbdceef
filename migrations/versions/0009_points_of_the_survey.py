"""Points of the field survey."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "survey_points",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("district", sa.String(200), nullable=False),
        sa.Column("street", sa.String(100), nullable=False),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_survey_points"),
        sa.UniqueConstraint(
            "district", "kind", "name", name="uq_survey_points_district_kind_name"
        ),
        sqlite_autoincrement=True,
    )
    for columns in (["latitude", "longitude"], ["organisation"]):
        op.create_index(f"ix_survey_points_{'_'.join(columns)}", "survey_points", columns)


def downgrade() -> None:
    """Take back."""
    op.drop_table("survey_points")

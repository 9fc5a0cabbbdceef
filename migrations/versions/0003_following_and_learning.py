"""Who follows a case, what pictures look like, corrections and what was learned from them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply, column by column."""
    op.add_column("cases", sa.Column("followed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column(
        "cases", sa.Column("flagged", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for columns in (["state", "latitude", "longitude"], ["state", "district", "submitted_at"]):
        op.create_index(f"ix_cases_{'_'.join(columns)}", "cases", columns)
    _following()
    _learning()


def _following() -> None:
    op.create_table(
        "pictures",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("look", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_pictures"),
    )
    op.create_table(
        "followers",
        sa.Column("case", _ID, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_followers_case"),
        sa.ForeignKeyConstraint(["person"], ["people.id"], name="fk_followers_person"),
        sa.PrimaryKeyConstraint("case", "person", name="pk_followers"),
    )
    op.create_index("ix_followers_person", "followers", ["person"])


def _learning() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("case", _ID, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("given", sa.String(length=40), nullable=False),
        sa.Column("right", sa.String(length=40), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=16)),
        sa.Column("organisation", sa.String(length=200)),
        sa.Column("gains", sa.Boolean(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_corrections_case"),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sa.UniqueConstraint("key", name="uq_corrections_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_corrections_case", "corrections", ["case"])
    op.create_index("ix_corrections_counts_id", "corrections", ["counts", "id"])
    op.create_table(
        "models",
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("made_at", _TIME, nullable=False),
        sa.Column("examples", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_models"),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("models", "corrections", "followers", "pictures"):
        op.drop_table(table)
    op.drop_index("ix_cases_state_district_submitted_at", "cases")
    op.drop_index("ix_cases_state_latitude_longitude", "cases")
    op.drop_column("cases", "flagged")
    op.drop_column("cases", "followed")

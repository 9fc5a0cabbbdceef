"""Systems of indicators, version by version."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "indicator_versions",
        sa.Column("version", _ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_indicator_versions"),
        sa.UniqueConstraint("digest", name="uq_indicator_versions_digest"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "indicators",
        sa.Column("version", _ID, nullable=False),
        sa.Column("code", sa.String(100), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"], ["indicator_versions.version"], name="fk_indicators_version"
        ),
        sa.PrimaryKeyConstraint("version", "code", name="pk_indicators"),
    )
    _items()


def _items() -> None:
    op.create_table(
        "indicator_items",
        sa.Column("version", _ID, autoincrement=False, nullable=False),
        sa.Column("code", sa.String(100), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("indicator", sa.String(100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("partial", sa.Integer()),
        sa.Column("deduction", sa.Integer()),
        sa.Column("organisation", sa.String(200), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(
            ["version", "indicator"],
            ["indicators.version", "indicators.code"],
            name="fk_indicator_items_version_indicator",
        ),
        sa.PrimaryKeyConstraint("version", "code", name="pk_indicator_items"),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("indicator_items", "indicators", "indicator_versions"):
        op.drop_table(table)

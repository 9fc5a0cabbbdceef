"""Returns and rulings, what the reporter says, merged and split cases, what is verified."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply. SQLite takes no foreign key with ADD COLUMN by constraint, only inline."""
    for name, kind, default in (
        ("returned", sa.Integer(), "0"),
        ("judged", sa.Boolean(), sa.false()),
    ):
        op.add_column("cases", sa.Column(name, kind, nullable=False, server_default=default))
    op.add_column("cases", sa.Column("before_merge", sa.String(length=16)))
    for name in ("master", "parent"):
        key = f"fk_cases_{name}"
        if op.get_context().dialect.name == "sqlite":
            refers = f"INTEGER CONSTRAINT {key} REFERENCES cases(id)"
            op.execute(f"ALTER TABLE cases ADD COLUMN {name} {refers}")
        else:
            op.add_column("cases", sa.Column(name, sa.BigInteger()))
            op.create_foreign_key(key, "cases", "cases", [name], ["id"])
    op.create_index("ix_cases_parent", "cases", ["parent"])
    op.create_table(
        "rulings",
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("district", sa.String(length=64), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("category", "district", name="pk_rulings"),
    )
    op.create_table(
        "draws",
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("seed", sa.String(length=32), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_draws"),
    )
    op.create_table(
        "used_pictures",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("band", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "band", name="pk_used_pictures"),
    )
    op.create_index("ix_used_pictures_band_value", "used_pictures", ["band", "value"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("used_pictures")
    op.drop_table("draws")
    op.drop_table("rulings")
    op.drop_index("ix_cases_parent", "cases")
    for name in ("parent", "master", "before_merge", "judged", "returned"):
        op.drop_column("cases", name)

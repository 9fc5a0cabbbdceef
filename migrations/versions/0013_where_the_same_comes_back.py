"""Spots where the same comes back, and until when was looked for them."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_TIME = sa.DateTime(timezone=True)
_CASES = ("first", "again", "root")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "repeats",
        *(sa.Column(name, _ID, nullable=False) for name in _CASES),
        sa.Column("at", _TIME, nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["cases.id"], name=f"fk_repeats_{name}")
            for name in _CASES
        ),
        sa.PrimaryKeyConstraint("first", "again", name="pk_repeats"),
    )
    for name in ("again", "root", "at"):
        op.create_index(f"ix_repeats_{name}", "repeats", [name])
    op.create_table(
        "looks",
        sa.Column("job", sa.String(20), nullable=False),
        sa.Column("until", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("job", name="pk_looks"),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("looks")
    op.drop_table("repeats")

"""Who found what a case is about, for the responsibility list."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    column = sa.Column("source", sa.String(16), nullable=False, server_default="citizen")
    op.add_column("cases", column)
    op.create_index("ix_cases_organisation_state", "cases", ["organisation", "state"])


def downgrade() -> None:
    """Take back."""
    op.drop_index("ix_cases_organisation_state", "cases")
    op.drop_column("cases", "source")

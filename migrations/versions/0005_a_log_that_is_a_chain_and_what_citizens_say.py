"""A log that is a chain; questions, additions, contacts, editions, points, strikes, forgetting."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_BATCH = 1000
_EVENTS = sa.table(
    "events",
    sa.column("id", sa.Integer),
    sa.column("case", sa.Integer),
    sa.column("at", _TIME),
    sa.column("actor", sa.BigInteger),
    sa.column("action", sa.String),
    sa.column("before", sa.String),
    sa.column("after", sa.String),
    sa.column("why", sa.Text),
    sa.column("key", sa.String),
    sa.column("hash", sa.String),
)
_CASES = sa.table("cases", sa.column("id", sa.Integer), sa.column("log_head", sa.String))


def _case_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("log_head", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("question", sa.Text(), nullable=False, server_default=""),
        sa.Column("remarks", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("adopted", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("contact", sa.String(length=64), nullable=False, server_default=""),
    ]


def upgrade() -> None:
    """Apply. Column by column, see 0002."""
    for column in _case_columns():
        op.add_column("cases", column)
    op.add_column(
        "events", sa.Column("hash", sa.String(length=64), nullable=False, server_default="")
    )
    _remarks()
    _editions()
    _conduct()
    _points()
    _chain()


def _remarks() -> None:
    op.create_table(
        "remarks",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("case", _ID, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("photos", sa.JSON(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_remarks_case"),
        sa.PrimaryKeyConstraint("id", name="pk_remarks"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_remarks_case", "remarks", ["case"])
    op.create_index("ix_remarks_person", "remarks", ["person"])


def _editions() -> None:
    op.create_table(
        "editions",
        sa.Column("case", _ID, autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean()),
        sa.Column("published_at", _TIME),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_editions_case"),
        sa.PrimaryKeyConstraint("case", name="pk_editions"),
    )
    op.create_index("ix_editions_published_at", "editions", ["published_at"])


def _conduct() -> None:
    op.create_table(
        "strikes",
        sa.Column("id", _ID, autoincrement=True, nullable=False),
        sa.Column("case", _ID, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.Column("appeal", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_strikes_case"),
        sa.PrimaryKeyConstraint("id", name="pk_strikes"),
        sa.UniqueConstraint("case", name="uq_strikes_case"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_strikes_person", "strikes", ["person"])
    op.create_table(
        "forgettings",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", _TIME, nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_forgettings"),
    )
    op.create_index("ix_forgettings_at", "forgettings", ["at"])


def _points() -> None:
    op.create_table(
        "nicknames",
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("folded", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("person", name="pk_nicknames"),
        sa.UniqueConstraint("folded", name="uq_nicknames_folded"),
    )
    op.create_table(
        "points",
        sa.Column("case", _ID, autoincrement=False, nullable=False),
        sa.Column("person", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("spot", sa.String(length=200)),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.ForeignKeyConstraint(["case"], ["cases.id"], name="fk_points_case"),
        sa.PrimaryKeyConstraint("case", name="pk_points"),
        sa.UniqueConstraint("spot", name="uq_points_spot"),
    )
    op.create_index("ix_points_person", "points", ["person"])
    op.create_index("ix_points_month", "points", ["month"])


def _chain() -> None:
    """Chain what was logged before, in order, a batch at a time."""
    connection = op.get_bind()
    heads: dict[int, str] = {}
    after = 0
    while True:
        query = sa.select(_EVENTS).where(_EVENTS.c.id > after).order_by(_EVENTS.c.id)
        rows = connection.execute(query.limit(_BATCH)).all()
        if not rows:
            break
        links = []
        for row in rows:
            heads[row.case] = _link(heads.get(row.case, ""), row)
            links.append({"which": row.id, "to": heads[row.case]})
        _set(connection, _EVENTS, "hash", links)
        after = rows[-1].id
    _set(connection, _CASES, "log_head", [{"which": c, "to": h} for c, h in heads.items()])


def _set(
    connection: sa.Connection, table: Any, column: str, values: list[dict[str, object]]
) -> None:
    if values:
        statement = sa.update(table).where(table.c.id == sa.bindparam("which"))
        connection.execute(statement.values({column: sa.bindparam("to")}), values)


def _link(previous: str, row: Any) -> str:
    """As ``cases.chain.link`` writes it today; it may not change under a chain that stands."""
    at: datetime = row.at
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    content = [
        previous,
        row.case,
        at.isoformat(timespec="microseconds"),
        row.actor,
        row.action,
        row.before,
        row.after,
        row.why,
        row.key,
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def downgrade() -> None:
    """Take back."""
    for table in ("points", "nicknames", "forgettings", "strikes", "editions", "remarks"):
        op.drop_table(table)
    op.drop_column("events", "hash")
    for column in reversed(_case_columns()):
        op.drop_column("cases", column.name)

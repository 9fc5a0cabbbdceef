"""Every place in the tables where a person stands is known to whoever forgets people."""

from bot.storage.personal import DELETED, DETACHED, KEPT
from bot.storage.tables import metadata

NAMES = {
    *("person", "recipient", "reporter", "owner", "actor"),
    *("by", "used_by", "ended_by", "opened_by", "done_by", "deputy", "decided_by"),
}


def test_every_column_that_names_a_person_is_declared() -> None:
    naming = {
        column
        for table in metadata.sorted_tables
        for column in table.columns
        if column.name in NAMES
        or any(k.column.table.name == "people" for k in column.foreign_keys)
    }
    declared = {*DETACHED, *DELETED, *KEPT}
    assert {str(column) for column in naming} == {str(column) for column in declared}

"""The log over a real database: chained as it is written, and read by admins only."""

import pytest
from sqlalchemy import delete, select, update

from bot.storage.tables import events
from cases.audit import Audit
from cases.errors import AdminsOnly
from cases.model import Case, Resolution
from tests.casework.conftest import CHEN, GRANNY, SUN, WANG, ZHAO, Office


async def lived(office: Office) -> Case:
    """A case with a life behind it."""
    case = await office.files()
    await office.desk.take(case.id, office.by(WANG))
    await office.desk.urge(case.id, office.by(GRANNY))
    proof = Resolution("好了", (f"{case.id:064d}",))
    await office.closing.resolve(case.id, proof, office.by(WANG))
    return await office.closing.verify(case.id, office.by(CHEN))


async def test_the_whole_log_is_read_and_whoever_reads_it_stands_in_it(office: Office) -> None:
    case = await lived(office)
    found = await Audit(office.store, office.clock).read(case.number, office.by(ZHAO))
    assert [one.event.action for one in found.log] == [
        *("submit", "assign", "take", "urge", "resolve", "verify", "audit"),
    ]
    assert found.broken_at is None
    assert found.names[GRANNY] == "马奶奶"


async def test_only_admins_read_it(office: Office) -> None:
    case = await lived(office)
    for person in (GRANNY, WANG, SUN, CHEN):
        with pytest.raises(AdminsOnly):
            await Audit(office.store, office.clock).read(case.number, office.by(person))


async def test_a_removed_and_a_changed_row_are_noticed(office: Office) -> None:
    first, second, third = [await lived(office) for _ in range(3)]
    audit = Audit(office.store, office.clock)
    assert (await audit.inspect()).broken == ()
    async with office.database.writing() as connection:
        urge = (events.c.case == first.id) & (events.c.action == "urge")
        await connection.execute(delete(events).where(urge))
        last = select(events.c.id).where(events.c.case == second.id)
        [*_, gone] = (await connection.execute(last.order_by(events.c.id))).scalars()
        await connection.execute(delete(events).where(events.c.id == gone))
        taken = (events.c.case == third.id) & (events.c.action == "take")
        await connection.execute(update(events).where(taken).values(actor=SUN))
    found = await audit.inspect()
    assert found.broken == (first.number, second.number, third.number)
    assert found.cases == 3
    read = await audit.read(first.number, office.by(ZHAO))
    assert read.broken_at == 3

"""Many problems at once: good rows become cases, bad ones are named, nothing is entered twice."""

import pytest

from cases.bulk import Bulk, Entered, Fault
from cases.errors import StaffOnly
from cases.model import PersonId, Source
from cases.ports import CaseQuery
from tests.casework.conftest import CHEN, GRANNY, OFFICE, WANG, ZHAO, Office

LAMP = {"source": "媒体", "category": "路灯照明", "address": "柳泉路", "text": "路灯不亮"}
SOURCES = {"媒体": Source.MEDIA, "市级督查": Source.INSPECTION}


async def entered(office: Office, *rows: dict[str, str], by: PersonId = CHEN) -> Entered:
    bulk = Bulk(office.store, office.city, office.intake, ("张店区",), SOURCES)
    return await bulk.enter(enumerate(rows, start=2), by)


async def test_a_row_becomes_a_case_with_owner_deadline_and_source(office: Office) -> None:
    done = await entered(office, {**LAMP, "district": "张店区"})
    async with office.store.reading() as book:
        case = await book.find(done.new[0])
    assert (case.report.source, case.report.place.district) == (Source.MEDIA, "张店区")
    assert (case.organisation, case.owner, case.reporter) == (OFFICE, WANG, CHEN)
    assert case.due_at is not None


async def test_twice_enters_nothing_twice_whoever_sends_it(office: Office) -> None:
    numbered = {**LAMP, "reference": "督查-7"}
    first = await entered(office, LAMP, {**LAMP, "text": " 路灯不亮 "}, numbered)
    assert (len(first.new), len(first.known)) == (2, 1)
    again = await entered(office, LAMP, numbered, by=ZHAO)
    assert (again.new, again.known) == ([], first.new)
    async with office.store.reading() as book:
        assert await book.count(CaseQuery()) == 2


async def test_every_bad_row_is_named_and_the_good_ones_are_entered(office: Office) -> None:
    done = await entered(
        office,
        {**LAMP, "text": ""},
        {**LAMP, "category": "月亮", "source": "梦"},
        LAMP,
        {**LAMP, "address": "=A1"},
        {**LAMP, "text": "长" * 1001},
        {**LAMP, "district": "火星区"},
    )
    assert len(done.new) == 1
    assert done.faults == [
        Fault(2, "text", "missing"),
        Fault(3, "source", "unknown_source", "梦"),
        Fault(3, "category", "unknown_category", "月亮"),
        Fault(5, "address", "formula", "=A1"),
        Fault(6, "text", "too_long", "长" * 20),
        Fault(7, "district", "unknown_district", "火星区"),
    ]


@pytest.mark.parametrize("by", [GRANNY, WANG, PersonId(999)])
async def test_only_admins_and_inspectors_enter_tables(office: Office, by: PersonId) -> None:
    with pytest.raises(StaffOnly):
        await entered(office, LAMP, by=by)

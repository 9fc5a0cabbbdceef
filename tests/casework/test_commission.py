"""A case that staff order: handled by whom they say, until when they say."""

from datetime import timedelta

import pytest

from cases.assigning import Target
from cases.errors import DeadlineInThePast
from cases.intake import Commission
from cases.model import Case, Kind, Place, Report, Source, State
from cases.step import Ask
from tests.casework.conftest import CHEN, MONDAY, OFFICE, OTHER, WANG, Office

REPORT = Report(
    Kind.PROBLEM, "street_light", "井盖缺失", Place("柳泉路口", "张店区"), source=Source.INSPECTION
)


async def commissioned(office: Office, order: Commission, ask: Ask) -> Case:
    async with office.store.writing() as book:
        return await office.intake.commission(book, REPORT, order, ask)


async def test_it_goes_where_it_was_ordered_and_not_where_the_rules_say(office: Office) -> None:
    due = MONDAY + timedelta(days=3)
    order = Commission(Target(OTHER), "点位责任单位", due)
    case = await commissioned(office, order, office.by(CHEN))
    assert (case.state, case.organisation, case.owner) == (State.ASSIGNED, OTHER, None)
    assert case.due_at == case.promised_at == due
    assert case.next_reminder_at is not None


async def test_the_limit_of_its_category_holds_where_no_time_is_said(office: Office) -> None:
    async with office.store.reading() as book:
        wang = await book.person(WANG)
    case = await commissioned(office, Commission(Target(OFFICE, wang), "会议"), office.by(CHEN))
    assert case.owner == WANG
    assert case.due_at == office.city.calendar.due(MONDAY, office.city.limit(case)).at


async def test_the_same_order_twice_is_one_case(office: Office) -> None:
    ask, order = office.by(CHEN), Commission(Target(OFFICE), "会议")
    first = await commissioned(office, order, ask)
    assert (await commissioned(office, order, ask)).id == first.id


async def test_a_time_that_is_over_is_refused(office: Office) -> None:
    with pytest.raises(DeadlineInThePast):
        await commissioned(office, Commission(Target(OFFICE), "会议", MONDAY), office.by(CHEN))

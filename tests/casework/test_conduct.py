"""Who reports too much waits a little, and who abuses it is warned and may appeal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.citizen_book import Verdict
from cases.conduct import Conduct
from cases.errors import AdminsOnly, NothingToAppeal, ReasonMissing, TooManyReports
from cases.intake import Intake
from cases.model import Case, PersonId, State
from tests.casework.conftest import GRANNY, LI, SUN, WANG, ZHAO, ZHOU, Office


def conduct_of(office: Office) -> Conduct:
    return Conduct(office.store, office.city, office.clock)


async def filed_by(office: Office, person: PersonId, template: Case) -> Case:
    return await office.intake.submit(template.report, office.by(person))


async def test_a_burst_waits_a_little_and_others_do_not(office: Office) -> None:
    first = await office.files()
    for _ in range(9):
        office.later(seconds=10)
        await office.files()
    with pytest.raises(TooManyReports) as refused:
        await office.files()
    assert refused.value.until == first.submitted_at + timedelta(minutes=10)
    await filed_by(office, ZHOU, first)
    office.now = refused.value.until
    await office.files()


async def test_a_day_has_its_limit_and_the_next_begins_anew(office: Office) -> None:
    for _ in range(30):
        office.later(minutes=11)
        await office.files()
    office.later(minutes=11)
    with pytest.raises(TooManyReports) as refused:
        await office.files()
    office.now = refused.value.until
    await office.files()


async def test_the_staff_files_as_much_as_there_is(office: Office) -> None:
    template = await office.files()
    rules = replace(office.city.house, reports_at_once=2)
    strict = Intake(office.store, replace(office.city, house=rules), office.clock)
    for _ in range(5):
        await strict.submit(template.report, office.by(SUN))


async def test_the_same_report_twice_is_never_too_much(office: Office) -> None:
    template, ask = await office.files(), office.by(ZHOU)
    rules = replace(office.city.house, reports_at_once=1)
    strict = Intake(office.store, replace(office.city, house=rules), office.clock)
    cases = [await strict.submit(template.report, ask) for _ in range(3)]
    assert len({case.id for case in cases}) == 1


async def struck(office: Office, times: int) -> list[Case]:
    conduct, cases = conduct_of(office), []
    for _ in range(times):
        cases.append(await office.files())
        await conduct.strike(cases[-1].number, "网上的照片", office.by(ZHAO))
    return cases


async def test_after_three_warnings_reports_wait_for_an_admin(office: Office) -> None:
    await struck(office, 2)
    assert (await office.files()).state is State.ASSIGNED
    await struck(office, 1)
    assert (await office.files()).state is State.SUBMITTED
    assert ZHAO in {person for person, _ in await office.waiting("desk")}
    office.later(days=181)
    assert (await office.files()).state is State.ASSIGNED


async def test_a_case_is_good_for_one_warning_and_only_from_an_admin(office: Office) -> None:
    [case] = await struck(office, 1)
    conduct = conduct_of(office)
    await conduct.strike(case.number, "再来一次", office.by(ZHAO))
    assert [person for person, _ in await office.waiting("struck")] == [GRANNY]
    for person in (GRANNY, WANG, SUN, LI):
        with pytest.raises(AdminsOnly):
            await conduct.strike(case.number, "x", office.by(person))
    with pytest.raises(ReasonMissing):
        await conduct.strike(case.number, " ", office.by(ZHAO))


async def test_an_appeal_is_decided_once_and_a_lifted_warning_counts_no_more(
    office: Office,
) -> None:
    await struck(office, 3)
    conduct = conduct_of(office)
    await conduct.appeal("照片是我拍的", GRANNY)
    [(admin, key)] = await office.waiting("appealed")
    strike = int(key.split(":")[1])
    assert admin == ZHAO
    with pytest.raises(AdminsOnly):
        await conduct.judge(strike, Verdict.LIFTED, GRANNY)
    assert await conduct.judge(strike, Verdict.LIFTED, ZHAO) is Verdict.LIFTED
    assert await conduct.judge(strike, Verdict.KEPT, ZHAO) is Verdict.LIFTED
    assert [person for person, _ in await office.waiting("appeal_lifted")] == [GRANNY]
    assert (await office.files()).state is State.ASSIGNED


async def test_there_must_be_something_to_appeal_against(office: Office) -> None:
    conduct = conduct_of(office)
    with pytest.raises(NothingToAppeal):
        await conduct.appeal("我没错", GRANNY)
    await struck(office, 1)
    await conduct.appeal("我没错", GRANNY)
    with pytest.raises(NothingToAppeal):
        await conduct.appeal("真的", GRANNY)
    with pytest.raises(NothingToAppeal):
        await conduct.judge(99, Verdict.KEPT, ZHAO)

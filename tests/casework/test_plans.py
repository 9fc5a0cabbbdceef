"""Plans: who makes them, what becomes of their steps, and whom they are shown to."""

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.errors import (
    AdminsOnly,
    CaseError,
    DeadlineInThePast,
    IncompleteReport,
    PlanInForce,
    StaffOnly,
    UnknownCategory,
    UnknownTarget,
)
from cases.model import Place, Source, State
from cases.plans import Outline, Plans, PlanStep
from cases.ports import CaseQuery
from cases.records import Plan
from tests.casework.conftest import (
    CHEN,
    GRANNY,
    LI,
    MONDAY,
    OFFICE,
    SUN,
    WANG,
    ZHAO,
    Office,
)

DUE = MONDAY + timedelta(days=30)
LAMPS = PlanStep("更换破损路灯", DUE, OFFICE, "street_light")
STAIRS = PlanStep("清理楼道", DUE + timedelta(days=1), "王磊", "clutter")
COMMUNITY = Outline(
    title="柳泉路社区 冬季整治",
    text="夜路不摸黑",
    district="张店区",
    community="柳泉路社区",
    steps=(LAMPS, STAIRS),
)
MEASURES = Outline(title="占道经营", text="先劝导,再处罚", category="street_vending")


@pytest.fixture
def plans(office: Office) -> Plans:
    return Plans(office.store, office.city, office.intake, office.clock)


async def kept(office: Office) -> tuple[int, int]:
    """How many plans and cases there are."""
    async with office.store.reading() as book:
        return await book.count_plans(), await book.count(CaseQuery())


async def about(office: Office, category: str, address: str, district: str) -> list[Plan]:
    async with office.store.reading() as book:
        return await book.plans_about(category, Place(address, district))


async def test_each_step_is_a_case_of_whoever_it_names(office: Office, plans: Plans) -> None:
    plan = await plans.make(COMMUNITY, office.by(ZHAO))
    lamps, stairs = (await plans.show(plan.id, CHEN)).steps
    assert (lamps.owner, lamps.organisation, lamps.due_at) == (None, OFFICE, DUE)
    assert (stairs.owner, stairs.due_at) == (WANG, STAIRS.due)
    for case in (lamps, stairs):
        assert (case.state, case.report.source) == (State.ASSIGNED, Source.PLAN)
        assert case.report.place == Place("柳泉路社区", "张店区")
        assert (case.rule, case.reporter) == (COMMUNITY.title, ZHAO)
        assert case.next_reminder_at is not None


async def test_the_same_asking_twice_makes_one_plan(office: Office, plans: Plans) -> None:
    ask = office.by(ZHAO)
    first = await plans.make(COMMUNITY, ask)
    assert await plans.make(COMMUNITY, ask) == first
    assert await kept(office) == (1, 2)


@pytest.mark.parametrize("person", [GRANNY, WANG, SUN, CHEN])
async def test_only_admins_make_and_end_them(office: Office, plans: Plans, person: int) -> None:
    plan = await plans.make(MEASURES, office.by(ZHAO))
    for refused in (
        plans.make(COMMUNITY, office.by(person)),  # type: ignore[arg-type]
        plans.end(plan.id, office.by(person)),  # type: ignore[arg-type]
        plans.targets([OFFICE], person),  # type: ignore[arg-type]
    ):
        with pytest.raises(AdminsOnly):
            await refused
    assert await kept(office) == (1, 0)
    assert (await plans.show(plan.id, ZHAO)).plan.ended_at is None


async def test_the_staff_read_them_and_nobody_else(office: Office, plans: Plans) -> None:
    plan = await plans.make(MEASURES, office.by(ZHAO))
    assert (await plans.page(LI, 0, 8))[1] == 1
    assert [one.plan.id for one in await plans.called("占道经营", CHEN)] == [plan.id]
    for refused in (
        plans.page(GRANNY, 0, 8),
        plans.called("占道经营", GRANNY),
        plans.show(plan.id, GRANNY),
    ):
        with pytest.raises(StaffOnly):
            await refused


@pytest.mark.parametrize(
    ("outline", "error"),
    [
        (replace(COMMUNITY, steps=(LAMPS, replace(STAIRS, target="李四光"))), UnknownTarget),
        (replace(COMMUNITY, steps=(LAMPS, replace(STAIRS, due=MONDAY))), DeadlineInThePast),
        (replace(COMMUNITY, steps=(replace(LAMPS, category="x"),)), IncompleteReport),
        (replace(MEASURES, category="x"), UnknownCategory),
        (replace(MEASURES, text=""), IncompleteReport),
        (replace(COMMUNITY, category="street_vending"), IncompleteReport),
        (replace(COMMUNITY, community=""), IncompleteReport),
    ],
)
async def test_nothing_is_filed_unless_all_of_it_can_be(
    office: Office, plans: Plans, outline: Outline, error: type[CaseError]
) -> None:
    with pytest.raises(error):
        await plans.make(outline, office.by(ZHAO))
    assert await kept(office) == (0, 0)


async def test_there_is_one_for_a_community_until_it_is_ended(
    office: Office, plans: Plans
) -> None:
    first = await plans.make(COMMUNITY, office.by(ZHAO))
    with pytest.raises(PlanInForce):
        await plans.make(replace(COMMUNITY, title="另一份"), office.by(ZHAO))
    await plans.make(replace(COMMUNITY, district="临淄区"), office.by(ZHAO))
    office.later(hours=1)
    ended = await plans.end(first.id, office.by(ZHAO))
    assert [step.state for step in ended.steps] == [State.ASSIGNED, State.ASSIGNED]
    office.later(hours=1)
    assert await plans.end(first.id, office.by(ZHAO)) == ended
    second = await plans.make(COMMUNITY, office.by(ZHAO))
    called = await plans.called("张店区 柳泉路社区", WANG)
    assert [one.plan.id for one in called] == [second.id]


async def test_a_plan_is_about_its_category_and_about_what_is_in_its_community(
    office: Office, plans: Plans
) -> None:
    community = await plans.make(COMMUNITY, office.by(ZHAO))
    measures = await plans.make(MEASURES, office.by(ZHAO))
    inside = "柳泉路社区 3 号楼"
    assert await about(office, "street_vending", inside, "张店区") == [community, measures]
    assert await about(office, "street_light", inside, "张店区") == [community]
    assert await about(office, "street_vending", "", "临淄区") == [measures]
    assert await about(office, "street_light", inside, "临淄区") == []
    assert await about(office, "street_light", "柳泉路", "张店区") == []
    await plans.end(community.id, office.by(ZHAO))
    assert await about(office, "street_light", inside, "张店区") == []


async def test_signs_in_the_name_of_a_community_match_nothing_but_themselves(
    office: Office, plans: Plans
) -> None:
    await plans.make(replace(COMMUNITY, community="%_"), office.by(ZHAO))
    assert await about(office, "street_light", "柳泉路社区", "张店区") == []

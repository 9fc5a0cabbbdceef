"""Who reads what of a round, and where an organisation stands."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select

from bot.storage.book import SqlStore
from bot.storage.engine import Database, open_database
from bot.storage.survey_points import SurveyPoints
from bot.storage.survey_rounds import SurveyRounds
from bot.storage.systems import Systems
from bot.storage.tables import survey_findings, survey_points, survey_visits
from cases.model import Leave, Person, PersonId, Post, Role
from cases.sitting import Sitting
from cases.tree import Tree
from survey.errors import ResultsNotYours
from survey.outcome import Outcome
from survey.points import Point
from survey.results import Division, Rectified
from survey.rounds import Plan, Round
from survey.visits import Stage
from tests.storage.test_survey_points import north
from tests.survey.systems import small

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
TREE = Tree({"丙局": "甲局"})
LEAD, SEAT = "牵头局", "参会局"
POSTS = {
    PersonId(1): Post(Role.ADMIN),
    PersonId(2): Post(Role.OFFICIAL, "甲局"),
    PersonId(3): Post(Role.SUPERVISOR, "甲局"),
    PersonId(4): Post(Role.OFFICIAL, "丁局"),
    PersonId(5): Post(Role.INSPECTOR),
    PersonId(6): Post(Role.EDITOR),
    PersonId(7): None,
    PersonId(8): Post(Role.SUPERVISOR, LEAD),
    PersonId(9): Post(Role.SUPERVISOR, SEAT),
    PersonId(10): Post(Role.SUPERVISOR, "丁局"),
}
ADMIN, OFFICIAL, SUPERVISOR, FAR, *STRANGERS, LEADING, SEATED, DEPUTY = POSTS


@dataclass
class Survey:
    """Rounds whose scores a test says."""

    database: Database

    def __post_init__(self) -> None:
        self.rounds = SurveyRounds(self.database)
        store = SqlStore(self.database, clock=lambda: NOW, tree=TREE)
        sitting = Sitting(seats=(SEAT,))
        self.outcome = Outcome(store, self.rounds, Systems(self.database), sitting)

    async def round(
        self, points: Mapping[Point, int], *, version: int = 1, over: bool = True
    ) -> Round:
        """A round of these points with their scores, in whole points; at those with less than
        100, the first item of the kind fails."""
        await SurveyPoints(self.database).enter(list(points))
        quotas = {point.kind: len(points) for point in points}
        day = date(2026, 3, 3)
        plan = Plan(
            name="测评", begins=day, ends=day, version=version, organisation=LEAD, quotas=quotas
        )
        number = await self.rounds.start(plan, "5eed" * 16, NOW)
        async with self.database.writing() as connection:
            rows = await connection.execute(select(survey_points.c.id, survey_points.c.name))
            ids = {name: id_ for id_, name in rows}
            for turn, (point, score) in enumerate(points.items()):
                visit = {
                    "round": number,
                    "point": ids[point.name],
                    "stage": int(Stage.FIRST),
                    "day": day,
                    "team": 0,
                    "turn": turn,
                    "excuse": "",
                    "done_at": NOW,
                    "score": score * 100,
                }
                made = insert(survey_visits).values(visit).returning(survey_visits.c.id)
                id_ = (await connection.execute(made)).scalar_one()
                if score < 100:
                    item = small().items_at(point.kind)[0].code
                    found = {"visit": id_, "item": item, "count": 1, "text": "", "photos": []}
                    await connection.execute(insert(survey_findings).values(linked=False, **found))
        if over:
            await self.rounds.end(number, NOW)
        return await self.rounds.round(number)


@pytest.fixture
async def survey(database_url: str) -> AsyncIterator[Survey]:
    """With indicators and people."""
    database = open_database(database_url)
    await Systems(database).add(small(), "小", NOW)
    async with SqlStore(database).writing() as book:
        for person, post in POSTS.items():
            await book.meet(Person(person, ""))
            if post is not None:
                await book.appoint(person, post)
    yield Survey(database)
    await database.close()


def at(office: str, scores: tuple[int, ...], kind: str = "公园") -> dict[Point, int]:
    """Points of an office with their scores."""
    return {
        north(n, name=f"{office}{kind}{n}", organisation=office, kind=kind): score
        for n, score in enumerate(scores)
    }


async def test_an_office_reads_its_own_points_and_where_it_stands_among_all(
    survey: Survey,
) -> None:
    round_ = await survey.round(
        at("甲局", (100, 90, 80, 70, 60, 50)) | at("乙局", (99,) * 5) | at("丙局", (40,))
    )
    own = await survey.outcome.overall(round_, OFFICIAL)
    assert own.mean is not None
    assert (own.offices, own.visited, own.mean.score) == (("甲局",), 6, Decimal(75))
    assert [(one.name, one.rank) for one in own.standings] == [("甲局", 2)]
    assert own.ranked == 2
    assert own.rectified == Rectified(5, 0, 0)
    assert [one.points for one in own.costs] == [5]
    for division in Division:
        parts = await survey.outcome.parts(round_, division, OFFICIAL)
        assert {one.standing.mean.points for one in parts.groups} == {6}, division
    [office] = (await survey.outcome.parts(round_, Division.ORGANISATION, OFFICIAL)).groups
    assert (office.standing.name, office.standing.rank) == ("甲局", 2)
    points = await survey.outcome.points(round_, OFFICIAL)
    assert {one.point.organisation for one in points} == {"甲局"}


async def test_supervisors_read_what_stands_under_them_too_and_admins_the_city(
    survey: Survey,
) -> None:
    round_ = await survey.round(at("甲局", (80,) * 5) | at("乙局", (90,) * 5) | at("丙局", (40,)))
    above = await survey.outcome.overall(round_, SUPERVISOR)
    assert (above.offices, above.visited) == (("甲局", "丙局"), 6)
    assert [(one.name, one.rank) for one in above.standings] == [("甲局", 2), ("丙局", None)]
    assert len(await survey.outcome.points(round_, SUPERVISOR)) == 6
    city = await survey.outcome.overall(round_, ADMIN)
    assert (city.offices, city.visited, city.standings) == (None, 11, [])
    parts = await survey.outcome.parts(round_, Division.ORGANISATION, ADMIN)
    assert [one.standing.name for one in parts.groups] == ["乙局", "甲局", "丙局"]
    assert city.rectified.found == 11


async def test_who_leads_the_round_or_sits_in_the_analysis_reads_the_city(survey: Survey) -> None:
    """And who stands in for one who sits there, as long as they are away."""
    round_ = await survey.round(at("甲局", (80,) * 5) | at("乙局", (90,)))
    for reader in (LEADING, SEATED):
        whole = await survey.outcome.overall(round_, reader)
        assert (whole.offices, whole.visited) == (None, 6)
        assert len(await survey.outcome.points(round_, reader)) == 6
    assert (await survey.outcome.overall(round_, DEPUTY)).offices == ("丁局",)
    async with SqlStore(survey.database).writing() as book:
        await book.go_on_leave(Leave(SEATED, DEPUTY, NOW, NOW + timedelta(days=1)))
    assert (await survey.outcome.overall(round_, DEPUTY)).offices is None


async def test_an_office_without_a_point_reads_of_none(survey: Survey) -> None:
    round_ = await survey.round(at("甲局", (80,) * 5))
    none = await survey.outcome.overall(round_, FAR)
    assert (none.visited, none.mean, none.costs, none.standings) == (0, None, [], [])
    assert none.rectified == Rectified(0, 0, 0)
    assert await survey.outcome.points(round_, FAR) == []
    assert await survey.outcome.newest(FAR) == round_


@pytest.mark.parametrize("stranger", STRANGERS)
async def test_nobody_else_reads_results(survey: Survey, stranger: PersonId) -> None:
    round_ = await survey.round(at("甲局", (80,)))
    outcome = survey.outcome
    for ask in (
        lambda: outcome.rounds(stranger),
        lambda: outcome.newest(stranger),
        lambda: outcome.overall(round_, stranger),
        lambda: outcome.parts(round_, Division.KIND, stranger),
        lambda: outcome.points(round_, stranger),
    ):
        with pytest.raises(ResultsNotYours):
            await ask()


async def test_a_round_is_compared_with_the_last_that_ended_and_drew_a_same_kind(
    survey: Survey,
) -> None:
    parks = await survey.round(at("甲局", (80, 70)))
    markets = await survey.round(at("甲局", (50, 40), "市场"))
    both = await survey.round(at("甲局", (90, 85)) | at("甲局", (60, 70), "市场"), over=False)
    again = await survey.round(at("甲局", (100, 95)))

    async def compared(round_: Round) -> tuple[int, tuple[str, ...], Decimal | None] | None:
        found = await survey.outcome.overall(round_, ADMIN)
        since = found.since
        return (since.round.number, since.kinds, found.change) if since else None

    assert await compared(parks) is None
    assert await compared(markets) is None, "it drew no kind that was drawn before"
    assert await compared(both) == (markets.number, ("市场",), Decimal(20))
    assert await compared(again) == (parks.number, ("公园",), Decimal("22.5")), "one goes on"


async def test_each_part_is_compared_over_the_kinds_that_it_has_in_both(survey: Survey) -> None:
    await survey.round(at("甲局", (80,)) | at("乙局", (60,)) | at("乙局", (50,), "市场"))
    now = await survey.round(
        at("甲局", (90,))
        | at("甲局", (10,), "市场")
        | at("丙局", (75,))
        | at("乙局", (70,))
        | at("乙局", (55,), "市场")
    )
    parts = await survey.outcome.parts(now, Division.ORGANISATION, ADMIN)
    assert {one.standing.name: one.change for one in parts.groups} == {
        "甲局": Decimal(10),
        "乙局": Decimal("7.5"),
        "丙局": None,
    }
    own = await survey.outcome.overall(now, OFFICIAL)
    assert own.mean is not None
    assert (own.mean.score, own.change) == (Decimal(50), Decimal(10))
    assert own.since is not None
    assert own.since.kinds == ("公园",)
    other = await survey.outcome.overall(now, FAR)
    assert (other.since, other.change) == (None, None)

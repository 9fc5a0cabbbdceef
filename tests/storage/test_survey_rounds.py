"""Rounds keep what they were started with, and their secret until they are over."""

from datetime import UTC, date, datetime

import pytest

from bot.storage.engine import StorageError, open_database
from bot.storage.survey_points import SurveyPoints
from bot.storage.survey_rounds import SurveyRounds
from bot.storage.systems import Systems
from survey.draw import draw
from survey.rounds import Plan, Record, read, written
from tests.storage.test_survey_points import north
from tests.survey.systems import example, small

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
PARKS = [north(number, name=f"公园{number}") for number in range(20)]
SEED = "5eed" * 16


async def test_a_round_from_its_start_to_its_draw_being_checked(database_url: str) -> None:
    database = open_database(database_url)
    systems, points, rounds = Systems(database), SurveyPoints(database), SurveyRounds(database)
    version, _ = await systems.add(small(), "小", NOW)
    plan = Plan(
        name="第一轮",
        begins=date(2026, 3, 3),
        ends=date(2026, 3, 5),
        version=version,
        organisation="甲局",
        quotas={"公园": 4},
    )
    with pytest.raises(StorageError, match="no points to draw from"):
        await rounds.start(plan, SEED, NOW)
    await points.enter(PARKS)
    number = await rounds.start(plan, SEED, NOW)
    begun = await rounds.round(number)
    assert (begun.plan, begun.listed, begun.drawn, begun.ended_at) == (plan, 20, 4, None)

    early = await rounds.record(number)
    assert (early.seed, early.drawn, len(early.points)) == (None, (), 20)
    assert SEED not in written(early)
    assert not early.holds()

    # What comes later changes nothing: neither new points nor new indicators.
    await points.enter([north(500, name="新公园")])
    await systems.add(example(), "大", NOW)
    assert await rounds.end(number, NOW)
    assert not await rounds.end(number, NOW), "it was over"
    late = await rounds.record(number)
    assert late.points == early.points
    assert set(late.drawn) == set(draw(SEED, [park.key for park in PARKS], plan.quotas))
    assert late.holds()
    assert read(written(late).encode()) == late
    assert not Record(late.announced, late.points, "another", late.drawn).holds()

    [listed] = await rounds.rounds()
    assert (listed.plan.version, listed.ended_at) == (version, NOW)
    with pytest.raises(StorageError, match="there is no round 9"):
        await rounds.end(9, NOW)
    await database.close()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"announced": {}}',
        '{"announced": {"seed_hash": "", "list_hash": "", "quotas": 1}}',
    ],
)
def test_what_is_no_record_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read(text.encode())

"""/points and /nick, where the city has points and where it has none."""

from dataclasses import replace

import pytest

from bot.config import Config
from bot.reader import TextReader
from bot.storage.book import SqlStore
from cases.points import Points
from tests.journeys.conftest import City


@pytest.fixture(params=[True, False])
def config(config: Config, request: pytest.FixtureRequest) -> Config:
    """With points, and without."""
    house = replace(config.city.house, points=request.param)
    return replace(config, city=replace(config.city, house=house))


async def test_points_are_shown_to_oneself_and_the_best_by_nickname(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    if not city.config.city.house.points:
        await city.granny.says("/points")
        await city.granny.hears("没有开积分")
        return
    await city.granny.says("/nick")
    await city.granny.hears("例如")
    await city.granny.says("/nick 热心老马")
    await city.granny.hears("榜上您叫「热心老马」")
    await city.town.advance(days=2)
    reader = TextReader.of(city.config)
    store = SqlStore(city.service.database, clock=city.sandbox.clock.now)
    await Points(store, city.config.city, city.sandbox.clock.now, reader.road).credit()
    await city.granny.says("/points")
    shown = (await city.granny.hears("您一共有 1 分")).text
    assert "1. 热心老马 · 1 分" in shown
    assert "马奶奶" not in shown

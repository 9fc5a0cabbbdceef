"""A small city for each journey: the sandbox, the real service, and people."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import Service
from bot.config import Config
from bot.demo import begin, demo_config, end, start
from sandbox.clock import SandboxClock
from sandbox.people import Seen, Someone, Townspeople
from sandbox.server import Sandbox, serve
from tests.conftest import picture
from tests.journeys.rows import JOURNEYS, lived

MONDAY_MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 09:00 in Zibo
IN_ZHANGDIAN = (36.81, 118.05)


@dataclass
class City:
    """Everybody, and the service that they talk to."""

    sandbox: Sandbox
    town: Townspeople
    config: Config
    service: Service
    granny: Someone
    tom: Someone
    wang: Someone
    zhou: Someone
    sun: Someone
    chen: Someone
    zhao: Someone
    done: set[str] = field(init=False, default_factory=set)  # rows that stand in no log

    async def restart(self) -> None:
        """Stop the service and start it again, as a deployment does."""
        from bot.app import build  # noqa: PLC0415

        await end(self.service)
        self.service = build(self.config, self.sandbox.clock.now)
        await begin(self.service)

    async def reports(self, words: str = "路灯坏了", photo: str = "red") -> str:
        """Granny reports something in Zhangdian; the number of her case."""
        await self.granny.sends_photos([picture(photo)], caption=words)
        await self.granny.hears("在哪里")
        await self.granny.shares_location(*IN_ZHANGDIAN)
        await self.granny.hears("请看一下")
        await self.granny.presses("✅ 提交")
        return number_in(await self.granny.hears("编号"))

    async def resolves(self, official: Someone, words: str = "换了灯泡") -> None:
        """The official takes the case that was just assigned and resolves it with proof."""
        await official.presses("接单")
        await official.hears("已接单")
        await official.presses("办结")
        await official.hears("写明怎样处理")
        await official.sends_photos([picture("green")], caption=words)
        await official.hears("没问题就点")
        await official.presses("✅ 提交")
        await official.hears("等待核查")


def number_in(message: Seen) -> str:
    """The case number that a message names."""
    return "ZB-" + message.text.split("ZB-")[1][:13]


@pytest.fixture
async def city(
    config: Config, database_url: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[City]:
    """A staffed city on a Monday morning; time moves only when a journey moves it."""
    async with serve(clock=SandboxClock(MONDAY_MORNING)) as sandbox:
        mine = replace(
            demo_config(sandbox, tmp_path, config),
            database_url=database_url,
            tick=timedelta(seconds=0.2),
            per_second=1000.0,
            per_chat_seconds=0.0,
            digest_window=timedelta(),
            reminders_a_day=1000,
        )
        service = await start(mine, sandbox)
        async with Townspeople(sandbox.url) as town:
            people = [
                await town.person(number, name, username=username)
                for number, name, username in (
                    (1001, "马奶奶", "granny_ma"),
                    (1002, "Tom", "tom"),
                    (1003, "王磊", "wanglei"),
                    (1005, "周强", "zhouqiang"),
                    (1007, "孙洁", "sunjie"),
                    (1008, "陈晨", "chenchen"),
                    (1006, "赵静", "zhaojing"),
                )
            ]
            for person in people:
                await person.hears("Hello" if person.name == "Tom" else "您好")
            city = City(sandbox, town, mine, service, *people)
            yield city
            happened = city.done | await lived(city.service.database)
            await end(city.service)
            assert set(JOURNEYS.get(request.node.originalname, ())) <= happened

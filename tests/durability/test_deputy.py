"""A reminder that waits for a deputy while the leave ends reaches the owner, who is back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.quarter.service import Service
from bot.config import Config
from cases.model import Kind, Person, PersonId, Place, Post, Report, Role
from cases.step import Ask

TUESDAY = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
GRANNY, WANG, LI = PersonId(1), PersonId(2), PersonId(3)


@pytest.fixture
async def service(config: Config, database_url: str, tmp_path: Path) -> AsyncIterator[Service]:
    made = replace(config, token="1:A", database_url=database_url, photo_folder=tmp_path)
    service = Service(replace(made, per_second=1e6, per_chat_seconds=0.0), TUESDAY)
    async with service.store.writing() as book:
        await book.meet(Person(GRANNY, "马奶奶"))
        for person, name in ((WANG, "wang"), (LI, "li")):
            await book.meet(Person(person, name, name))
        await book.appoint(WANG, Post(Role.OFFICIAL, "市城市管理局"))
    yield service
    await service.close()


async def test_who_is_back_hears_what_waited_for_the_deputy(service: Service) -> None:
    """Two cases come to their half two minutes apart: the second waits for the window of ten
    minutes, and in between the leave is over."""
    for minutes, key in ((0, "a"), (2, "b")):
        service.now = TUESDAY + timedelta(minutes=minutes)
        report = Report(Kind.PROBLEM, "public_facility", "坏了", Place("柳泉路"))
        case = await service.intake.submit(report, Ask(GRANNY, key))
    async with service.store.writing() as book:
        await book.appoint(LI, Post(Role.OFFICIAL, "市城市管理局"))
    second = (await service.case(case.id)).next_reminder_at
    assert second is not None
    await service.absence.take(WANG, "@li", second + timedelta(minutes=3))
    for minutes in (-2, 0, 10):
        service.now = second + timedelta(minutes=minutes)
        await service.tick()
    told = [(heard.person, heard.cases[0][-4:]) for heard in service.telegram.heard]
    assert told == [(LI, "0001"), (WANG, "0002")]

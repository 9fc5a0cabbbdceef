"""Telegram, or the service, is away for hours: nothing is given up, and nobody is woken by it."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.quarter.service import Service
from bot.config import Config
from cases.model import Kind, Notice, Person, PersonId, Place, Post, Report, Role, Urgency
from cases.step import Ask

EVENING = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)  # Tuesday 16:00 in Zibo
GRANNY, WANG = PersonId(1), PersonId(2)


@pytest.fixture
async def service(config: Config, database_url: str, tmp_path: Path) -> AsyncIterator[Service]:
    made = replace(config, token="1:A", database_url=database_url, photo_folder=tmp_path)
    made = replace(made, per_second=1e6, per_chat_seconds=0.0)
    service = Service(made, EVENING)
    async with service.store.writing() as book:
        await book.meet(Person(GRANNY, "马奶奶"))
        await book.meet(Person(WANG, "王磊"))
        await book.appoint(WANG, Post(Role.OFFICIAL, "市城市管理局"))
    yield service
    await service.close()


async def file(service: Service, category: str) -> None:
    report = Report(Kind.PROBLEM, category, "坏了", Place("柳泉路"))
    await service.intake.submit(report, Ask(GRANNY, category))


async def counts(service: Service) -> int:
    """How many messages Telegram took in the meantime."""
    taken = service.telegram.taken["sendMessage"]
    service.telegram.taken.clear()
    return taken


async def pass_(service: Service, hours: float) -> None:
    """Let time pass, a look every quarter of an hour."""
    for _ in range(int(hours * 4)):
        service.now += timedelta(minutes=15)
        await service.tick()


async def test_what_telegram_could_not_take_for_hours_waits_for_the_morning(
    service: Service,
) -> None:
    """From Tuesday 16:00 to Wednesday 01:00: far more tries than a notice has."""
    service.telegram.away = True
    await file(service, "street_light")
    await pass_(service, 9)
    service.telegram.away = False
    await pass_(service, 7)
    assert await counts(service) == 0
    await pass_(service, 1)
    assert await counts(service) == 1


async def test_while_telegram_is_away_one_notice_asks_for_all(service: Service) -> None:
    """Five hours, a look every quarter of an hour; then all is told at once."""
    people = [PersonId(100 + number) for number in range(200)]
    async with service.store.writing() as book:
        for person in people:
            await book.meet(Person(person, "市民"))
        await book.tell(
            Notice(f"{person}", person, "calendar", None, Urgency.URGENT, None, {"year": "2027"})
            for person in people
        )
    service.telegram.away = True
    await pass_(service, 5)
    assert service.telegram.unanswered < 100
    service.telegram.away = False
    await pass_(service, 0.25)
    assert await counts(service) == len(people)


async def test_the_urgent_is_told_as_soon_as_telegram_is_back(service: Service) -> None:
    service.telegram.away = True
    await file(service, "manhole")
    await pass_(service, 9)
    service.telegram.away = False
    await pass_(service, 0.5)
    assert await counts(service) >= 1


async def test_what_happens_at_night_is_told_at_night(service: Service) -> None:
    """An answer to somebody who has just done something comes at any hour."""
    service.now += timedelta(hours=9)
    async with service.store.writing() as book:
        await book.tell([Notice("a", WANG, "calendar", None, Urgency.NORMAL, None, {"year": "2"})])
    await service.tick()
    assert await counts(service) == 1


async def test_one_notice_that_always_fails_is_given_up_while_others_arrive(
    service: Service,
) -> None:
    service.telegram.broken.add(WANG)
    for turn in range(40):  # twice as many as it takes: who of two comes first is not certain
        keys = {f"granny {turn}": GRANNY, "wang": WANG}
        async with service.store.writing() as book:
            await book.tell(
                Notice(key, to, "calendar", None, Urgency.URGENT, None, {"year": "2027"})
                for key, to in keys.items()
            )
        await pass_(service, 0.25)
    assert await service.outbox_counts() == {"sent": 40, "dead": 1}


async def test_one_message_tells_of_all_that_waits_however_much(service: Service) -> None:
    """On Thursday 14:00 half of the time of 230 cases is over: twenty are shown, all counted."""
    for number in range(230):
        report = Report(Kind.PROBLEM, "public_facility", "坏了", Place("柳泉路"))
        await service.intake.submit(report, Ask(WANG, f"{number}"))  # staff may report so much
    await service.tick()
    service.now = EVENING + timedelta(days=1, hours=22)
    service.telegram.heard.clear()
    await service.tick()
    (heard,) = service.telegram.heard
    assert (heard.person, len(heard.cases), heard.more) == (WANG, 20, 210)

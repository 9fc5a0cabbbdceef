"""Notices on their way: floods, failures, the blocked, the dead, groups, digests."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import insert

from bot.storage.book import SqlStore
from bot.storage.tables import groups
from cases.model import Case, Notice, Person, PersonId, Post, Role, Urgency
from sandbox.people import Seen, Someone
from tests.journeys.conftest import City

OFFICE = "市城市管理局"


def store(city: City) -> SqlStore:
    return SqlStore(city.service.database, clock=city.sandbox.clock.now)


async def tell(city: City, *notices: Notice) -> None:
    """Put notices into the outbox, as casework does."""
    async with store(city).writing() as book:
        await book.tell(notices)


async def case_of(city: City, number: str) -> Case:
    async with store(city).reading() as book:
        return await book.find(number)


async def assigned(city: City, number: str, *people: Someone, key: str = "extra") -> None:
    """Have these people be told that the case is theirs."""
    case = await case_of(city, number)
    await tell(
        city, *(Notice(f"{key}:{p.id}", PersonId(p.id), "assigned", case.id) for p in people)
    )


async def remind(
    city: City, numbers: Sequence[str], rung: str, urgency: Urgency = Urgency.NORMAL
) -> None:
    """Have 王磊 be reminded of these cases."""
    cases = [await case_of(city, number) for number in numbers]
    wang = PersonId(city.wang.id)
    await tell(
        city,
        *(
            Notice(
                f"reminder:{case.id}:{case.due_version}:{rung}:{wang}",
                wang,
                "reminder",
                case.id,
                urgency,
            )
            for case in cases
        ),
    )


async def hears_sooner_or_later(city: City, someone: Someone, fragment: str) -> Seen:
    """Let minutes pass until it is heard."""
    for _ in range(20):
        await city.town.advance(minutes=1)
        try:
            return await someone.hears(fragment, within=0.5)
        except AssertionError:
            continue
    return await someone.hears(fragment)


async def asks_until(someone: Someone, command: str, fragment: str) -> Seen:
    """Ask again and again, which is waiting: what is asked about happens by itself."""
    async with asyncio.timeout(60):
        while True:
            await someone.says(command)
            answer = await someone.hears("通知")
            if fragment in answer.text:
                return answer


async def count(someone: Someone, fragment: str) -> int:
    return sum(fragment in message.text for message in await someone.chat() if not message.out)


async def attentive(city: City, *, a_day: int = 1000) -> None:
    """Start the service again with a real window for digests."""
    city.config = replace(city.config, digest_window=timedelta(minutes=10), reminders_a_day=a_day)
    await city.restart()


async def test_a_flooded_chat_holds_up_nobody_else(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.town.fault(method="sendPhoto", chat=city.wang.id, status=429, retry_after=1)
    await assigned(city, number, city.wang, city.zhou)
    await city.zhou.hears("新的事项")
    assert await count(city.wang, "新的事项") == 1
    await hears_sooner_or_later(city, city.wang, "新的事项")


async def test_errors_of_telegram_delay_a_notice_and_lose_nothing(city: City) -> None:
    await city.town.fault(method="sendPhoto", chat=city.wang.id, status=502, times=3)
    await city.reports()
    heard = await hears_sooner_or_later(city, city.wang, "新的事项")
    assert "可能重复" not in heard.text
    assert await count(city.wang, "新的事项") == 1


async def test_a_notice_that_may_have_arrived_says_so_when_it_comes_again(city: City) -> None:
    await city.town.fault(method="sendPhoto", chat=city.wang.id, drop=True)
    await city.reports()
    assert "可能重复" not in (await city.wang.hears("新的事项")).text
    heard = await hears_sooner_or_later(city, city.wang, "新的事项")
    assert "(这条可能重复)" in heard.text


async def test_the_supervisor_is_told_once_of_an_official_who_blocked_the_bot(
    city: City,
) -> None:
    await city.wang.blocks()
    number = await city.reports()
    told = await city.sun.hears("收不到通知了")
    assert "王磊" in told.text
    assert "1 件" in told.text
    calls = len(await city.town.calls("sendPhoto"))
    await assigned(city, number, city.wang, city.zhou)
    await city.zhou.hears("新的事项")
    listed = await asks_until(city.zhao, "/undelivered", "共 2 条")
    assert listed.text.count("停用了机器人") == 2
    assert number in listed.text
    assert len(await city.town.calls("sendPhoto")) == calls + 1
    assert await count(city.sun, "收不到通知了") == 1
    await city.wang.blocks(blocked=False)
    await city.wang.says("/help")
    await city.wang.hears("承办人")
    await assigned(city, number, city.wang, key="again")
    await city.wang.hears("新的事项")


async def test_of_a_citizen_who_blocked_the_bot_nobody_is_told(city: City) -> None:
    await city.reports()
    await city.wang.hears("新的事项")
    await city.granny.blocks()
    await city.resolves(city.wang)
    await city.chen.hears("请核查")
    await city.chen.presses("核查通过")
    await city.chen.hears("核查通过,已结案")
    await asks_until(city.zhao, "/undelivered", "停用了机器人")
    for person in (city.sun, city.zhao):
        assert await count(person, "收不到通知了") == 0


async def test_what_could_not_be_delivered_is_shown_and_sent_again(city: City) -> None:
    await city.zhao.says("/undelivered")
    await city.zhao.hears("没有送不出去的通知")
    await city.town.fault(method="sendPhoto", chat=city.wang.id, status=400)
    number = await city.reports()
    listed = await asks_until(city.zhao, "/undelivered", "共 1 条")
    assert number in listed.text
    assert "王磊" in listed.text
    assert "Telegram 没有接受" in listed.text
    await city.zhao.presses("再试一次")
    await city.zhao.hears("已重新排队")
    await city.wang.hears("新的事项")
    await city.zhao.presses_raw(listed.id, listed.buttons["再试一次 · 1"])
    await city.zhao.hears("已经处理过了")


async def test_the_undelivered_are_none_of_a_citizens_business(city: City) -> None:
    await city.granny.says("/undelivered")
    await city.granny.hears("给管理员用的")
    hello = (await city.granny.chat())[1]
    await city.granny.presses_raw(hello.id, "undelivered:again:1")
    await city.granny.hears("给管理员用的")


async def test_a_group_that_became_a_supergroup_is_followed(city: City) -> None:
    group = await city.town.gather(-5, "城管局值班群")
    row = {"organisation": OFFICE, "chat": -5, "title": "城管局值班群"}
    async with city.service.database.writing() as connection:
        await connection.execute(insert(groups).values(row))
    number = await city.reports()
    await assigned(city, number, group)
    await group.hears("新的事项")
    moved = await city.town.migrate(group, -1005)
    await assigned(city, number, group, key="second")
    await moved.hears("新的事项")
    async with store(city).reading() as book:
        found = await book.person(PersonId(-1005))
    assert found is not None
    assert found.has(Role.OFFICIAL, OFFICE)


async def test_a_text_that_is_too_long_comes_in_parts(city: City) -> None:
    for number in range(150):
        person = Person(PersonId(5000 + number), f"承办人{number:03d}", f"official_{number:03d}")
        await city.service.staff.appoint(person, Post(Role.OFFICIAL, "市公安局交通警察支队"))
    await city.zhao.says("/staff")
    await city.zhao.hears("工作人员")
    last = await city.zhao.hears("承办人149")
    parts = [m for m in await city.zhao.chat() if "承办人1" in m.text or "承办人0" in m.text]
    assert len(parts) == 2
    assert parts[-1].id == last.id
    assert sum(part.text.count("official_") for part in parts) == 150


async def test_several_reminders_are_one_digest_the_worst_first(city: City) -> None:
    await attentive(city)
    first = await city.reports("路灯坏了一盏", "red")
    await city.town.advance(hours=1)
    second = await city.reports("路灯又坏了一盏", "blue")
    await remind(city, [second, first], "x")
    digest = await city.wang.hears("2 件事项")
    assert digest.text.index(first) < digest.text.index(second)
    assert "还剩" in digest.text
    assert [label.split(" ")[0] for label in digest.buttons] == [first, second]
    await city.wang.presses(second)
    assert second in (await city.wang.hears("路灯又坏了一盏")).text


async def test_a_second_reminder_within_the_window_waits_for_its_end(city: City) -> None:
    await attentive(city)
    number = await city.reports()
    await remind(city, [number], "x")
    await city.wang.hears("提醒")
    await remind(city, [number], "y")
    await assigned(city, number, city.wang)
    await city.wang.hears("新的事项")
    assert await count(city.wang, "提醒") == 1
    await city.town.advance(minutes=11)
    await city.wang.hears("提醒")


async def test_what_exceeds_the_cap_of_a_day_waits_for_the_next_morning(city: City) -> None:
    await attentive(city, a_day=1)
    number = await city.reports()
    await remind(city, [number], "x")
    await city.wang.hears("提醒")
    await city.town.advance(minutes=60)
    await remind(city, [number], "y")
    await assigned(city, number, city.wang)
    await city.wang.hears("新的事项")
    assert await count(city.wang, "提醒") == 1
    await city.town.advance(hours=22.5)
    await city.wang.hears("提醒")


async def test_an_urgent_reminder_waits_for_nothing(city: City) -> None:
    await attentive(city, a_day=1)
    numbers = [await city.reports("路灯坏了一盏", color) for color in ("red", "blue")]
    await city.town.advance(hours=13.5)
    await remind(city, numbers, "x")
    await remind(city, numbers[:1], "y", Urgency.URGENT)
    await city.wang.hears("提醒")
    await remind(city, numbers[1:], "z", Urgency.URGENT)
    await city.wang.hears(numbers[1])
    assert await count(city.wang, "件事项") == 0
    await city.town.advance(hours=10.2)
    await city.wang.hears("2 件事项")


async def test_reminders_that_are_no_longer_true_are_left_out(city: City) -> None:
    await attentive(city)
    number = await city.reports()
    await city.wang.hears("新的事项")
    case = await case_of(city, number)
    stale = f"reminder:{case.id}:{case.due_version - 1}"
    wang = PersonId(city.wang.id)
    await tell(
        city, *(Notice(f"{stale}:{rung}:{wang}", wang, "reminder", case.id) for rung in "ab")
    )
    former = PersonId(city.tom.id)
    await tell(
        city,
        *(
            Notice(
                f"reminder:{case.id}:{case.due_version}:{rung}:{former}",
                former,
                "reminder",
                case.id,
            )
            for rung in "ab"
        ),
    )
    await assigned(city, number, city.wang)
    await city.wang.hears("新的事项")
    assert await count(city.wang, "提醒") == 0
    assert await count(city.tom, number) == 0
    await remind(city, [number], "x")
    await city.wang.hears("提醒")

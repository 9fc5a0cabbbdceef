"""The group chat of an organisation: bound by an admin; who takes a case there first owns it."""

import asyncio

from cases.model import PersonId, Post, Role
from sandbox.people import Someone
from tests.journeys.conftest import City, number_in

OFFICE, GROUP = "市城市管理局", -500


async def bound(city: City) -> Someone:
    """The group, with 王磊 and 周强 as officials of the office."""
    group = await city.town.gather(GROUP, "城管值班群")
    await city.zhao.says(f"/bind {OFFICE}", GROUP)
    await group.hears("这个群现在是市城市管理局的群")
    async with city.service.staff._store.writing() as book:
        await book.appoint(PersonId(city.zhou.id), Post(Role.OFFICIAL, OFFICE))
    return group


async def test_only_an_admin_binds_a_group(city: City) -> None:
    group = await city.town.gather(GROUP, "城管值班群")
    await city.wang.says(f"/bind {OFFICE}", GROUP)
    await group.hears("给管理员用的")
    await city.zhao.says("/bind 没有的局", GROUP)
    await group.hears("没有叫「没有的局」的单位")
    await city.zhao.says("/bind", GROUP)
    await group.hears("请在单位的群里这样写")


async def test_the_first_to_take_an_offered_case_owns_it_and_the_card_says_who(
    city: City,
) -> None:
    group = await bound(city)
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.zhao.says(f"/reassign {number} {OFFICE}")
    card = await group.hears("谁先接单归谁")
    data = card.buttons["接单"]
    await asyncio.gather(
        city.wang.presses_raw(card.id, data, GROUP),
        city.zhou.presses_raw(card.id, data, GROUP),
    )
    shown = await group.hears("处置中")
    owner = "王磊" if f"{OFFICE} 王磊" in shown.text else "周强"
    assert f"{OFFICE} {owner}" in shown.text
    assert "接单" not in shown.buttons


async def test_strangers_in_the_group_take_nothing(city: City) -> None:
    group = await bound(city)
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.zhao.says(f"/reassign {number} {OFFICE}")
    card = await group.hears("谁先接单归谁")
    await city.granny.presses_raw(card.id, card.buttons["接单"], GROUP)
    await city.granny.hears("不归您处理")
    assert "已派遣" in next(m for m in await group.chat() if m.id == card.id).text


async def test_the_group_sees_each_mornings_board_and_what_nobody_took_is_reminded_there(
    city: City,
) -> None:
    group = await bound(city)
    await group.hears("早上好")
    number = await city.reports()
    await city.wang.hears("新的事项")
    await city.zhao.says(f"/reassign {number} {OFFICE}")
    await group.hears("谁先接单归谁")
    await city.town.advance(days=1)
    late, board = await group.hears_all("已经超期", "早上好")
    assert "还没有人接单" in late.text
    assert "马奶奶" not in late.text
    assert "在办 1 件,其中超期 1 件" in board.text
    assert "还没人接" in board.text
    await city.wang.presses_raw(board.id, board.buttons[f"接单 {number}"], GROUP)
    await city.wang.hears("已接单")
    assert number_in(board) == number

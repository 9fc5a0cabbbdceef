"""The admins' desk, and how one becomes staff."""

import re

import pytest

from tests.journeys.conftest import City


@pytest.mark.parametrize(
    "command",
    ["/case ZB-20260302-0001", "/pending", "/overdue", "/reassign x y", "/invite", "/staff"],
)
async def test_a_citizen_who_types_an_admins_command_gets_a_polite_no(
    city: City, command: str
) -> None:
    await city.granny.says(command)
    await city.granny.hears("给管理员用的")


@pytest.mark.parametrize("command", ["/case", "/reassign", "/reassign ZB-1", "/invite 局长"])
async def test_a_wrong_argument_gets_the_right_form(city: City, command: str) -> None:
    await city.zhao.says(command)
    assert "例如" in (await city.zhao.hears("请这样写")).text


async def test_help_tells_of_the_roles_in_which_one_serves_and_of_no_other(city: City) -> None:
    await city.wang.says("/help")
    mine = (await city.wang.hears("承办人")).text
    assert "/due" in mine
    assert "/leave" in mine
    assert "/decline" not in mine
    await city.zhao.says("/help")
    assert "/decline" in (await city.zhao.hears("管理员")).text
    await city.granny.says("/help")
    assert "/leave" not in (await city.granny.hears("怎样上报")).text


async def test_an_admin_reassigns_by_name_by_username_and_by_organisation(city: City) -> None:
    number = await city.reports()
    await city.wang.hears(number)
    await city.zhao.says(f"/reassign {number} 周强 3d")
    await city.zhao.hears("已转派")
    await city.wang.hears("已转派给 周强")
    await city.zhou.hears("新的事项")
    await city.zhao.says(f"/reassign {number.lower()} @wanglei 2026-03-05 17:30")
    assert "3月5日(周四)17:30" in (await city.zhao.hears("已转派")).text
    await city.wang.hears("新的事项")
    await city.zhao.says(f"/reassign {number} 张店区综合行政执法局")
    await city.zhou.hears("谁先接单归谁")
    await city.zhou.presses("接单")
    await city.zhou.hears("已接单")


async def test_two_officials_press_take_at_once_and_one_has_it(city: City) -> None:
    await city.zhao.says("/invite 承办人 张店区综合行政执法局")
    link = (await city.zhao.hears("t.me")).text
    token = re.search(r"start=([\w-]+)", link)
    assert token
    await city.tom.says(f"/start {token[1]}")
    await city.tom.hears("张店区综合行政执法局")
    number = await city.reports()
    await city.wang.hears(number)
    await city.zhao.says(f"/reassign {number} 张店区综合行政执法局")
    first, second = await city.zhou.hears("谁先接单"), await city.tom.hears("whoever takes it")
    await city.zhou.presses_raw(first.id, first.buttons["接单"])
    await city.tom.presses_raw(second.id, second.buttons["Take"])
    await city.zhou.hears("已接单")
    assert "周强" in (await city.tom.hears("taken by")).text


async def test_an_invitation_works_once(city: City) -> None:
    await city.zhao.says("/invite inspector")
    link = (await city.zhao.hears("t.me")).text
    token = link.split("start=")[1].strip()
    await city.granny.says(f"/start {token}")
    await city.granny.hears("督导员")
    await city.tom.says(f"/start {token}")
    await city.tom.hears("used or has expired")


async def test_an_invitation_expires(city: City) -> None:
    await city.zhao.says("/invite 督导员")
    token = (await city.zhao.hears("t.me")).text.split("start=")[1].strip()
    await city.town.advance(hours=73)
    await city.granny.says(f"/start {token}")
    await city.granny.hears("过期")


async def test_reassigning_to_nobody_and_to_two_of_the_same_name(city: City) -> None:
    number = await city.reports()
    await city.zhao.says(f"/reassign {number} 李四光")
    await city.zhao.hears("没有叫「李四光」的承办人")
    await city.zhao.says("/reassign ZB-20260302-9999 王磊")
    await city.zhao.hears("没有编号")
    twin = await city.town.person(2001, "王磊", username="wanglei2")
    await twin.says("/start")
    await twin.hears("您好")
    await city.zhao.says("/invite 承办人 市城市管理局")
    token = (await city.zhao.hears("t.me")).text.split("start=")[1].strip()
    await twin.says(f"/start {token}")
    await twin.hears("承办人")
    await city.zhao.says(f"/reassign {number} 王磊")
    text = (await city.zhao.hears("有几位「王磊」")).text
    assert "@wanglei " in text
    assert "@wanglei2" in text


async def test_a_case_in_another_state_is_not_reassigned(city: City) -> None:
    number = await city.reports()
    await city.wang.hears(number)
    await city.granny.presses("撤回")
    await city.wang.hears("撤回")
    await city.zhao.says(f"/reassign {number} 周强")
    await city.zhao.hears("已撤回")


async def test_a_deadline_in_the_past_is_refused(city: City) -> None:
    number = await city.reports()
    await city.wang.hears(number)
    await city.zhao.says(f"/reassign {number} 周强 2026-03-01")
    await city.zhao.hears("将来的时间")


async def test_lists_show_what_waits_and_what_is_late(city: City) -> None:
    await city.zhao.says("/pending")
    await city.zhao.hears("没有待受理")
    number = await city.reports()
    await city.zhao.says("/overdue")
    await city.zhao.hears("没有超期")
    await city.town.advance(days=3)
    await city.zhao.says("/overdue")
    listed = await city.zhao.hears("超期未办结")
    assert number in listed.buttons

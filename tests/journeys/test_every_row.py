"""The rows of the lifecycle that no other journey comes past, several to a story."""

from cases.lifecycle import Party
from cases.model import Kind, PersonId, Place, Report
from bot.storage.book import SqlStore
from cases.intake import Intake
from cases.step import Ask
from sandbox.people import Someone
from tests.conftest import picture
from tests.journeys.conftest import City, number_in
from tests.journeys.test_privacy import PHONE, reports_with_phone

FIRST, SECOND = 1, 2


async def presses(person: Someone, case: int, act: str, answer: str, value: str = "") -> None:
    """Press a button of a case as a card carries it, and hear the answer."""
    hello = (await person.chat())[1]
    await person.presses_raw(hello.id, f"case:{case}:{act}:1:{value}")
    await person.hears(answer)


async def words(person: Someone, case: int, act: str, asked: str, text: str, answer: str) -> None:
    """Press a button that wants words, write them and hear that it is done."""
    await presses(person, case, act, asked)
    await person.says(text)
    await person.hears("没问题就点")
    await person.presses("✅ 提交")
    await person.hears(answer)


async def resolves(city: City, case: int, color: str) -> None:
    await presses(city.wang, case, "resolve", "写明怎样处理")
    await city.wang.sends_photos([picture(color)], caption="修好了")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    await city.wang.hears("等待核查")


async def everybody_looks(city: City, state: str, case: int, owner: Someone | None) -> None:
    """Whoever has to do with the case opens it; looking stands in no log."""
    seers = [
        (city.granny, Party.REPORTER),
        (city.chen, Party.INSPECTOR),
        (city.zhao, Party.ADMIN),
        *([(owner, Party.OWNER), (city.sun, Party.SUPERVISOR)] if owner else []),
    ]
    for person, party in seers:
        await presses(person, case, "show", "📝 说明")
        city.done.add(f"{state} show {party}")


async def warns_and_reads(city: City, number: str) -> None:
    await city.zhao.says(f"/strike {number} 再看一看")
    await city.zhao.hears("已警告")
    await city.zhao.says(f"/audit {number}")
    await city.zhao.hears("记录完整")


async def makes_rule(city: City, state: str, case: int) -> None:
    await presses(city.zhao, case, "rule", "以后同类的事项都这样派")
    city.done.add(f"{state} rule {Party.ADMIN}")


async def test_a_case_on_its_way_with_all_that_is_said_about_it(city: City) -> None:
    await reports_with_phone(city)
    await city.granny.presses("✅ 提交")
    number = number_in(await city.granny.hears("编号"))
    await city.wang.hears("新的事项")
    await everybody_looks(city, "assigned", FIRST, city.wang)
    await presses(city.sun, FIRST, "seen", "不再单独提醒")
    await makes_rule(city, "assigned", FIRST)
    await presses(city.zhao, FIRST, "grant", "已准予延期", "3")
    await presses(city.wang, FIRST, "take", "已接单")
    await everybody_looks(city, "in_progress", FIRST, city.wang)
    for person in (city.wang, city.sun):
        await presses(person, FIRST, "seen", "不再单独提醒")
    await presses(city.wang, FIRST, "contact", PHONE)
    await city.wang.says(f"/ask {number} 几号杆?")
    await city.wang.hears("已经发给上报人")
    await words(city.granny, FIRST, "answer", "几号杆", "三号", "已经交给承办人")
    await words(city.granny, FIRST, "add", "想补充什么", "又坏了一盏", "补充收到了")
    await presses(city.granny, FIRST, "urge", "已催办")
    await makes_rule(city, "in_progress", FIRST)
    await warns_and_reads(city, number)
    await city.zhao.says(f"/suspend {number} 等材料")
    await city.zhao.hears("已缓办")
    await city.zhao.says(f"/resume {number}")
    await city.zhao.hears("已恢复办理")
    await city.zhao.says(f"/category {number} 道路破损")
    await city.zhao.hears("已改为")
    await resolves(city, FIRST, "green")


async def test_a_resolved_case_is_doubted_checked_and_taken_up_again(city: City) -> None:
    await reports_with_phone(city)
    await city.granny.presses("✅ 提交")
    number = number_in(await city.granny.hears("编号"))
    await city.wang.hears("新的事项")
    await resolves(city, FIRST, "green")
    await everybody_looks(city, "resolved", FIRST, city.wang)
    for person in (city.wang, city.sun):
        await presses(person, FIRST, "seen", "不再单独提醒")
    await presses(city.wang, FIRST, "contact", PHONE)
    await words(city.granny, FIRST, "add", "想补充什么", "还不亮", "补充收到了")
    await presses(city.granny, FIRST, "urge", "已催办")
    await makes_rule(city, "resolved", FIRST)
    await warns_and_reads(city, number)
    await words(city.granny, FIRST, "reject", "没有办好", "还不亮", "返工")
    await resolves(city, FIRST, "blue")
    await words(city.zhao, FIRST, "reject", "没有办好", "还是不亮", "返工")
    await resolves(city, FIRST, "gold")
    await presses(city.zhao, FIRST, "verify", "核查通过")
    await everybody_looks(city, "closed", FIRST, city.wang)
    await makes_rule(city, "closed", FIRST)
    await warns_and_reads(city, number)
    await presses(city.zhao, FIRST, "not_solved", "已重新办理")
    await presses(city.sun, FIRST, "take", "已接单")
    await city.zhao.says(f"/reassign {number} 王磊")
    await city.zhao.hears("已转派")
    await presses(city.wang, FIRST, "take", "已接单")
    await presses(city.sun, FIRST, "take", "已接单")

"""The rows of the lifecycle that no other journey comes past, several to a story."""

from itertools import count

from bot.storage.book import SqlStore
from cases.intake import Intake
from cases.lifecycle import Party
from cases.model import Kind, PersonId, Place, Report
from cases.step import Ask
from sandbox.people import Someone
from tests.conftest import picture
from tests.journeys.conftest import City, number_in
from tests.journeys.test_privacy import PHONE, reports_with_phone

FIRST, SECOND = 1, 2
VERSIONS = count(1)


async def presses(person: Someone, case: int, act: str, answer: str, value: str = "") -> None:
    """Press a button of a case as a card carries it, each of a version of its own, since a button
    counts once; and hear the answer."""
    hello = (await person.chat())[1]
    await person.presses_raw(hello.id, f"case:{case}:{act}:{next(VERSIONS)}:{value}")
    await person.hears(answer)


async def words(person: Someone, case: int, act: str, asked: str, text: str, answer: str) -> None:
    """Press a button that wants words, write them and hear that it is done."""
    await presses(person, case, act, asked)
    await person.says(text)
    await person.hears("没问题就点")
    await person.presses("✅ 提交")
    await person.hears(answer)


async def resolves(city: City, case: int, color: str) -> None:
    """Wang reports the work as done, with proof."""
    await presses(city.wang, case, "resolve", "写明怎样处理")
    await city.wang.sends_photos([picture(color)], caption="修好了")
    await city.wang.hears("没问题就点")
    await city.wang.presses("✅ 提交")
    await city.wang.hears("等待核查")


async def look(city: City, state: str, case: int, *handlers: tuple[Someone, Party]) -> None:
    """Whoever has to do with the case opens it; looking stands in no log."""
    always = (
        (city.granny, Party.REPORTER),
        (city.chen, Party.INSPECTOR),
        (city.zhao, Party.ADMIN),
        (city.sun, Party.SUPERVISOR),
    )
    for person, party in (*always, *handlers):
        await presses(person, case, "show", "📝 说明")
        city.done.add(f"{state} show {party}")


async def warns_and_reads(city: City, number: str) -> None:
    """The admin warns the reporter of the case and reads its log."""
    await city.zhao.says(f"/strike {number} 再看一看")
    await city.zhao.hears("已警告")
    await city.zhao.says(f"/audit {number}")
    await city.zhao.hears("记录完整")


async def makes_rule(city: City, state: str, case: int) -> None:
    """The admin makes a rule of a ruling, which stands in no log of the case."""
    await presses(city.zhao, case, "rule", "以后同类的事项都这样派")
    city.done.add(f"{state} rule {Party.ADMIN}")


async def test_a_case_on_its_way_with_all_that_is_said_about_it(city: City) -> None:
    await reports_with_phone(city)
    await city.granny.presses("✅ 提交")
    number = number_in(await city.granny.hears("编号"))
    await city.wang.hears("新的事项")
    await look(city, "assigned", FIRST, (city.wang, Party.OWNER))
    await presses(city.sun, FIRST, "seen", "不再单独提醒")
    await makes_rule(city, "assigned", FIRST)
    await presses(city.zhao, FIRST, "grant", "已准予延期", "3")
    await presses(city.wang, FIRST, "take", "已接单")
    await look(city, "in_progress", FIRST, (city.wang, Party.OWNER))
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
    await look(city, "resolved", FIRST, (city.wang, Party.OWNER))
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
    await look(city, "closed", FIRST, (city.wang, Party.OWNER))
    await makes_rule(city, "closed", FIRST)
    await warns_and_reads(city, number)
    await presses(city.zhao, FIRST, "not_solved", "已重新办理")
    await presses(city.sun, FIRST, "take", "已接单")
    await city.zhao.says(f"/reassign {number} 市城市管理局")
    await city.zhao.hears("已转派")
    await look(city, "assigned", FIRST, (city.wang, Party.COLLEAGUE))
    await presses(city.wang, FIRST, "take", "已接单")
    await presses(city.sun, FIRST, "take", "已接单")


async def filed(city: City, kind: Kind, number: int) -> None:
    """Granny's reports of that kind, numbered from 1, without the questions before them."""
    intake = Intake(SqlStore(city.service.database), city.config.city, city.sandbox.clock.now)
    for index in range(number):
        report = Report(kind, "street_light", f"第{index}件", Place("柳泉路", "张店区"))
        await intake.submit(report, Ask(PersonId(city.granny.id), f"draft:{index}"))


async def tom_reports(city: City) -> str:
    """The number of Tom's case."""
    await city.tom.says("张店区柳泉路88号路灯坏了")
    await city.tom.hears("Please check")
    await city.tom.presses("Submit")
    return number_in(await city.tom.hears("Accepted"))


async def merged_and_back(city: City, number: str, master: str) -> None:
    """The admin merges the case and undoes it."""
    await city.zhao.says(f"/merge {number} {master}")
    await city.zhao.hears("已并入")
    await city.zhao.says(f"/unmerge {number}")
    await city.zhao.hears("已取消并案")


async def test_a_case_at_the_desk_is_merged_parted_and_declined(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    master = await tom_reports(city)
    await words(city.wang, FIRST, "return", "请选一个理由", "不归我们", "已退回派遣台")
    colleague = (city.wang, Party.COLLEAGUE)
    await look(city, "submitted", FIRST, colleague)
    await presses(city.sun, FIRST, "seen", "不再单独提醒")
    await words(city.granny, FIRST, "add", "想补充什么", "还不亮", "补充收到了")
    await presses(city.granny, FIRST, "urge", "已催办")
    await warns_and_reads(city, number)
    await city.zhao.says(f"/merge {number} {master}")
    await city.zhao.hears("已并入")
    await look(city, "merged", FIRST, colleague)
    await warns_and_reads(city, number)
    await presses(city.zhao, FIRST, "unmerge", "已取消并案")
    await words(city.zhao, FIRST, "decline", "请写明理由", "不归本市", "已告诉上报人")
    await look(city, "declined", FIRST, colleague)
    await warns_and_reads(city, number)


async def test_a_case_in_progress_is_shared_paused_merged_and_returned(city: City) -> None:
    number = await city.reports()
    await city.wang.hears("新的事项")
    master = await tom_reports(city)
    for case, state in ((FIRST, "assigned"), (SECOND, "in_progress")):
        if state == "in_progress":
            await presses(city.wang, case, "take", "已接单")
        await city.zhao.says(f"/assist {(number, master)[case - 1]} 张店区综合行政执法局")
        await city.zhao.hears("协办编号")
        city.done.add(f"{state} assist {Party.ADMIN}")
    await presses(city.zhao, SECOND, "grant", "已准予延期", "3")
    await presses(city.wang, FIRST, "take", "已接单")
    await words(city.wang, FIRST, "extend", "更多时间", "等配件", "申请已送出")
    await presses(city.sun, FIRST, "grant", "已准予延期", "3")
    await merged_and_back(city, number, master)
    await words(city.wang, SECOND, "return", "请选一个理由", "不归我们", "已退回派遣台")
    await city.zhao.says(f"/suspend {number} 2026-03-02 14:00 等材料")
    await city.zhao.hears("已缓办")
    await city.town.advance(hours=5.5)
    await city.wang.hears("恢复办理")
    await resolves(city, FIRST, "green")
    await merged_and_back(city, number, master)
    await city.zhao.says(f"/merge {number} {master}")
    await city.zhao.hears("已并入")
    await presses(city.wang, FIRST, "show", "📝 说明")
    city.done.add(f"merged show {Party.OWNER}")


async def test_a_case_is_withdrawn_from_the_desk_and_from_its_owner(city: City) -> None:
    await filed(city, Kind.PROBLEM, 2)
    await city.wang.hears("第1件")
    await presses(city.granny, SECOND, "withdraw", "已撤回")
    await look(city, "withdrawn", SECOND, (city.wang, Party.OWNER))
    await warns_and_reads(city, "ZB-20260302-0002")
    await words(city.wang, FIRST, "return", "请选一个理由", "不归我们", "已退回派遣台")
    await presses(city.granny, FIRST, "withdraw", "已撤回")
    await look(city, "withdrawn", FIRST, (city.wang, Party.COLLEAGUE))


async def test_suggestions_are_adopted_at_every_stage_by_supervisor_and_admin(
    city: City,
) -> None:
    await filed(city, Kind.SUGGESTION, 7)
    for case in (3, 4):
        await presses(city.wang, case, "take", "已接单")
    for case in (5, 6, 7):
        await words(city.wang, case, "resolve", "能不能做", "下个月装", "等待核查")
    for case in (6, 7):
        await presses(city.chen, case, "verify", "核查通过")
    for case, person in enumerate((*(city.sun, city.zhao) * 2, city.sun, city.sun, city.zhao), 1):
        await presses(person, case, "adopt", "已采纳")


async def test_an_editor_publishes_declines_and_follows_good_deeds(city: City) -> None:
    await city.zhao.says("/invite editor")
    token = (await city.zhao.hears("t.me")).text.split("start=")[1].strip()
    await city.zhou.says(f"/start {token}")
    await city.zhou.hears("编辑")
    await filed(city, Kind.HIGHLIGHT, 4)

    async def looks(state: str, case: int) -> None:
        await presses(city.zhou, case, "show", "📝 说明")
        city.done.add(f"{state} show {Party.EDITOR}")

    await city.zhao.says("/reassign ZB-20260302-0001 王磊")
    await city.zhao.hears("已转派")
    await words(city.wang, FIRST, "return", "请选一个理由", "不归我们", "已退回派遣台")
    await looks("submitted", FIRST)
    await presses(city.zhou, FIRST, "publish", "发布前请看一遍")
    await city.zhou.presses("可以署名")
    await city.zhou.hears("署名:马奶奶")
    await city.zhou.presses("✅ 发布")
    await city.zhou.hears("已发布")
    await looks("closed", FIRST)
    await presses(city.wang, FIRST, "show", "📝 说明")
    city.done.add(f"closed show {Party.COLLEAGUE}")
    await words(city.zhou, SECOND, "decline", "请写明理由", "看不清", "已告诉上报人")
    await looks("declined", SECOND)
    await presses(city.granny, 3, "withdraw", "已撤回")
    await looks("withdrawn", 3)
    await city.zhao.says("/reassign ZB-20260302-0004 王磊")
    await city.zhao.hears("已转派")
    await looks("assigned", 4)
    await presses(city.wang, 4, "take", "已接单")
    await looks("in_progress", 4)
    await resolves(city, 4, "green")
    await looks("resolved", 4)
    await city.zhao.says("/merge ZB-20260302-0004 ZB-20260302-0001")
    await city.zhao.hears("已并入")
    await looks("merged", 4)

"""Takes the pictures of the README from the real page: ``make screenshots``."""

import asyncio
import io
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.async_api import Page, async_playwright

from bot.demo import demo_config, end, start
from bot.demo_survey import settle_round
from bot.serve import prepare
from bot.storage.engine import open_database
from sandbox.clock import SandboxClock
from sandbox.people import Someone, Townspeople
from sandbox.server import serve

FOLDER = Path(__file__).parent / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-quic"]


async def main() -> None:
    """Play a case from the report to its end, with pictures on the way."""
    folder = Path(tempfile.mkdtemp())
    clock = SandboxClock(datetime(2026, 3, 2, 1, tzinfo=UTC))
    async with serve(clock=clock) as sandbox, async_playwright() as player:
        config = demo_config(sandbox, folder)
        await prepare(open_database(config.database_url))
        service = await start(config, sandbox)
        browser = await player.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("chromium-browser"),
            args=FLAGS,
        )
        page = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        async with Townspeople(sandbox.url) as town:
            await page.goto(sandbox.url)
            await page.wait_for_selector(".bubble")
            await _play(page, town)
            await settle_round(config, sandbox, service, folder)
            await _inspect(page, town)
        await browser.close()
        await end(service)
    shutil.rmtree(folder, ignore_errors=True)


async def _play(page: Page, town: Townspeople) -> None:
    granny = await town.person(1001, "马奶奶")
    wang = await town.person(1003, "王磊")
    chen = await town.person(1008, "陈晨")
    await granny.sends_photos([street(lit=False)], caption="小区门口的路灯坏了,晚上很黑")
    await granny.hears("在哪里")
    await granny.shares_location(36.806, 118.018)
    await granny.hears("请看一下")
    await _snap(page, "report")
    await granny.presses("✅ 提交")
    await granny.hears("编号")
    await _take(wang)
    await town.advance(hours=25)
    await wang.hears("已经超期")
    await _snap(page, "official")
    await wang.presses("办结")
    await wang.hears("写明怎样处理")
    await wang.sends_photos([street(lit=True)], caption="更换了灯泡,已恢复照明")
    await wang.hears("没问题就点")
    await wang.presses("✅ 提交")
    await chen.hears("请核查")
    await chen.presses("核查通过")
    await granny.hears("修好了吗")
    await granny.presses("修好了")
    await granny.hears("您满意吗")
    await _snap(page, "closed")
    await page.set_viewport_size({"width": 390, "height": 844})
    await _snap(page, "phone")


async def _inspect(page: Page, town: Townspeople) -> None:
    """An inspector at a point, with one item that is not right."""
    chen = await town.person(1008, "陈晨")
    await chen.hears("个点位交给您")
    await chen.says("/inspect")
    await chen.hears("今天还有")
    await chen.shares_location(36.81, 118.05)
    await chen.hears("没按的都算合格")
    await chen.presses("✅ 4")
    await chen.hears("第 4 项不合格")
    await chen.sends_photos([street(lit=False)], caption="烘手器坏了,没有修")
    await chen.hears("没按的都算合格")
    await page.click('[data-person="1008"]')
    await _snap(page, "field")


async def _take(official: Someone) -> None:
    await official.hears("新的事项")
    await official.presses("接单")
    await official.hears("已接单")


async def _snap(page: Page, name: str) -> None:
    await page.wait_for_timeout(700)
    for log in await page.locator(".log").all():
        await log.evaluate("log => { log.scrollTop = log.scrollHeight; }")
    await page.wait_for_timeout(200)
    await page.screenshot(path=FOLDER / f"{name}.png")


def street(*, lit: bool) -> bytes:
    """A drawn street lamp, by night, broken or mended."""
    image = Image.new("RGB", (640, 420), "#10182b")
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 330, 640, 420), fill="#2a2f38")
    if lit:
        draw.polygon([(360, 90), (180, 420), (560, 420)], fill="#6b6234")
    draw.rectangle((300, 70, 312, 345), fill="#7b8794")
    draw.rectangle((300, 70, 370, 80), fill="#7b8794")
    draw.ellipse((340, 78, 384, 100), fill="#ffe28a" if lit else "#3b4250")
    out = io.BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


if __name__ == "__main__":
    asyncio.run(main())

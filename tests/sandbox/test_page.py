"""The page, in a real Chromium: everything a person does in a chat, by hand."""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from bot.config import Config
from bot.demo import demo_config, end, start
from sandbox.server import Sandbox, serve
from tests.conftest import picture

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
REQUIRED = os.environ.get("SUISHOUPAI_BROWSER_REQUIRED") == "1"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]


@dataclass
class Desk:
    """A browser in front of the demo city, and everything that went wrong in it."""

    page: Page
    sandbox: Sandbox
    troubles: list[str]

    def chat(self, person: int) -> str:
        """The column of a person."""
        return f'.chat[data-person="{person}"]'

    async def sees(self, person: int, text: str) -> None:
        """Wait until the person's newest bubble with that text is there."""
        await expect(
            self.page.locator(f"{self.chat(person)} .bubble", has_text=text).last
        ).to_be_visible(timeout=10_000)

    async def presses(self, person: int, label: str) -> None:
        """Press the newest button of that label in the person's column."""
        await self.page.locator(f"{self.chat(person)} button", has_text=label).last.click()

    async def types(self, person: int, text: str) -> None:
        """Write and press Enter."""
        box = self.page.locator(f"{self.chat(person)} textarea")
        await box.fill(text)
        await box.press("Enter")


@pytest.fixture
async def desk(config: Config, database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    if CHROMIUM is None and not REQUIRED:
        pytest.skip("no Chromium on this machine; CI has one")
    assert CHROMIUM, "SUISHOUPAI_BROWSER_REQUIRED is set and there is no Chromium"
    async with serve() as sandbox, async_playwright() as player:
        mine = replace(demo_config(sandbox, tmp_path, config), database_url=database_url)
        service = await start(mine, sandbox)
        browser = await player.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console", lambda line: troubles.append(line.text) if line.type == "error" else None
        )
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((sandbox.url, "data:", "blob:"))
                else troubles.append(request.url)
            ),
        )
        await page.goto(sandbox.url)
        desk = Desk(page, sandbox, troubles)
        await desk.sees(1001, "您好")
        yield desk
        await browser.close()
        await end(service)
    assert not desk.troubles


async def test_a_report_is_made_by_hand_and_the_official_is_told(desk: Desk) -> None:
    page = desk.page
    await desk.presses(1001, "我要上报")
    await desk.sees(1001, "先后不限")
    album = [
        {"name": f"{color}.jpg", "mimeType": "image/jpeg", "buffer": picture(color)}
        for color in ("red", "blue")
    ]
    await page.locator(f"{desk.chat(1001)} input.photos").set_input_files(album)  # type: ignore[arg-type]
    await desk.sees(1001, "收到 2 张照片")
    assert await page.locator(f"{desk.chat(1001)} .bubble.out img").count() == 2

    await desk.presses(1001, "发送我的位置")
    label = await page.locator(".district-name", has_text="张店区").bounding_box()
    assert label
    await page.mouse.click(label["x"] + label["width"] / 2, label["y"] + label["height"] / 2)
    await expect(page.locator("#point")).to_contain_text("36.")
    await page.locator("#send-point").click()
    await desk.types(1001, "<b>路灯</b>坏了")
    await desk.sees(1001, "请看一下")
    card = page.locator(f"{desk.chat(1001)} .bubble", has_text="请看一下").last
    await expect(card).to_contain_text("<b>路灯</b>坏了")
    await desk.presses(1001, "匿名")
    await expect(card).to_contain_text("看不到您是谁")
    await expect(card).to_contain_text("已编辑")
    assert await page.locator(f"{desk.chat(1001)} .bubble", has_text="请看一下").count() == 1
    await desk.presses(1001, "✅ 提交")
    await desk.sees(1001, "编号")
    await expect(page.locator(".toast").first).to_contain_text("已提交")
    await desk.sees(1003, "新的事项")
    await expect(
        page.locator(f"{desk.chat(1003)} .bubble", has_text="新的事项").locator("img")
    ).to_be_visible()


async def test_alerts_menus_unread_marks_and_the_clock(desk: Desk) -> None:
    page = desk.page
    await desk.types(1001, "张店区柳泉路88号的老板拖欠我三个月工资")
    await desk.sees(1001, "拿不准")
    await desk.presses(1001, "✅ 提交")
    await expect(page.locator("#alert")).to_contain_text("请先选一个类别")
    await page.locator("#alert button").click()
    await page.locator(f"{desk.chat(1001)} .composer button").first.click()
    await page.locator(".menu button", has_text="/my").click()
    await desk.sees(1001, "还没有上报过")

    strip = page.locator('#people button[data-person="1002"]')
    await expect(strip.locator(".badge")).to_have_text("1")
    await strip.click()
    await desk.sees(1002, "Hello")
    await expect(strip.locator(".badge")).to_have_count(0)

    before, shown = desk.sandbox.clock.now(), await page.locator("#now").text_content()
    await page.locator("#clock button", has_text="+1 工作日").click()
    await expect(page.locator("#now")).not_to_have_text(shown or "")
    assert (desk.sandbox.clock.now() - before).total_seconds() >= 86_400


async def test_a_phone_shows_one_chat(desk: Desk) -> None:
    await desk.page.set_viewport_size({"width": 390, "height": 844})
    await expect(desk.page.locator(".chat")).to_have_count(1)
    await desk.page.locator('#people button[data-person="1006"]').click()
    await desk.sees(1006, "您好")
    await expect(desk.page.locator(".chat")).to_have_count(1)

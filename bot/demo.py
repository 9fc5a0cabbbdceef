"""``suishoupai demo``: the whole service with a staffed, fictitious city, in the browser."""

import asyncio
import logging
import shutil
import signal
import sys
import tempfile
import webbrowser
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.app import Service, build
from bot.config import Config, load
from bot.demo_survey import settle_round
from bot.districts import Districts
from bot.serve import ALLOWED, prepare
from bot.storage.engine import open_database
from cases.model import Person, PersonId, Post, Role
from handlers.texts import Catalogue
from sandbox.people import Townspeople
from sandbox.server import Sandbox, serve

logger = logging.getLogger(__name__)

ADMIN = PersonId(1006)

# Who lives in the demo city: id, first name, username, role, organisation.
PEOPLE: tuple[tuple[int, str, str, Role | None, str | None], ...] = (
    (1001, "马奶奶", "granny_ma", None, None),
    (1003, "王磊", "wanglei", Role.OFFICIAL, "市城市管理局"),
    (1008, "陈晨", "chenchen", Role.INSPECTOR, None),
    (ADMIN, "赵静", "zhaojing", Role.ADMIN, None),
    (1007, "孙洁", "sunjie", Role.SUPERVISOR, "市城市管理局"),
    (1004, "李敏", "limin", Role.OFFICIAL, "市公安局交通警察支队"),
    (1005, "周强", "zhouqiang", Role.OFFICIAL, "张店区综合行政执法局"),
    (1002, "Tom", "tom", None, None),
)


async def play(*, port: int, browser: bool) -> None:
    """Run sandbox and service until Ctrl-C."""
    folder = Path(tempfile.mkdtemp(prefix="suishoupai-demo-"))
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    try:
        async with serve(port, limits=True) as sandbox:
            config = demo_config(sandbox, folder)
            await prepare(open_database(config.database_url))
            service = await start(config, sandbox)
            await settle_round(config, sandbox, service, folder)
            sys.stdout.write(f"\n  随手拍 → {sandbox.url}\n  Ctrl-C\n\n")
            sys.stdout.flush()
            if browser:
                await asyncio.to_thread(webbrowser.open, sandbox.url)
            await stop.wait()
            await end(service)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def demo_config(sandbox: Sandbox, folder: Path, base: Config | None = None) -> Config:
    """The city's configuration, pointed at the sandbox and at a folder of its own."""
    return replace(
        base or load(env={}),
        token=sandbox.token,
        api_base_url=sandbox.url,
        database_url=f"sqlite:///{folder / 'demo.db'}",
        photo_folder=folder / "photos",
        model_folder=folder / "models",
        admins=(ADMIN,),
        tick=timedelta(seconds=1),
    )


async def start(config: Config, sandbox: Sandbox) -> Service:
    """Settle the people, staff the desks and start the service on the sandbox's clock."""
    atlas = Districts.load(config.districts, config.division_code, config.boundaries)
    sandbox.world.map = atlas.geojson()
    service = build(config, sandbox.clock.now)
    await _settle(sandbox, service, Catalogue(config.city.zone))
    await begin(service)
    return service


async def begin(service: Service) -> None:
    """Start polling."""
    app = service.app
    await app.initialize()
    if app.post_init:
        await app.post_init(app)
    await app.start()
    if app.updater is None:
        raise RuntimeError("the application has no updater")
    await app.updater.start_polling(allowed_updates=ALLOWED, timeout=timedelta(seconds=20))


async def end(service: Service) -> None:
    """Stop in the order in which things depend on each other."""
    app = service.app
    if app.updater is not None and app.updater.running:
        await app.updater.stop()
    await app.stop()
    if app.post_stop:
        await app.post_stop(app)
    await app.shutdown()
    if app.post_shutdown:
        await app.post_shutdown(app)


async def _settle(sandbox: Sandbox, service: Service, catalogue: Catalogue) -> None:
    words = catalogue["zh"]
    async with Townspeople(sandbox.url) as town:
        for number, name, username, role, organisation in PEOPLE:
            language = "en" if username == "tom" else "zh-hans"
            held = words.plain(f"role.{role or 'citizen'}")
            title = f"{organisation or ''} {held}".strip()
            person = await town.person(
                number, name, username=username, language_code=language, role=title
            )
            await person.says("/start")
            if role is not None:
                known = Person(PersonId(number), name, username)
                await service.staff.appoint(known, Post(role, organisation))

"""The composition root: configuration in, a running service out."""

import asyncio
import logging
import os
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from telegram import BotCommand
from telegram.constants import ParseMode
from telegram.ext import ApplicationBuilder, Defaults

from bot.analysis_side import meetings, pack_post, repeats
from bot.clock import utc_now
from bot.clockwork import Clockwork
from bot.config import Config
from bot.conversations import converse
from bot.delivery import Delivery
from bot.gate import Gate
from bot.inbox_queue import InboxBot, InboxQueue
from bot.manners import Manners
from bot.processor import SessionProcessor
from bot.reader import TextReader
from bot.schedule import App, PatientQueue, every
from bot.storage.engine import Database
from bot.storage.inbox import Inbox
from bot.storage.outbox import Outbox
from bot.storage.sessions import Sessions
from bot.storage.undelivered import Moves
from bot.tools import Tools, tools_of
from bot.watch import Watch
from bot.wire import Wire
from cases.attention import Policy
from cases.points import Points
from cases.ports import Clock
from cases.staff import Staff
from handlers.board import BoardMaker
from handlers.briefing import PackPost
from handlers.digest import DigestMaker
from handlers.notices import Notices
from handlers.press import Press
from handlers.texts import LANGUAGES, Catalogue
from survey.handing import Handing
from survey.sharing import Sharing

logger = logging.getLogger(__name__)

RETRY = timedelta(seconds=30)
COMMANDS = ("report", "my", "help", "cancel", "language")


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that runs; ``app`` is started and stopped by whoever runs it."""

    app: App
    database: Database
    delivery: Delivery
    queue: InboxQueue
    clockwork: Clockwork
    staff: Staff
    watch: Watch


def build(config: Config, clock: Clock = utc_now) -> Service:
    """Wire the whole application; nothing is opened or contacted yet."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # retry_after as timedelta: PTB's next default
    tools = tools_of(config, clock)
    inbox = Inbox(tools.database, clock)
    queue = InboxQueue(inbox)
    processor = SessionProcessor(
        queue=queue,
        inbox=inbox,
        sessions=Sessions(tools.database, clock),
        staff=tools.staff,
        clock=clock,
        draft_lasts=config.city.draft_lasts,
    )
    app = _application(config, queue, processor, tools)
    post = pack_post(tools)
    converse(app, tools, post)
    service = Service(
        app,
        tools.database,
        _delivery(config, tools, post),
        queue,
        Clockwork(
            config=config,
            store=tools.store,
            clock=clock,
            alarm=tools.alarm,
            watch=tools.watch,
            school=tools.school,
            points=Points(tools.store, config.city, clock, tools.reader.road),
            repeats=repeats(tools),
            meetings=meetings(tools),
            handing=Handing(tools.store, config.city, config.field, clock),
            sharing=Sharing(tools.store, config.city, clock),
        ),
        tools.staff,
        tools.watch,
    )
    _life(service, config, tools.catalogue, tools.reader, inbox)
    return service


def _delivery(config: Config, tools: Tools, post: PackPost) -> Delivery:
    city, database, clock = tools.city, tools.database, tools.clock
    policy = Policy(city.calendar, city.ladder, config.digest_window, config.reminders_a_day)
    return Delivery(
        outbox=Outbox(database, clock),
        gate=Gate(database, policy, clock),
        notices=Notices(
            store=tools.store,
            catalogue=tools.catalogue,
            maker=tools.maker,
            digests=DigestMaker(city, tools.maker, clock),
            sender=tools.sender,
            press=Press(tools.store, tools.sender, tools.catalogue, channel=config.channel),
            boards=BoardMaker(tools.store, tools.city, tools.maker, tools.clock),
            clock=tools.clock,
            packs=post,
            appeals=tools.appeals,
        ),
        staff=tools.staff,
        moves=Moves(database),
        clock=clock,
        pace=tools.pace,
        waker=tools.waker,
    )


def _application(
    config: Config, queue: InboxQueue, processor: SessionProcessor, tools: Tools
) -> App:
    """PTB's application over our queue, our wire and our processor."""
    bot = InboxBot(
        queue=queue,
        on_poll=partial(tools.watch.pulse.beat, "poll"),
        token=config.token,
        base_url=f"{config.api_base_url}/bot",
        base_file_url=f"{config.api_base_url}/file/bot",
        request=Wire(),
        get_updates_request=Wire(connections=2),
        rate_limiter=Manners(tools.pace),
        defaults=Defaults(parse_mode=ParseMode.HTML),
    )
    builder = ApplicationBuilder().bot(bot).update_queue(queue).job_queue(PatientQueue())
    return builder.concurrent_updates(processor).build()


def _life(
    service: Service,
    config: Config,
    catalogue: Catalogue,
    reader: TextReader,
    inbox: Inbox,
) -> None:
    """What is done when the application starts and when it has stopped."""
    app = service.app

    async def begin(_: App) -> None:
        warming = asyncio.create_task(asyncio.to_thread(reader.warm_up))
        await service.staff.appoint_admins(config.admins)
        waiting = await service.queue.resume(app.bot)
        await service.clockwork.start(app)
        every(app, RETRY, "retry", lambda: service.queue.resume(app.bot), first=30)
        every(app, timedelta(hours=1), "prune the inbox", inbox.prune, first=600)
        await _menu(app, catalogue)
        await warming
        service.delivery.start(app.bot)
        logger.info("ready; %s updates were waiting", waiting)

    async def end(_: App) -> None:
        await service.delivery.stop()
        await service.clockwork.stop()

    async def close(_: App) -> None:
        await service.database.close()

    app.post_init, app.post_stop, app.post_shutdown = begin, end, close


async def _menu(app: App, catalogue: Catalogue) -> None:
    """The command menu, in every language; Chinese for all others."""
    for language in LANGUAGES:
        words = catalogue[language]
        commands = [BotCommand(name, words.plain(f"command.{name}")) for name in COMMANDS]
        code = None if language == "zh" else language
        await app.bot.set_my_commands(commands, language_code=code)

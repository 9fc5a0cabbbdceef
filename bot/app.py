"""The composition root: configuration in, a running service out."""

import asyncio
import logging
import os
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, TypedDict

from telegram import BotCommand
from telegram.constants import ParseMode
from telegram.ext import Application, ApplicationBuilder, Defaults

from bot.citizen_side import citizen_side
from bot.clock import utc_now
from bot.clockwork import Clockwork
from bot.config import Config
from bot.delivery import Delivery, Waker
from bot.districts import Districts
from bot.export import Exporter
from bot.gate import Gate
from bot.inbox_queue import InboxBot, InboxQueue
from bot.learning import School
from bot.manners import Manners
from bot.pace import Pace
from bot.photos import PhotoBox
from bot.processor import SessionProcessor
from bot.reader import TextReader
from bot.schedule import Alarm, every
from bot.storage.book import SqlStore
from bot.storage.cards import Cards, PhotoIds
from bot.storage.engine import Database, open_database
from bot.storage.figures import figures
from bot.storage.inbox import Inbox
from bot.storage.models import ModelLog
from bot.storage.outbox import Outbox
from bot.storage.sessions import Sessions
from bot.storage.undelivered import Moves, Undelivered
from bot.tables_in import Tables
from bot.watch import Watch
from bot.wire import Wire
from cases.absence import Absence
from cases.attention import Policy
from cases.bouncing import Bouncing
from cases.bulk import Bulk
from cases.city import City
from cases.closing import Closing
from cases.desk import Desk
from cases.dispatch import Dispatch
from cases.editing import Editing
from cases.families import Families
from cases.following import Following
from cases.intake import Intake
from cases.listing import Listing
from cases.model import Source
from cases.points import Points
from cases.ports import Clock
from cases.second_hand import SecondHand
from cases.staff import Staff
from cases.timekeeping import Timekeeping
from cases.turnover import Turnover
from handlers.already import Already
from handlers.answers import Answers
from handlers.arguments import Moments
from handlers.board import BoardMaker
from handlers.bulk import Entering
from handlers.card import CardMaker
from handlers.confirming import Confirming
from handlers.context import Talk
from handlers.desk import CaseButtons
from handlers.digest import DigestMaker
from handlers.draft_card import DraftCard
from handlers.drafts import Drafts
from handlers.duty import Duty
from handlers.errors import Errors
from handlers.export import Exporting
from handlers.families import FamilyCommands
from handlers.intake_photos import PhotoIntake
from handlers.learning import Learning
from handlers.ledger import Ledger
from handlers.mine import Mine
from handlers.notices import Notices
from handlers.office import Office
from handlers.press import Press
from handlers.register import register
from handlers.report import Reporting
from handlers.sending import Sender
from handlers.show import Showing
from handlers.start import Start
from handlers.stray import Stray
from handlers.texts import LANGUAGES, Catalogue
from handlers.timing import Timing
from handlers.turnover import TurnoverCommands
from handlers.undelivered import UndeliveredList
from handlers.work import Working
from nlp.similar import likeness

logger = logging.getLogger(__name__)

RETRY = timedelta(seconds=30)
COMMANDS = ("report", "my", "help", "cancel", "language")
App = Application[Any, Any, Any, Any, Any, Any]


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


@dataclass(frozen=True, slots=True)
class _Tools:
    """What the conversations and the delivery are made of."""

    city: City
    clock: Clock
    catalogue: Catalogue
    database: Database
    waker: Waker
    alarm: Alarm
    watch: Watch
    pace: Pace
    store: SqlStore
    cards: Cards
    reader: TextReader
    atlas: Districts
    districts: tuple[str, ...]
    pictures: PhotoBox
    talk: Talk
    sender: Sender
    staff: Staff
    maker: CardMaker
    photos: PhotoIntake
    school: School


def build(config: Config, clock: Clock = utc_now) -> Service:
    """Wire the whole application; nothing is opened or contacted yet."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # retry_after as timedelta: PTB's next default
    tools = _tools(config, clock)
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
    _converse(app, tools)
    service = Service(
        app,
        tools.database,
        _delivery(config, tools),
        queue,
        Clockwork(
            config=config,
            store=tools.store,
            clock=clock,
            alarm=tools.alarm,
            watch=tools.watch,
            school=tools.school,
            points=Points(tools.store, config.city, clock, tools.reader.road),
        ),
        tools.staff,
        tools.watch,
    )
    _life(service, config, tools.catalogue, tools.reader, inbox)
    return service


def _tools(config: Config, clock: Clock) -> _Tools:
    city, catalogue = config.city, Catalogue(config.city.zone)
    database, waker = open_database(config.database_url), Waker()
    alarm, watch = Alarm(clock, safety=config.tick), Watch(partial(figures, database, clock))
    store, cards = SqlStore(database, waker.wake, clock, alarm.due, city.tree), Cards(database)
    pictures = PhotoBox(config.photo_folder, PhotoIds(database), most_bytes=config.photo_bytes)
    atlas = Districts.load(config.districts, config.division_code, config.boundaries)
    reader, talk = TextReader.of(config), Talk(catalogue)
    return _Tools(
        city=city,
        clock=clock,
        catalogue=catalogue,
        database=database,
        waker=waker,
        alarm=alarm,
        watch=watch,
        pace=Pace(config.per_second, config.per_chat_seconds),
        store=store,
        cards=cards,
        reader=reader,
        atlas=atlas,
        districts=config.districts,
        pictures=pictures,
        talk=talk,
        sender=Sender(cards, pictures),
        staff=Staff(store, city, clock),
        maker=CardMaker(city, catalogue, reader, atlas, clock),
        photos=PhotoIntake(pictures, talk, most=config.photos),
        school=School(
            store=store,
            log=ModelLog(database),
            city=city,
            reader=reader,
            folder=config.model_folder,
            at=config.train_at,
            clock=clock,
        ),
    )


def _delivery(config: Config, tools: _Tools) -> Delivery:
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
        ),
        staff=tools.staff,
        moves=Moves(database),
        clock=clock,
        pace=tools.pace,
        waker=tools.waker,
    )


def _converse(app: App, tools: _Tools) -> None:
    """Make the conversations and register them."""
    city, clock, store, talk = tools.city, tools.clock, tools.store, tools.talk
    desk, dispatch = Desk(store, city, clock), Dispatch(store, city, clock)
    time, moments = Timekeeping(store, city, clock), Moments(city, clock)
    closing, families = Closing(store, city, clock), Families(store, city, clock)
    showing = Showing(store=store, city=city, talk=talk, maker=tools.maker, sender=tools.sender)
    citizens = citizen_side(
        store=store,
        city=city,
        clock=clock,
        talk=talk,
        staff=tools.staff,
        sender=tools.sender,
        reader=tools.reader,
    )
    register(
        app,
        catalogue=tools.catalogue,
        start=Start(staff=tools.staff, talk=talk, city_name=city.name),
        **_reporting(tools),
        working=Working(
            store=store,
            dispatch=dispatch,
            closing=closing,
            bouncing=Bouncing(store, city, clock),
            families=families,
            time=time,
            city=city,
            talk=talk,
            photos=tools.photos,
            clock=clock,
            more=citizens.does(),
        ),
        buttons=CaseButtons(
            store=store,
            desk=desk,
            dispatch=dispatch,
            closing=closing,
            families=families,
            editing=Editing(store, city, clock),
            time=time,
            talk=talk,
            showing=showing,
        ),
        mine=Mine(store, showing),
        office=Office(
            dispatch=dispatch,
            staff=tools.staff,
            city=city,
            talk=talk,
            showing=showing,
            moments=moments,
            clock=clock,
        ),
        duty=Duty(
            store=store,
            staff=tools.staff,
            absence=Absence(store, city, clock),
            city=city,
            talk=talk,
            showing=showing,
            moments=moments,
        ),
        turnover=TurnoverCommands(
            turnover=Turnover(store, city, clock, tools.staff.forget), staff=tools.staff, talk=talk
        ),
        families=FamilyCommands(families=families, staff=tools.staff, talk=talk),
        timing=Timing(
            store=store,
            time=time,
            staff=tools.staff,
            city=city,
            talk=talk,
            reader=tools.reader,
            moments=moments,
        ),
        learning=Learning(
            shelf=tools.school,
            second_hand=SecondHand(store, city, clock),
            staff=tools.staff,
            city=city,
            talk=talk,
        ),
        undelivered=UndeliveredList(
            letters=Undelivered(tools.database, clock, tools.waker.wake),
            staff=tools.staff,
            talk=talk,
        ),
        ledger=Ledger(
            listing=Listing(store, city.tree, clock),
            city=city,
            districts=tools.districts,
            talk=talk,
            showing=showing,
        ),
        exporting=Exporting(
            exports=Exporter(
                store=store,
                city=city,
                catalogue=tools.catalogue,
                maker=tools.maker,
                atlas=tools.atlas,
                pictures=tools.pictures,
            ),
            city=city,
            talk=talk,
            clock=clock,
        ),
        entering=Entering(
            bulk=Bulk(store, city, Intake(store, city, clock), tools.districts, _sources(tools)),
            tables=Tables(),
            city=city,
            districts=tools.districts,
            talk=talk,
        ),
        stray=Stray(talk),
        errors=Errors(talk),
        citizens=citizens,
    )


def _sources(tools: _Tools) -> dict[str, Source]:
    """Every name of a source, in every language."""
    every = tools.catalogue.every
    return {name: source for source in Source for name in every(f"source.{source}")}


class _Report(TypedDict):
    """The two halves of the conversation of a report."""

    reporting: Reporting
    confirming: Confirming


def _reporting(tools: _Tools) -> _Report:
    city, talk, store, clock = tools.city, tools.talk, tools.store, tools.clock
    drafts, card = Drafts(tools.reader, tools.atlas, clock), DraftCard(city, clock)
    answers = Answers(talk, drafts, card)
    already = Already(
        following=Following(store, city, clock, likeness),
        city=city,
        talk=talk,
        reader=tools.reader,
        sender=tools.sender,
    )
    confirming = Confirming(
        intake=Intake(store, city, clock),
        city=city,
        talk=talk,
        drafts=drafts,
        answers=answers,
        card=card,
        already=already,
        cards=tools.cards,
        maker=tools.maker,
    )
    reporting = Reporting(talk=talk, drafts=drafts, answers=answers, photos=tools.photos)
    return {"reporting": reporting, "confirming": confirming}


def _application(
    config: Config, queue: InboxQueue, processor: SessionProcessor, tools: _Tools
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
    return ApplicationBuilder().bot(bot).update_queue(queue).concurrent_updates(processor).build()


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

"""What the conversations and the delivery are made of, wired once."""

from dataclasses import dataclass
from functools import partial

from bot.charts.painter import Painter
from bot.config import Config
from bot.delivery import Waker
from bot.districts import Districts
from bot.learning import School
from bot.pace import Pace
from bot.photos import PhotoBox
from bot.reader import TextReader
from bot.schedule import Alarm
from bot.storage.book import SqlStore
from bot.storage.cards import Cards, PhotoIds
from bot.storage.engine import Database, open_database
from bot.storage.figures import figures
from bot.storage.models import ModelLog
from bot.storage.systems import Systems
from bot.watch import Watch
from cases.city import City
from cases.ports import Clock
from cases.staff import Staff
from handlers.card import CardMaker
from handlers.context import Talk
from handlers.intake_photos import PhotoIntake
from handlers.sending import Sender
from handlers.texts import Catalogue
from survey.appeals import Appeals
from survey.visits import FieldRules


@dataclass(frozen=True, slots=True)
class Tools:
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
    painter: Painter
    districts: tuple[str, ...]
    pictures: PhotoBox
    talk: Talk
    sender: Sender
    staff: Staff
    maker: CardMaker
    photos: PhotoIntake
    school: School
    field: FieldRules
    appeals: Appeals


def tools_of(config: Config, clock: Clock) -> Tools:
    """Make them; nothing is opened or contacted yet."""
    city, catalogue = config.city, Catalogue(config.city.zone)
    database, waker = open_database(config.database_url), Waker()
    alarm, watch = Alarm(clock, safety=config.tick), Watch(partial(figures, database, clock))
    store, cards = SqlStore(database, waker.wake, clock, alarm.due, city.tree), Cards(database)
    pictures = PhotoBox(config.photo_folder, PhotoIds(database), most_bytes=config.photo_bytes)
    atlas = Districts.load(config.districts, config.division_code, config.boundaries)
    reader, talk = TextReader.of(config), Talk(catalogue)
    return Tools(
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
        painter=Painter(atlas),
        districts=config.districts,
        pictures=pictures,
        talk=talk,
        sender=Sender(cards, pictures),
        staff=Staff(store, city, clock),
        maker=CardMaker(city, catalogue, reader, atlas, clock),
        photos=PhotoIntake(pictures, talk, most=config.photos),
        school=_school(config, store, database, reader, clock),
        field=config.field,
        appeals=Appeals(store, Systems(database), city, clock),
    )


def _school(
    config: Config, store: SqlStore, database: Database, reader: TextReader, clock: Clock
) -> School:
    return School(
        store=store,
        log=ModelLog(database),
        city=config.city,
        reader=reader,
        folder=config.model_folder,
        at=config.train_at,
        clock=clock,
    )

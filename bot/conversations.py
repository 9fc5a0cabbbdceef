"""Every conversation with what it needs, registered."""

from typing import TypedDict

from bot.charts.painter import Painter
from bot.citizen_side import citizen_side
from bot.export import Exporter
from bot.schedule import App
from bot.storage.tally import SqlTally
from bot.storage.undelivered import Undelivered
from bot.tables_in import Tables
from bot.tools import Tools
from cases.absence import Absence
from cases.bouncing import Bouncing
from cases.bulk import Bulk
from cases.closing import Closing
from cases.desk import Desk
from cases.dispatch import Dispatch
from cases.editing import Editing
from cases.families import Families
from cases.following import Following
from cases.intake import Intake
from cases.listing import Listing
from cases.model import Source
from cases.second_hand import SecondHand
from cases.statistics import Statistics
from cases.timekeeping import Timekeeping
from cases.turnover import Turnover
from handlers.already import Already
from handlers.answers import Answers
from handlers.arguments import Moments
from handlers.bulk import Entering
from handlers.confirming import Confirming
from handlers.desk import CaseButtons
from handlers.draft_card import DraftCard
from handlers.drafts import Drafts
from handlers.duty import Duty
from handlers.errors import Errors
from handlers.export import Exporting
from handlers.families import FamilyCommands
from handlers.learning import Learning
from handlers.ledger import Ledger
from handlers.mine import Mine
from handlers.office import Office
from handlers.register import register
from handlers.report import Reporting
from handlers.show import Showing
from handlers.start import Start
from handlers.statistics import StatisticsTalk
from handlers.stray import Stray
from handlers.timing import Timing
from handlers.turnover import TurnoverCommands
from handlers.undelivered import UndeliveredList
from handlers.work import Working
from nlp.similar import likeness


def converse(app: App, tools: Tools) -> None:
    """Make the conversations and register them with *app*."""
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
        statistics=StatisticsTalk(
            statistics=Statistics(store, SqlTally(tools.database), city, clock),
            pictures=Painter(tools.atlas),
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


def _sources(tools: Tools) -> dict[str, Source]:
    """Every name of a source, in every language."""
    every = tools.catalogue.every
    return {name: source for source in Source for name in every(f"source.{source}")}


class _Report(TypedDict):
    """The two halves of the conversation of a report."""

    reporting: Reporting
    confirming: Confirming


def _reporting(tools: Tools) -> _Report:
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

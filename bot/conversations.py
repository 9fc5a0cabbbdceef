"""Every conversation with what it needs, registered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypedDict

from bot.analysis_side import analysis_side
from bot.citizen_side import citizen_side
from bot.contest_side import contest_side
from bot.field_side import field_side, results_side, rounds_side
from bot.lists import lists
from bot.plan_side import plan_side
from bot.schedule import App
from bot.storage.undelivered import Undelivered
from bot.survey_side import point_lookup, survey_tables
from bot.tables_in import Tables
from bot.tools import Tools
from cases.absence import Absence
from cases.bouncing import Bouncing
from cases.closing import Closing
from cases.desk import Desk
from cases.dispatch import Dispatch
from cases.editing import Editing
from cases.families import Families
from cases.following import Following
from cases.intake import Intake
from cases.second_hand import SecondHand
from cases.timekeeping import Timekeeping
from cases.turnover import Turnover
from handlers.already import Already
from handlers.answers import Answers
from handlers.arguments import Moments
from handlers.asking import Doing
from handlers.briefing import PackPost
from handlers.confirming import Confirming
from handlers.desk import CaseButtons
from handlers.draft_card import DraftCard
from handlers.drafts import Drafts
from handlers.duty import Duty
from handlers.errors import Errors
from handlers.families import FamilyCommands
from handlers.learning import Learning
from handlers.mine import Mine
from handlers.office import Office
from handlers.register import register
from handlers.report import Reporting
from handlers.show import Showing
from handlers.start import Start
from handlers.stray import Stray
from handlers.tables import SentTables
from handlers.timing import Timing
from handlers.turnover import TurnoverCommands
from handlers.undelivered import UndeliveredList
from handlers.work import Working
from nlp.similar import likeness


@dataclass(frozen=True, slots=True)
class _UseCases:
    """The casework that several conversations do."""

    desk: Desk
    dispatch: Dispatch
    closing: Closing
    families: Families
    editing: Editing
    time: Timekeeping


def converse(app: App, tools: Tools, post: PackPost) -> None:
    """Make the conversations and register them with *app*."""
    talk, showing = tools.talk, _showing(tools)
    cases = _use_cases(tools)
    citizens, results = citizen_side(tools), results_side(tools)
    contesting, many = contest_side(tools), lists(tools, showing)
    register(
        app,
        catalogue=tools.catalogue,
        start=Start(staff=tools.staff, talk=talk, city_name=tools.city.name),
        mine=Mine(tools.store, showing),
        **_reporting(tools),
        **_handling(tools, cases, showing, {**citizens.does(), **contesting.does()}),
        **_staff_life(tools, cases, showing),
        **many,
        **_service(tools),
        stray=Stray(talk),
        errors=Errors(talk),
        citizens=citizens,
        sides=(
            SentTables(many["entering"], survey_tables(tools), Tables(), talk),
            analysis_side(tools, post, results),
            plan_side(tools, showing),
            field_side(tools),
            results,
            rounds_side(tools),
            point_lookup(tools),
            contesting,
        ),
        contesting=contesting,
    )


def _showing(tools: Tools) -> Showing:
    return Showing(
        store=tools.store,
        city=tools.city,
        talk=tools.talk,
        maker=tools.maker,
        sender=tools.sender,
        appeals=tools.appeals,
    )


def _use_cases(tools: Tools) -> _UseCases:
    rest = (tools.store, tools.city, tools.clock)
    return _UseCases(
        Desk(*rest),
        Dispatch(*rest),
        Closing(*rest),
        Families(*rest),
        Editing(*rest),
        Timekeeping(*rest),
    )


class _Handling(TypedDict):
    """What is done with one case."""

    working: Working
    buttons: CaseButtons
    families: FamilyCommands
    timing: Timing


def _handling(
    tools: Tools, cases: _UseCases, showing: Showing, more: Mapping[str, Doing]
) -> _Handling:
    city, talk, store, clock = tools.city, tools.talk, tools.store, tools.clock
    working = Working(
        store=store,
        dispatch=cases.dispatch,
        closing=cases.closing,
        bouncing=Bouncing(store, city, clock),
        families=cases.families,
        time=cases.time,
        city=city,
        talk=talk,
        photos=tools.photos,
        clock=clock,
        more=more,
    )
    buttons = CaseButtons(
        store=store,
        desk=cases.desk,
        dispatch=cases.dispatch,
        closing=cases.closing,
        families=cases.families,
        editing=cases.editing,
        time=cases.time,
        talk=talk,
        showing=showing,
    )
    timing = Timing(
        store=store,
        time=cases.time,
        staff=tools.staff,
        city=city,
        talk=talk,
        reader=tools.reader,
        moments=Moments(city, clock),
    )
    families = FamilyCommands(families=cases.families, staff=tools.staff, talk=talk)
    return {"working": working, "buttons": buttons, "families": families, "timing": timing}


class _StaffLife(TypedDict):
    """Who works here, on what, and who stands in."""

    office: Office
    duty: Duty
    turnover: TurnoverCommands


def _staff_life(tools: Tools, cases: _UseCases, showing: Showing) -> _StaffLife:
    city, talk, staff, clock = tools.city, tools.talk, tools.staff, tools.clock
    moments = Moments(city, clock)
    office = Office(
        dispatch=cases.dispatch,
        staff=staff,
        city=city,
        talk=talk,
        showing=showing,
        moments=moments,
        clock=clock,
    )
    duty = Duty(
        store=tools.store,
        staff=staff,
        absence=Absence(tools.store, city, clock),
        city=city,
        talk=talk,
        showing=showing,
        moments=moments,
    )
    turnover = TurnoverCommands(
        turnover=Turnover(tools.store, city, clock, staff.forget), staff=staff, talk=talk
    )
    return {"office": office, "duty": duty, "turnover": turnover}


class _Service(TypedDict):
    """What the service learned and could not deliver."""

    learning: Learning
    undelivered: UndeliveredList


def _service(tools: Tools) -> _Service:
    learning = Learning(
        shelf=tools.school,
        second_hand=SecondHand(tools.store, tools.city, tools.clock),
        staff=tools.staff,
        city=tools.city,
        talk=tools.talk,
    )
    undelivered = UndeliveredList(
        letters=Undelivered(tools.database, tools.clock, tools.waker.wake),
        staff=tools.staff,
        talk=tools.talk,
    )
    return {"learning": learning, "undelivered": undelivered}


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

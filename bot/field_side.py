"""Wires work in the field."""

import secrets
from functools import partial

from bot.papers.printer import Printer
from bot.storage.book import SqlStore
from bot.storage.engine import Database
from bot.storage.survey_rounds import SurveyRounds
from bot.storage.systems import Systems
from bot.tools import Tools
from cases.city import City
from cases.closing import Closing
from cases.following import Following
from cases.intake import Intake
from cases.ports import Clock
from handlers.inspecting import InspectionTalk
from handlers.inspection_keys import InspectionScreen
from handlers.results import ResultsTalk
from handlers.rounds import RoundsTalk
from nlp.similar import likeness
from survey.findings import Casework
from survey.inspecting import Inspecting
from survey.outcome import Outcome
from survey.starting import Starting
from survey.visits import FieldRules

SEED_BYTES = 32


def inspecting(
    database: Database, store: SqlStore, city: City, rules: FieldRules, clock: Clock
) -> Inspecting:
    """What inspectors do, over everything that it needs."""
    casework = Casework(
        Intake(store, city, clock),
        Following(store, city, clock, likeness),
        Closing(store, city, clock),
    )
    return Inspecting(store, Systems(database), casework, city, rules, clock)


def field_side(tools: Tools) -> InspectionTalk:
    """Its conversation, over its use case."""
    clock = tools.clock
    return InspectionTalk(
        inspecting=inspecting(tools.database, tools.store, tools.city, tools.field, clock),
        screen=InspectionScreen(tools.atlas),
        photos=tools.photos,
        reader=tools.reader,
        talk=tools.talk,
        clock=clock,
    )


def starting(database: Database, store: SqlStore, city: City, clock: Clock) -> Starting:
    """What admins do with rounds, over everything that it needs."""
    seed = partial(secrets.token_hex, SEED_BYTES)
    return Starting(store, SurveyRounds(database), Systems(database), city, clock, seed)


def rounds_side(tools: Tools) -> RoundsTalk:
    """Starting rounds, and ending them."""
    return RoundsTalk(starting(tools.database, tools.store, tools.city, tools.clock), tools.talk)


def results_side(tools: Tools) -> ResultsTalk:
    """What rounds came to."""
    database = tools.database
    outcome = Outcome(tools.store, SurveyRounds(database), Systems(database), tools.city.sitting)
    return ResultsTalk(outcome, Printer(), tools.talk)

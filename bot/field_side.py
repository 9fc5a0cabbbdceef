"""Wires work in the field."""

from bot.papers.printer import Printer
from bot.storage.survey_rounds import SurveyRounds
from bot.storage.systems import Systems
from bot.tools import Tools
from cases.closing import Closing
from cases.following import Following
from cases.intake import Intake
from handlers.inspecting import InspectionTalk
from handlers.inspection_keys import InspectionScreen
from handlers.results import ResultsTalk
from nlp.similar import likeness
from survey.findings import Casework
from survey.inspecting import Inspecting
from survey.outcome import Outcome


def field_side(tools: Tools) -> InspectionTalk:
    """Its conversation, over its use case."""
    city, store, clock = tools.city, tools.store, tools.clock
    casework = Casework(
        store,
        Intake(store, city, clock),
        Following(store, city, clock, likeness),
        Closing(store, city, clock),
    )
    return InspectionTalk(
        inspecting=Inspecting(store, Systems(tools.database), casework, city, tools.field, clock),
        screen=InspectionScreen(tools.atlas),
        photos=tools.photos,
        reader=tools.reader,
        talk=tools.talk,
        clock=clock,
    )


def results_side(tools: Tools) -> ResultsTalk:
    """What rounds came to."""
    database = tools.database
    return ResultsTalk(
        Outcome(tools.store, SurveyRounds(database), Systems(database)), Printer(), tools.talk
    )

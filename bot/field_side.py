"""Wires work in the field."""

from bot.storage.systems import Systems
from bot.tools import Tools
from cases.closing import Closing
from cases.following import Following
from cases.intake import Intake
from handlers.inspecting import InspectionTalk
from handlers.inspection_keys import InspectionScreen
from nlp.similar import likeness
from survey.findings import Casework
from survey.inspecting import Inspecting


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

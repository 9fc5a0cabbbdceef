"""Wires the plans."""

from bot.tools import Tools
from cases.intake import Intake
from cases.plans import Plans
from handlers.arguments import Moments
from handlers.plan_form import PlanForm
from handlers.plan_words import PlanWords
from handlers.plans import PlanTalk
from handlers.show import Showing


def plan_side(tools: Tools, showing: Showing) -> PlanTalk:
    """Its conversation, over its use case."""
    city, store, clock = tools.city, tools.store, tools.clock
    return PlanTalk(
        plans=Plans(store, city, Intake(store, city, clock), clock),
        form=PlanForm(
            city=city,
            districts=tools.districts,
            reader=tools.reader,
            moments=Moments(city, clock),
            clock=clock,
        ),
        drawn=PlanWords(city, tools.maker, showing),
        talk=tools.talk,
        clock=clock,
    )

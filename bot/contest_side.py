"""Wires appeals against findings."""

from bot.storage.systems import Systems
from bot.tools import Tools
from handlers.contesting import Contesting
from survey.appeals import Appeals


def contest_side(tools: Tools) -> Contesting:
    """Its conversation, over its use case."""
    store, clock = tools.store, tools.clock
    return Contesting(
        appeals=Appeals(store, Systems(tools.database), tools.city, clock),
        store=store,
        sender=tools.sender,
        talk=tools.talk,
        clock=clock,
    )

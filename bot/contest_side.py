"""Wires appeals against findings."""

from bot.tools import Tools
from handlers.contesting import Contesting


def contest_side(tools: Tools) -> Contesting:
    """Its conversation, over its use case."""
    return Contesting(
        appeals=tools.appeals,
        store=tools.store,
        sender=tools.sender,
        talk=tools.talk,
        clock=tools.clock,
    )

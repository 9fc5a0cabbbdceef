"""Wires the citizens' side."""

from bot.tools import Tools
from cases.asking import Asking
from cases.audit import Audit
from cases.conduct import Conduct
from cases.editing import Editing
from cases.points import Points
from cases.privacy import Privacy
from handlers.asking import Remarking
from handlers.audit import Auditing
from handlers.citizen_side import CitizenSide
from handlers.conduct import Conducting
from handlers.editor import Editor
from handlers.points import Scores
from handlers.privacy import PrivacyTalk


def citizen_side(tools: Tools) -> CitizenSide:
    """Its conversations, over its use cases."""
    city, talk, store, clock = tools.city, tools.talk, tools.store, tools.clock
    staff, sender, reader = tools.staff, tools.sender, tools.reader
    return CitizenSide(
        auditing=Auditing(audit=Audit(store, clock), staff=staff, talk=talk),
        remarking=Remarking(
            store=store,
            asking=Asking(store, city, clock),
            talk=talk,
            sender=sender,
            reader=reader,
        ),
        editor=Editor(
            editing=Editing(store, city, clock),
            store=store,
            city=city,
            talk=talk,
            reader=reader,
            clock=clock,
        ),
        privacy=PrivacyTalk(Privacy(store, city, clock), talk),
        conduct=Conducting(Conduct(store, city, clock), staff, talk),
        scores=Scores(Points(store, city, clock, reader.road), talk),
    )

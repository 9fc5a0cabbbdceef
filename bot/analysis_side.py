"""Wires the weekly analysis and what feeds it."""

from bot.papers.printer import Printer
from bot.storage.tally import SqlTally
from bot.tools import Tools
from cases.briefing import Briefings
from cases.intake import Intake
from cases.meetings import Meetings
from cases.repeats import Repeats
from handlers.analysis_side import AnalysisSide
from handlers.arguments import Moments
from handlers.briefing import BriefingTalk, PackPost, Packs
from handlers.briefing_sheets import BriefingSheets
from handlers.briefing_words import BriefingWords
from handlers.deciding import Deciding
from handlers.figure_pictures import FigurePictures
from handlers.figure_words import FigureWords
from handlers.repeats import RepeatWords
from handlers.results import ResultsTalk


def repeats(tools: Tools) -> Repeats:
    """The look for spots where the same comes back; the cases it files speak Chinese."""
    city, store, clock = tools.city, tools.store, tools.clock
    say = RepeatWords(city, tools.catalogue["zh"])
    return Repeats(store, city, Intake(store, city, clock), clock, say)


def meetings(tools: Tools) -> Meetings:
    """Who meets when, and what is decided."""
    city, store, clock = tools.city, tools.store, tools.clock
    return Meetings(store, city, Intake(store, city, clock), clock)


def briefings(tools: Tools) -> Briefings:
    """What the pack holds."""
    tally, road = SqlTally(tools.database), tools.reader.road
    return Briefings(tools.store, tally, tools.city, tools.clock, road)


def packs(tools: Tools) -> Packs:
    """Makes the packs."""
    mask = tools.reader.mask
    page = BriefingWords(tools.city, mask)
    return Packs(
        briefings=briefings(tools),
        page=page,
        sheets=BriefingSheets(tools.city, page, mask),
        drawing=FigurePictures(tools.painter, FigureWords(tools.city)),
        papers=Printer(),
        clock=tools.clock,
    )


def pack_post(tools: Tools) -> PackPost:
    """Sends the packs; one for the whole service, which shares what was made."""
    return PackPost(packs(tools), tools.catalogue)


def analysis_side(tools: Tools, post: PackPost, results: ResultsTalk) -> AnalysisSide:
    """The commands."""
    meeting = meetings(tools)
    return AnalysisSide(
        briefing=BriefingTalk(
            meetings=meeting,
            briefings=briefings(tools),
            post=post,
            results=results,
            talk=tools.talk,
        ),
        deciding=Deciding(
            meetings=meeting,
            moments=Moments(tools.city, tools.clock),
            reader=tools.reader,
            city=tools.city,
            districts=tools.districts,
            talk=tools.talk,
        ),
    )

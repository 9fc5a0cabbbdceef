"""Wires what shows, writes and enters many cases at once."""

from typing import TypedDict

from bot.export import Exporter
from bot.storage.tally import SqlTally
from bot.tables_in import Tables
from bot.tools import Tools
from cases.bulk import Bulk
from cases.intake import Intake
from cases.listing import Listing
from cases.model import Source
from cases.statistics import Statistics
from handlers.bulk import SOURCES, Entering
from handlers.export import Exporting
from handlers.ledger import Ledger
from handlers.show import Showing
from handlers.statistics import StatisticsTalk


class Lists(TypedDict):
    """Many cases at once."""

    ledger: Ledger
    exporting: Exporting
    entering: Entering
    statistics: StatisticsTalk


def lists(tools: Tools, showing: Showing) -> Lists:
    """Its conversations, over their use cases."""
    city, talk, store, clock = tools.city, tools.talk, tools.store, tools.clock
    ledger = Ledger(
        listing=Listing(store, city.tree, clock),
        city=city,
        districts=tools.districts,
        talk=talk,
        showing=showing,
    )
    exports = Exporter(
        store=store,
        city=city,
        catalogue=tools.catalogue,
        maker=tools.maker,
        atlas=tools.atlas,
        pictures=tools.pictures,
    )
    entering = Entering(
        bulk=Bulk(store, city, Intake(store, city, clock), tools.districts, _sources(tools)),
        tables=Tables(),
        city=city,
        districts=tools.districts,
        talk=talk,
    )
    statistics = StatisticsTalk(
        statistics=Statistics(store, SqlTally(tools.database), city, clock),
        pictures=tools.painter,
        city=city,
        talk=talk,
        clock=clock,
    )
    return {
        "ledger": ledger,
        "exporting": Exporting(exports=exports, city=city, talk=talk, clock=clock),
        "entering": entering,
        "statistics": statistics,
    }


def _sources(tools: Tools) -> dict[str, Source]:
    """Every name of a source that a table may give, in every language."""
    every = tools.catalogue.every
    return {name: Source(source) for source in SOURCES for name in every(f"source.{source}")}

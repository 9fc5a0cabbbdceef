"""Wires the tables of the survey."""

from bot.clock import utc_now
from bot.config import Config
from bot.districts import Districts
from bot.indicator_files import IndicatorFiles
from bot.papers.printer import Printer
from bot.storage.book import SqlStore
from bot.storage.engine import Database
from bot.storage.survey_points import SurveyPoints
from bot.storage.systems import Systems
from bot.tools import Tools
from handlers.point_lookup import PointLookup
from handlers.survey_tables import SurveyTables
from survey.importing import Importing
from survey.lookup import Lookup


def importing(config: Config, database: Database) -> Importing:
    """What is entered on the command line."""
    return Importing(
        SqlStore(database),
        Systems(database),
        SurveyPoints(database),
        config.city,
        Districts.load(config.districts, config.division_code, config.boundaries),
        utc_now,
    )


def survey_tables(tools: Tools) -> SurveyTables:
    """What admins enter in the chat."""
    database, city = tools.database, tools.city
    entering = Importing(
        tools.store, Systems(database), SurveyPoints(database), city, tools.atlas, tools.clock
    )
    return SurveyTables(entering, IndicatorFiles(city), Printer(), tools.talk)


def point_lookup(tools: Tools) -> PointLookup:
    """What was found where."""
    return PointLookup(Lookup(tools.store, SurveyPoints(tools.database)), tools.talk)

"""All tables. The schema itself is made by migrations, and a test holds the two together."""

from bot.storage.tables.analysis import looks, repeats
from bot.storage.tables.base import UtcTime, metadata
from bot.storage.tables.cases import cases, counters, draws, events, followers, reminders, rulings
from bot.storage.tables.citizens import editions, forgettings, nicknames, points, remarks, strikes
from bot.storage.tables.field import survey_appeals, survey_findings, survey_teams, survey_visits
from bot.storage.tables.learned import corrections, models, photos, pictures, used_pictures
from bot.storage.tables.messages import cards, inbox, notices, sessions
from bot.storage.tables.people import attention, groups, invitations, leaves, people, posts
from bot.storage.tables.plans import plan_steps, plans
from bot.storage.tables.survey import (
    indicator_items,
    indicator_versions,
    indicators,
    survey_points,
    survey_round_points,
    survey_rounds,
)

__all__ = [
    "UtcTime",
    "attention",
    "cards",
    "cases",
    "corrections",
    "counters",
    "draws",
    "editions",
    "events",
    "followers",
    "forgettings",
    "groups",
    "inbox",
    "indicator_items",
    "indicator_versions",
    "indicators",
    "invitations",
    "leaves",
    "looks",
    "metadata",
    "models",
    "nicknames",
    "notices",
    "people",
    "photos",
    "pictures",
    "plan_steps",
    "plans",
    "points",
    "posts",
    "remarks",
    "reminders",
    "repeats",
    "rulings",
    "sessions",
    "strikes",
    "survey_appeals",
    "survey_findings",
    "survey_points",
    "survey_round_points",
    "survey_rounds",
    "survey_teams",
    "survey_visits",
    "used_pictures",
]

"""The rules of the house for citizens: how long, how many, how often."""

from dataclasses import dataclass
from datetime import timedelta

from cases.limits import Limit, Unit

_ANSWER = Limit(5, Unit.WORKDAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseRules:
    """What the city decides about questions, floods, warnings, privacy and points."""

    answer_within: Limit = _ANSWER
    reports_a_day: int = 30
    reports_at_once: int = 10
    at_once: timedelta = timedelta(minutes=10)
    strikes: int = 3
    strike_lasts: timedelta = timedelta(days=180)
    contact_lasts: timedelta = timedelta(days=30)
    forget_after: timedelta = timedelta(days=3)
    points: bool = False
    publishes: bool = False

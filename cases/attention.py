"""How often somebody may be reminded: a pure rule over what they were reminded of lately."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.deadlines import WorkCalendar
from cases.ladder import Ladder
from cases.model import Notice, PersonId, Urgency
from cases.openings import DAY


@dataclass(frozen=True, slots=True)
class Attention:
    """When a person was last reminded, and how often on that day of the city."""

    at: datetime
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class Policy:
    """At most one reminder per *window* and *a_day* a day, within humane hours."""

    calendar: WorkCalendar
    ladder: Ladder
    window: timedelta
    a_day: int

    def day(self, at: datetime) -> date:
        """The day that the city writes at that moment."""
        return at.astimezone(self.calendar.zone).date()

    def midnight_after(self, at: datetime) -> datetime:
        """When the next day begins."""
        return datetime.combine(self.day(at) + DAY, time(), self.calendar.zone)


def held_back(notice: Notice) -> bool:
    """Whether the rule concerns this notice: what is urgent ignores it."""
    return notice.kind == "reminder" and notice.urgency is not Urgency.URGENT


def may_remind(attention: Attention | None, now: datetime, policy: Policy) -> datetime:
    """When the person may be reminded: *now* or later.

    The time of the last reminder counts only if it lies behind: a clock that was set back must
    not silence anybody.
    """
    at = now
    if attention is not None and attention.at <= now:
        at = max(at, attention.at + policy.window)
    if policy.day(at) == _spent(attention, policy):
        at = policy.calendar.next_working_moment(policy.midnight_after(at))
    return policy.ladder.humane(policy.calendar, at)


def may_tell(notice: Notice, since: datetime, now: datetime, policy: Policy) -> datetime:
    """When a notice written at *since* that is no reminder may be told: *now* or later.

    It is told when it happens, at any hour. What could not be, because Telegram or the service
    was away, is no news any more and wakes nobody up; the urgent is told all the same, and a card
    is drawn anew without a sound.
    """
    silent = notice.kind == "refresh" or notice.urgency is Urgency.URGENT
    if silent or now - since <= policy.window:
        return now
    return policy.ladder.humane(policy.calendar, now)


def _spent(attention: Attention | None, policy: Policy) -> date | None:
    """The day on which the person has been reminded as often as may be."""
    return attention.day if attention and attention.count >= policy.a_day else None


def reminded(attention: Attention | None, now: datetime, policy: Policy) -> Attention:
    """What to remember once the person has been reminded *now*."""
    today = policy.day(now)
    before = attention.count if attention is not None and attention.day == today else 0
    return Attention(now, today, before + 1)


@dataclass(frozen=True, slots=True)
class Reminded:
    """Whose attention was taken, and what is to be remembered of it."""

    person: PersonId
    attention: Attention

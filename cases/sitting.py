"""When the weekly analysis (问题研判会) sits, and who sits there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cases.deadlines import WorkCalendar
from cases.model import Person, Role
from cases.roster import Roster
from cases.tree import Tree

DAY, WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Sitting:
    """On which *weekday* (0 is Monday), *at* what local time, and the organisations whose
    supervisors sit there beside the admins."""

    weekday: int = 0
    at: time = time(8, 30)
    seats: tuple[str, ...] = ()

    def sits(self, person: Person) -> bool:
        """Whether *person* is of the meeting."""
        supervises = (person.has(Role.SUPERVISOR, seat) for seat in self.seats)
        return person.has(Role.ADMIN) or any(supervises)

    def attending(self, staff: Sequence[Person]) -> list[Person]:
        """Of all the *staff* those who sit there, and who stands in for one of them on leave."""
        roster = Roster(staff, (), Tree())
        seated = {one.id for one in staff if self.sits(one)}
        acting = {roster.acting_for(one) for one in seated}
        return [one for one in staff if one.id in seated | acting]

    def has_begun(self, calendar: WorkCalendar, now: datetime) -> bool:
        """Whether there is a meeting today, and its time has come."""
        local = now.astimezone(calendar.zone)
        return local.time() >= self.at and self.falls_on(calendar, local.date())

    def falls_on(self, calendar: WorkCalendar, day: date) -> bool:
        """Whether *day* has a meeting: it is the weekday, or the first working day after one that
        was a holiday."""
        if not calendar.is_working_day(day):
            return False
        while day.weekday() != self.weekday:
            day -= DAY
            if calendar.is_working_day(day):
                return False
        return True

"""What the service does by itself: reminders, boards, meetings, learning, a watch and the rest."""

from datetime import timedelta

from bot.config import Config
from bot.learning import School
from bot.schedule import Alarm, App, every
from bot.watch import Watch
from cases.boards import Boards
from cases.calendar_watch import CalendarWatch
from cases.meetings import Meetings
from cases.points import Points
from cases.ports import Clock, Store
from cases.privacy import Privacy
from cases.repeats import Repeats
from cases.rounds import Rounds
from survey.handing import Handing
from survey.sharing import Sharing

POINTS_EVERY = timedelta(hours=1)
PRIVACY_EVERY = timedelta(hours=6)
CALENDAR_EVERY = timedelta(hours=6)
REPEATS_EVERY = timedelta(minutes=30)
# The poller waits up to 20 s for an answer, and tries again for a while where there is none.
POLL_PATIENCE = 120.0


class Clockwork:
    """Wound up when the application starts."""

    def __init__(
        self,
        *,
        config: Config,
        store: Store,
        clock: Clock,
        alarm: Alarm,
        watch: Watch,
        school: School,
        points: Points,
        repeats: Repeats,
        meetings: Meetings,
        handing: Handing,
        sharing: Sharing,
    ) -> None:
        self._points, self._repeats, self._meetings = points, repeats, meetings
        self._handing, self._sharing = handing, sharing
        self._config, self._alarm, self._watch, self._school = config, alarm, watch, school
        self._rounds = Rounds(store, config.city, clock)
        self._boards = Boards(store, config.city, clock)
        self._privacy = Privacy(store, config.city, clock)
        self._calendar = CalendarWatch(store, config.city, clock)

    async def start(self, app: App) -> None:
        """Catch up with what is due, then go on."""
        await self._school.take_up()
        tick = self._config.tick
        self._watch.pulse.expect("sweep", 3 * tick.total_seconds() + 60)
        self._alarm.start(app, self.sweep, self._rounds.next_due)
        every(app, tick, "morning boards", self._boards.post)
        every(app, tick, "weekly analysis", self._meetings.post)
        every(app, tick, "inspections of the day", self._handing.morning)
        every(app, tick, "points of teams that dropped out", self._sharing.look)
        every(app, tick, "learning", self.learn)
        if self._points.on:
            every(app, POINTS_EVERY, "points", self._points.credit)
        every(app, REPEATS_EVERY, "repeat spots", self.look_for_repeats)
        every(app, PRIVACY_EVERY, "privacy", self.care_for_privacy)
        every(app, CALENDAR_EVERY, "calendar", self._look_at_the_calendar)
        if self._config.watch_port:
            await self._watch.serve(self._config.watch_listen, self._config.watch_port)

    async def stop(self) -> None:
        """No more pages; the jobs end with the application."""
        await self._watch.stop()

    async def sweep(self) -> None:
        """One round of reminders, timed."""
        with self._watch.sweeping() as looked_at:
            looked_at(await self._rounds.sweep())

    async def learn(self) -> None:
        """Tag by the model that is active, and train at night."""
        await self._school.tick()

    async def look_for_repeats(self) -> None:
        """Find what came back after it was fixed."""
        await self._repeats.look()

    async def care_for_privacy(self) -> None:
        """Forget whom and what is to be forgotten."""
        await self._privacy.sweep()

    async def _look_at_the_calendar(self) -> None:
        await self._calendar.reckon_anew()
        await self._calendar.warn()

"""The morning board: once a working day, each organisation's group sees what is open."""

from datetime import date, datetime

from cases.city import City
from cases.model import Group, Notice, Urgency
from cases.ports import Clock, Store


class Boards:
    """Posts the boards."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._posted: tuple[date | None, set[str]] = (None, set())

    async def post(self) -> None:
        """Post today's boards if the working day has begun; each once, however often this is
        asked."""
        now = self._clock()
        if not self._has_begun(now):
            return
        today = self._city.local_day(now)
        async with self._store.reading() as book:
            groups = await book.groups()
        day, posted = self._posted
        new = [g for g in groups if day != today or g.organisation not in posted]
        if new:
            async with self._store.writing() as book:
                await book.tell(_board(group, today) for group in new)
            self._posted = (today, {group.organisation for group in groups})

    def _has_begun(self, now: datetime) -> bool:
        calendar = self._city.calendar
        local = now.astimezone(calendar.zone)
        opens, closes = calendar.spans[0][0], calendar.spans[-1][1]
        return calendar.is_working_day(local.date()) and opens <= local.time() < closes


def _board(group: Group, day: date) -> Notice:
    return Notice(
        f"board:{group.organisation}:{day}",
        group.chat,
        "board",
        urgency=Urgency.DIGEST,
        facts={"organisation": group.organisation},
    )

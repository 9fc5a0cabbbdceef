"""The morning board: once a working day, each organisation's group sees what is open."""

from datetime import date, datetime

from cases.city import City
from cases.model import Notice, Urgency
from cases.ports import Clock, Store


class Boards:
    """Posts the boards."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._posted: date | None = None

    async def post(self) -> None:
        """Post today's boards if the working day has begun; once, however often this is asked."""
        now = self._clock()
        today = self._city.local_day(now)
        if self._posted == today or not self._has_begun(now):
            return
        async with self._store.writing() as book:
            await book.tell(
                Notice(
                    f"board:{group.organisation}:{today}",
                    group.chat,
                    "board",
                    urgency=Urgency.DIGEST,
                    facts={"organisation": group.organisation},
                )
                for group in await book.groups()
            )
        self._posted = today

    def _has_begun(self, now: datetime) -> bool:
        calendar = self._city.calendar
        local = now.astimezone(calendar.zone)
        opens, closes = calendar.spans[0][0], calendar.spans[-1][1]
        return calendar.is_working_day(local.date()) and opens <= local.time() < closes

"""The sandbox's time, which can be moved forward."""

from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Real time plus an offset; or, with *stopped_at*, a time that moves only when it is moved."""

    def __init__(self, stopped_at: datetime | None = None) -> None:
        self.offset = timedelta()
        self._stopped_at = stopped_at

    def now(self) -> datetime:
        """The time in the sandbox, UTC."""
        real = datetime.now(UTC)  # noqa: TID251  # the sandbox has a clock of its own
        return (self._stopped_at or real) + self.offset

    def advance(self, by: timedelta) -> None:
        """Move on; time never runs back."""
        self.offset += max(by, timedelta())

    def advance_working_days(self, days: int) -> None:
        """To the same hour of the *days*-th next day from Monday to Friday."""
        for _ in range(days):
            self.advance(timedelta(days=1))
            while self.now().weekday() > 4:  # noqa: PLR2004  # Friday
                self.advance(timedelta(days=1))

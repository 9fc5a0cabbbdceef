"""The sandbox's time, which can be moved forward."""

from datetime import UTC, datetime, timedelta


class SandboxClock:
    """Real time plus an offset."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def now(self) -> datetime:
        """The time in the sandbox, UTC."""
        return datetime.now(UTC) + self.offset  # noqa: TID251  # the sandbox has a clock of its own

    def advance(self, by: timedelta) -> None:
        """Move on; time never runs back."""
        self.offset += max(by, timedelta())

    def advance_working_days(self, days: int) -> None:
        """To the same hour of the *days*-th next day from Monday to Friday."""
        for _ in range(days):
            self.advance(timedelta(days=1))
            while self.now().weekday() > 4:  # noqa: PLR2004  # Friday
                self.advance(timedelta(days=1))

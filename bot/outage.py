"""Whether Telegram can be reached at all: where it cannot, one notice asks for all of them."""

from datetime import datetime, timedelta

from cases.ports import Clock

FEW = 3
SELDOM = timedelta(minutes=1)


class Reach:
    """Counts the failures since Telegram last answered. After a few it is taken to be away: then
    one notice is tried at a time, ever more seldom, and the others wait without being touched."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._ask_again: datetime | None = None

    @property
    def lost(self) -> bool:
        """Whether it seems to be away."""
        return self._failures >= FEW

    def rests(self) -> bool:
        """Whether it is away and was asked just now. A clock that was set back ends that."""
        if not self.lost or self._ask_again is None:
            return False
        return timedelta() < self._ask_again - self._clock() <= SELDOM

    def answered(self) -> None:
        """It is there, whatever it said."""
        self._failures = 0

    def failed(self) -> bool:
        """It did not answer; whether it had answered since the failure before."""
        self._failures += 1
        wait = min(SELDOM, timedelta(seconds=2.0 ** min(self._failures, 10)))
        self._ask_again = self._clock() + wait
        return self._failures == 1

"""Telegram's flood limits: 30 messages a second in all, 1 a second a chat, 20 a minute a group.

Counted in real time, as Telegram does, whatever the sandbox's clock says.
"""

import time
from collections import defaultdict, deque

# How many messages in how many seconds; a private chat may have a short burst.
ALL, PRIVATE, GROUP = (30, 1.0), (3, 3.0), (20, 60.0)


class FloodLimits:
    """Remembers when messages were sent, and says how long to wait for the next."""

    def __init__(self) -> None:
        self._sent: dict[int | None, deque[float]] = defaultdict(deque)

    def wait(self, chat: int) -> int:
        """Whole seconds until a message to *chat* is allowed; 0 counts it as sent."""
        now = time.monotonic()
        windows = ((None, ALL), (chat, GROUP if chat < 0 else PRIVATE))
        left = max(self._left(key, most, span, now) for key, (most, span) in windows)
        if left <= 0:
            for key, _ in windows:
                self._sent[key].append(now)
            return 0
        return int(left) + 1

    def _left(self, key: int | None, most: int, span: float, now: float) -> float:
        sent = self._sent[key]
        while sent and sent[0] <= now - span:
            sent.popleft()
        return sent[0] + span - now if len(sent) >= most else 0.0

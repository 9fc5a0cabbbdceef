"""Telegram's flood limits: 30 messages a second in all, 1 a second a chat, 20 a minute a group.

Counted in real time, as Telegram does, whatever the sandbox's clock says. What is sent and what
is edited counts; in private chats only what is sent does.
"""

import time
from collections import defaultdict, deque
from collections.abc import Callable

Rule = tuple[int, float]

# How many messages in how many seconds; a private chat may have a short burst.
ALL: Rule = (30, 1.0)
PRIVATE: Rule = (3, 3.0)
STRICTLY_PRIVATE: Rule = (1, 1.0)
GROUP: Rule = (20, 60.0)


class FloodLimits:
    """Remembers when messages were sent, and says how long to wait for the next."""

    def __init__(
        self, *, private: Rule = PRIVATE, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._private, self._now = private, now
        self._sent: dict[int | None, deque[float]] = defaultdict(deque)
        self.refused = 0

    def wait(self, chat: int, *, edit: bool = False) -> int:
        """Whole seconds until a message to *chat* is allowed; 0 counts it as sent."""
        now = self._now()
        rules: dict[int | None, Rule] = {None: ALL}
        if chat < 0:
            rules[chat] = GROUP
        elif not edit:
            rules[chat] = self._private
        left = max(self._left(key, rule, now) for key, rule in rules.items())
        if left <= 0:
            for key in rules:
                self._sent[key].append(now)
            return 0
        self.refused += 1
        return int(left) + 1

    def _left(self, key: int | None, rule: Rule, now: float) -> float:
        most, span = rule
        sent = self._sent[key]
        while sent and sent[0] <= now - span:
            sent.popleft()
        return sent[0] + span - now if len(sent) >= most else 0.0

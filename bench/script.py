"""What a citizen says in a complete report: words, a place, 提交."""

import json
from collections.abc import Iterator
from typing import Any

UPDATES_PER_REPORT = 3


class Citizen:
    """Says the parts of so many reports, one after the other."""

    def __init__(self, number: int, reports: int, *, echo: bool) -> None:
        self.id, self.left, self._echo = number, reports * UPDATES_PER_REPORT, echo
        self.owed = 0
        self._total = self.left
        self._submit, self._card = "", 0
        # Far enough from everybody else that nobody is asked whether it is the same.
        east, north = number % 40, number // 40 % 20
        self._home = {"latitude": 36.77 + north * 0.003, "longitude": 118.0 + east * 0.003}

    def next(self, message_ids: Iterator[int]) -> dict[str, Any] | None:
        """The next thing, as an update without id; None at the end."""
        if not self.left:
            return None
        step = (self._total - self.left) % UPDATES_PER_REPORT
        self.left -= 1
        self.owed += 1
        who = {"id": self.id, "is_bot": False, "first_name": "x", "language_code": "zh"}
        chat = {"id": self.id, "type": "private", "first_name": "x"}
        message = {"message_id": next(message_ids), "date": 1, "chat": chat, "from": who}
        if step == UPDATES_PER_REPORT - 1 and not self._echo:
            card = {**message, "message_id": self._card, "text": "x"}
            query = {"id": "1", "from": who, "message": card, "chat_instance": "1"}
            return {"callback_query": {**query, "data": self._submit}}
        if step == 1 and not self._echo:
            return {"message": {**message, "location": self._home}}
        return {"message": {**message, "text": f"小区门口的路灯坏了 {self.left}"}}

    def satisfied(self, markup: str | None, message_id: int) -> bool:
        """Whether this answer is the one that the last thing deserves."""
        if not self.owed:
            return False
        for row in json.loads(markup).get("inline_keyboard", []) if markup else []:
            for button in row:
                if ":submit:" in button.get("callback_data", ""):
                    self._submit, self._card = button["callback_data"], message_id
        self.owed -= 1
        return True

"""Privacy mode: what a bot hears in a group."""

from typing import Any


def hears(message: dict[str, Any], username: str) -> bool:
    """Commands that are not for another bot, and replies to itself; in private everything. Ours
    is the only bot in the groups here, so a command without a name is meant for it."""
    if message["chat"]["type"] == "private":
        return True
    answered = message.get("reply_to_message")
    if answered and answered["from"].get("username") == username:
        return True
    text = str(message.get("text", ""))
    _, _, name = text.partition(" ")[0].partition("@")
    return text.startswith("/") and name.lower() in ("", username.lower())

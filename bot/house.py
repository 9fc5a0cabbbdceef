"""The sections of config.toml that concern citizens become the rules of the house."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from cases.house import HouseRules
from cases.limits import Limit

_NUMBER, _FLAG, _TEXT = (int, float), (bool,), (str,)

KEYS: Mapping[str, Mapping[str, tuple[type, ...]]] = {
    "flood": {
        "reports_per_day": _NUMBER,
        "burst": _NUMBER,
        "burst_minutes": _NUMBER,
        "strikes": _NUMBER,
        "strike_days": _NUMBER,
    },
    "privacy": {"contact_days": _NUMBER, "forget_days": _NUMBER},
    "points": {"on": _FLAG},
    "editor": {"channel": _TEXT},
}
WEEK = 7


def house_rules(settings: Mapping[str, Any], answer_within: Limit) -> HouseRules:
    """Raises ValueError that names what cannot be."""
    flood, privacy = settings["flood"], settings["privacy"]
    for section in ("flood", "privacy"):
        for key, value in settings[section].items():
            if value <= 0:
                raise ValueError(f"{section}.{key} must be more than 0, not {value!r}")
    if privacy["forget_days"] >= WEEK:
        raise ValueError("privacy.forget_days must be less than 7: what was promised is a week")
    return HouseRules(
        answer_within=answer_within,
        reports_a_day=int(flood["reports_per_day"]),
        reports_at_once=int(flood["burst"]),
        at_once=timedelta(minutes=flood["burst_minutes"]),
        strikes=int(flood["strikes"]),
        strike_lasts=timedelta(days=flood["strike_days"]),
        contact_lasts=timedelta(days=privacy["contact_days"]),
        forget_after=timedelta(days=privacy["forget_days"]),
        points=settings["points"]["on"],
        publishes=bool(settings["editor"]["channel"]),
    )


def channel_of(settings: Mapping[str, Any]) -> str:
    """Where good deeds are published: ``@name``, a number, or nothing. Raises ValueError."""
    channel = str(settings["editor"]["channel"])
    if channel and not channel.startswith("@") and not channel.lstrip("-").isdecimal():
        raise ValueError(f"editor.channel is @name or the number of a chat, not {channel!r}")
    return channel

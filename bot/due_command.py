"""``suishoupai due``: when something that is assigned at a moment must be done, and why then."""

import json
from collections.abc import Iterator
from datetime import datetime

from bot.clock import utc_now
from bot.config import Config
from bot.settings import ConfigError
from cases.deadlines import Deadline, Step
from cases.model import Category
from handlers.explaining import days, limit_in_words
from handlers.texts import Catalogue


def lines(config: Config, code: str, start: str | None, *, as_json: bool) -> Iterator[str]:
    """What the command prints; raises ConfigError for an unknown category or time."""
    category = config.city.categories.get(code)
    if category is None:
        raise ConfigError(f"there is no category {code!r}; config.toml lists them")
    deadline = config.city.calendar.due(_start(start, config), category.limit)
    if as_json:
        yield json.dumps(_answer(config, category, deadline))
        return
    words = Catalogue(config.city.zone)["zh"]
    limit = limit_in_words(category.limit, words)
    due, begun = words.moment(deadline.at), words.moment(deadline.start)
    mark = words.plain("card.provisional") if deadline.provisional else ""
    yield f"{words.year(deadline.at)}{due}{mark}"
    yield words.plain("why.command", name=category.name, limit=limit, start=begun)
    yield from days(deadline, words)


def _answer(config: Config, category: Category, deadline: Deadline) -> dict[str, object]:
    zone = config.city.zone
    return {
        "from": deadline.start.astimezone(zone).isoformat(),
        "due": deadline.at.astimezone(zone).isoformat(),
        "unit": category.limit.unit,
        "limit": category.limit.amount,
        "provisional": deadline.provisional,
        "steps": [_step(config, step) for step in deadline.steps],
    }


def _step(config: Config, step: Step) -> dict[str, object]:
    """One day of the sum: from when until when it was counted, and how many minutes."""
    times = (step.begins, step.ends)
    begins, ends = (at.astimezone(config.city.zone).isoformat() if at else None for at in times)
    return {
        "day": step.day.isoformat(),
        "kind": step.kind,
        "from": begins,
        "to": ends,
        "minutes": round(step.counted.total_seconds() / 60, 2),
        "provisional": step.provisional,
    }


def _start(text: str | None, config: Config) -> datetime:
    if text is None:
        return utc_now()
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"--from {text!r} is no time; write 2026-02-13 16:40") from None
    return at if at.tzinfo else at.replace(tzinfo=config.city.zone)

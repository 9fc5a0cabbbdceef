"""The lines of ``[[ladder]]`` in the configuration become rungs; what is wrong is named."""

import difflib
import re
from collections.abc import Collection, Mapping
from itertools import product

from cases.ladder import Audience, Ladder, Rung, Scope, Timer
from cases.limits import Limit, Unit

_SHARE = re.compile(r"([1-9]\d?)%\Z")
_OFFSET = re.compile(rf"(\d{{1,3}} (?:{'|'.join(Unit)})) (before|after)\Z")
_KEYS = ("name", "when", "to", "least", "every", "times", "urgent", "timers", "categories")
NEVER = "never"


def rung_of(table: Mapping[str, object], categories: Collection[str]) -> Rung:
    """Read one line; raises ValueError saying what is wrong with it."""
    for key in table:
        if key not in _KEYS:
            raise ValueError(f"a rung of the ladder knows no {key!r}{_nearest(key, _KEYS)}")
    name, when = str(table.get("name", "")), str(table.get("when", ""))
    if not re.fullmatch(r"[a-z]{1,20}", name):
        raise ValueError(f"{name!r} is not a name for a rung; use small letters")
    scope = _scope(table, categories)
    if when == NEVER:
        return Rung(name, (), scope=scope, silent=True)
    share, offset, side = _when(when)
    return Rung(
        name,
        _audience(table.get("to")),
        share,
        offset,
        side,
        _limit(table.get("least")),
        _limit(table.get("every")),
        _times(table.get("times")),
        scope,
    )


def check_names(rungs: Collection[Rung]) -> None:
    """Raise ValueError where two lines of one name are for the same cases: one would be lost."""
    seen = set()
    for rung in rungs:
        if (rung.name, rung.scope) in seen:
            raise ValueError(f"the rung {rung.name!r} stands twice for the same cases")
        seen.add((rung.name, rung.scope))


def check_end(ladder: Ladder, categories: Collection[str]) -> None:
    """Raise ValueError where some case would be reminded of no more while it is open."""
    for urgent, timer, category in product((False, True), Timer, categories):
        if ladder.ends(Scope(urgent, (timer,), (category,))):
            raise ValueError(
                f"reminders of {category!r} ({timer}) would end while a case is open; "
                "give a rung 'every' without 'times'"
            )


def _scope(table: Mapping[str, object], categories: Collection[str]) -> Scope:
    urgent = table.get("urgent")
    if urgent is not None and not isinstance(urgent, bool):
        raise ValueError(f"'urgent' of a rung must be true or false, not {urgent!r}")
    timers = tuple(Timer(one) for one in _names(table, "timers", [str(one) for one in Timer]))
    return Scope(urgent, timers, tuple(_names(table, "categories", categories)))


def _names(table: Mapping[str, object], key: str, known: Collection[str]) -> list[str]:
    names = table.get(key, [])
    if not isinstance(names, list):
        raise ValueError(  # noqa: TRY004  # what is wrong is the configuration
            f"{key!r} of a rung must be a list, not {names!r}"
        )
    for name in names:
        if name not in known:
            raise ValueError(f"{key!r} of a rung names {name!r}{_nearest(str(name), known)}")
    return [str(name) for name in names]


def _when(when: str) -> tuple[float | None, Limit | None, int]:
    if when == "due":
        return None, None, 0
    if match := _SHARE.match(when):
        return int(match[1]) / 100, None, 0
    if match := _OFFSET.match(when):
        return None, Limit.parse(match[1]), -1 if match[2] == "before" else 1
    raise ValueError(
        f"{when!r} is no moment of the ladder; write 'due', '50%', '2 workhour before' or 'never'"
    )


def _audience(to: object) -> tuple[Audience, ...]:
    known = [str(one) for one in Audience]
    if not isinstance(to, list) or not to:
        raise ValueError("a rung of the ladder needs 'to', a list such as ['owner']")
    for one in to:
        if one not in known:
            raise ValueError(
                f"{one!r} is nobody the ladder knows; use {', '.join(known)}"
                f"{_nearest(str(one), known)}"
            )
    return tuple(Audience(one) for one in to)


def _limit(value: object) -> Limit | None:
    return None if value is None else Limit.parse(str(value))


def _times(value: object) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"'times' of a rung must be a number, not {value!r}")
    return value


def _nearest(name: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f"; did you mean {near[0]!r}?" if near else ""

"""config.toml with the environment over it, as checked tables; what is not known is refused."""

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bot import house
from bot.failure import Failure

_TEXT, _NUMBER, _LIST, _FLAG = (str,), (int, float), (list,), (bool,)
_TABLE = (dict,)

# Every section and key that there is, with the type of its value.
SECTIONS: Mapping[str, Mapping[str, tuple[type, ...]]] = {
    "city": {
        "name": _TEXT,
        "prefix": _TEXT,
        "timezone": _TEXT,
        "districts": _LIST,
        "division_code": _TEXT,
        "boundaries": _TEXT,
    },
    "hours": {"spans": _LIST, "quiet": _TEXT, "workdays": _LIST, "holidays": _LIST},
    "limits": {
        "accept": _TEXT,
        "verify": _TEXT,
        "suspend": _TEXT,
        "return": _TEXT,
        "checks_a_day": _NUMBER,
        "check_percent": _NUMBER,
        "answer": _TEXT,
        "draft_hours": _NUMBER,
        "invitation_hours": _NUMBER,
        "photos": _NUMBER,
        "photo_megabytes": _NUMBER,
    },
    "database": {"url": _TEXT},
    "telegram": {
        "api_base_url": _TEXT,
        "token_file": _TEXT,
        "webhook_url": _TEXT,
        "webhook_listen": _TEXT,
        "webhook_port": _NUMBER,
        "webhook_secret_file": _TEXT,
    },
    "watch": {"listen": _TEXT, "port": _NUMBER},
    "already": {"radius": _NUMBER, "days": _NUMBER},
    "analysis": {"at": _TEXT, "seats": _LIST},
    "repeat": {"metres": _NUMBER, "days": _NUMBER},
    "tagging": {"train_at": _TEXT},
    "delivery": dict.fromkeys(
        ("per_second", "per_chat_seconds", "digest_minutes", "reminders_a_day", "tick_seconds"),
        _NUMBER,
    ),
    "survey": {"near": _NUMBER, "hand_out_at": _TEXT},
    "organisations": {"names": _LIST, "under": _TABLE},
    **house.KEYS,
}
_CATEGORY_KEYS: Mapping[str, tuple[type, ...]] = {
    "domain": _TEXT,
    "name": _TEXT,
    "limit": _TEXT,
    "organisation": _TEXT,
    "urgent": _FLAG,
    "proof": _FLAG,
    "points_at": _LIST,
    "radius": _NUMBER,
}
_RULE_KEYS: Mapping[str, tuple[type, ...]] = dict.fromkeys(
    ("category", "domain", "district", "organisation"), _TEXT
)
_TOP = (*SECTIONS, "towns", "ladder", "rules", "categories")
_OPTIONAL = {"under", "boundaries", "token_file", "webhook_url", "webhook_secret_file"}
_OWN_VARIABLES = ("SUISHOUPAI_CONFIG", "SUISHOUPAI_ADMINS")
_IGNORED_VARIABLES = ("SUISHOUPAI_TEST_", "SUISHOUPAI_BROWSER_")


class ConfigError(Failure):
    """The configuration cannot be used; the message names the place and the mend."""


def read(path: Path, env: Mapping[str, str]) -> dict[str, Any]:
    """The tables of the file, each value of the right type; raises ConfigError."""
    settings = _overridden(_read(path), env)
    _check_keys(settings, path)
    return settings


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"there is no {path}; name one in SUISHOUPAI_CONFIG") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}") from None


def _overridden(settings: dict[str, Any], env: Mapping[str, str]) -> dict[str, Any]:
    """SUISHOUPAI_SECTION__KEY replaces one value of the file."""
    known = {
        f"SUISHOUPAI_{section}__{key}".upper(): (section, key, types)
        for section, keys in SECTIONS.items()
        for key, types in keys.items()
        if types in (_TEXT, _NUMBER)
    }
    for name in env:
        if not name.startswith("SUISHOUPAI_") or name in _OWN_VARIABLES:
            continue
        if name.startswith(_IGNORED_VARIABLES):
            continue
        if name not in known:
            raise ConfigError(
                f"the environment names {name}, which is no setting{nearest(name, known)}"
            )
        section, key, types = known[name]
        settings.setdefault(section, {})[key] = _number(name, env[name], types)
    return settings


def _number(name: str, value: str, types: tuple[type, ...]) -> str | float:
    if types == _TEXT:
        return value
    try:
        return float(value)
    except ValueError:
        raise ConfigError(f"{name} must be a number, not {value!r}") from None


def _check_keys(settings: Mapping[str, Any], path: Path) -> None:
    _known(settings, _TOP, str(path))
    for section, keys in SECTIONS.items():
        table = settings.get(section)
        if not isinstance(table, dict):
            raise ConfigError(f"{path} lacks the section [{section}]")
        _check_table(f"[{section}]", table, keys)
        missing = [key for key in keys if key not in table and key not in _OPTIONAL]
        if missing:
            raise ConfigError(f"[{section}] lacks {missing[0]!r}")
    for code, table in settings.get("categories", {}).items():
        _check_table(f"category {code!r}", table, _CATEGORY_KEYS)
    for rule in settings.get("rules", []):
        _check_table("a rule", rule, _RULE_KEYS)


def _check_table(
    where: str, table: Mapping[str, Any], keys: Mapping[str, tuple[type, ...]]
) -> None:
    if not isinstance(table, dict):
        raise ConfigError(f"{where} must be a table")
    _known(table, keys, where)
    for key, value in table.items():
        if not isinstance(value, keys[key]) or (isinstance(value, bool) and keys[key] != _FLAG):
            wanted = {
                "str": "a text",
                "list": "a list",
                "bool": "true or false",
                "dict": "a table",
            }
            kind = wanted.get(keys[key][0].__name__, "a number")
            raise ConfigError(f"{where}: {key!r} must be {kind}, not {value!r}")


def _known(names: Iterable[str], known: Iterable[str], where: str) -> None:
    known = list(known)
    for name in names:
        if name not in known:
            raise ConfigError(f"{where} has no setting {name!r}{nearest(name, known)}")


def nearest(name: str, known: Iterable[str]) -> str:
    """What was probably meant, as the end of a complaint; empty where nothing is like it."""
    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f"; did you mean {near[0]!r}?" if near else ""


def day(option: str, text: str) -> date:
    """The day that an option writes; raises ConfigError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"{option} {text!r} is no day; write 2026-03-01") from None

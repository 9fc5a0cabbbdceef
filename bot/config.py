"""config.toml and the environment become one frozen value; what is not known is refused."""

import difflib
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import house
from bot.failure import Failure
from bot.rungs import check_names, rung_of
from cases.city import City
from cases.deadlines import WorkCalendar
from cases.ladder import Ladder
from cases.limits import Limit
from cases.model import Category, PersonId, Rule
from cases.tree import Tree

Read = TypeVar("Read")

_TEXT, _NUMBER, _LIST, _FLAG = (str,), (int, float), (list,), (bool,)
_TABLE = (dict,)

# Every section and key that there is, with the type of its value.
_KEYS: Mapping[str, Mapping[str, tuple[type, ...]]] = {
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
    "tagging": {"train_at": _TEXT},
    "delivery": dict.fromkeys(
        ("per_second", "per_chat_seconds", "digest_minutes", "reminders_a_day", "tick_seconds"),
        _NUMBER,
    ),
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
_SECTIONS = (*_KEYS, "towns", "ladder", "rules", "categories")
_OPTIONAL = {"under", "boundaries", "token_file", "webhook_url", "webhook_secret_file"}
_OWN_VARIABLES = ("SUISHOUPAI_CONFIG", "SUISHOUPAI_ADMINS")
_IGNORED_VARIABLES = ("SUISHOUPAI_TEST_", "SUISHOUPAI_BROWSER_")


class ConfigError(Failure):
    """The configuration cannot be used; the message names the place and the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything that the operator decides."""

    city: City
    districts: tuple[str, ...]
    division_code: str
    towns: Mapping[str, tuple[str, ...]]
    boundaries: Path | None
    database_url: str
    photo_folder: Path
    photos: int
    photo_bytes: int
    token: str = field(repr=False)
    api_base_url: str
    admins: tuple[PersonId, ...]
    webhook_url: str
    webhook_listen: str
    webhook_port: int
    webhook_secret: str = field(repr=False)
    per_second: float
    per_chat_seconds: float
    digest_window: timedelta
    reminders_a_day: int
    tick: timedelta
    watch_listen: str
    watch_port: int
    train_at: time
    model_folder: Path
    channel: str = ""


def load(path: Path | None = None, env: Mapping[str, str] = os.environ) -> Config:
    """Read the file (by default that of SUISHOUPAI_CONFIG, else ./config.toml) and *env*;
    raises ConfigError."""
    path = path or Path(env.get("SUISHOUPAI_CONFIG", "config.toml"))
    settings = _overridden(_read(path), env)
    _check_keys(settings, path)
    home = path.resolve().parent
    values = {name: settings[name] for name in _KEYS}
    telegram, limits = values["telegram"], values["limits"]
    database = _anchored(values["database"]["url"], home)
    return Config(
        city=_city(settings),
        districts=tuple(values["city"]["districts"]),
        division_code=values["city"]["division_code"],
        towns=_towns(settings.get("towns", {})),
        boundaries=_path(values["city"].get("boundaries"), home),
        database_url=database,
        photo_folder=_beside(database, home, "photos"),
        photos=int(limits["photos"]),
        photo_bytes=int(limits["photo_megabytes"] * 1024 * 1024),
        token=_secret("TELEGRAM_BOT_TOKEN", telegram.get("token_file"), home, env),
        api_base_url=_url(telegram["api_base_url"]),
        admins=_admins(env.get("SUISHOUPAI_ADMINS", "")),
        webhook_url=telegram.get("webhook_url", ""),
        webhook_listen=telegram["webhook_listen"],
        webhook_port=int(telegram["webhook_port"]),
        webhook_secret=_secret("", telegram.get("webhook_secret_file"), home, env),
        per_second=float(values["delivery"]["per_second"]),
        per_chat_seconds=float(values["delivery"]["per_chat_seconds"]),
        digest_window=timedelta(minutes=float(values["delivery"]["digest_minutes"])),
        reminders_a_day=int(values["delivery"]["reminders_a_day"]),
        tick=timedelta(seconds=float(values["delivery"]["tick_seconds"])),
        watch_listen=values["watch"]["listen"],
        watch_port=int(values["watch"]["port"]),
        train_at=_time("tagging.train_at", values["tagging"]["train_at"]),
        model_folder=_beside(database, home, "models"),
        channel=_checked(house.channel_of, values),
    )


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
        for section, keys in _KEYS.items()
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
                f"the environment names {name}, which is no setting{_nearest(name, known)}"
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
    _known(settings, _SECTIONS, str(path))
    for section, keys in _KEYS.items():
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
            raise ConfigError(f"{where} has no setting {name!r}{_nearest(name, known)}")


def _nearest(name: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(name, list(known), 1, 0.5)
    return f"; did you mean {near[0]!r}?" if near else ""


def _city(settings: Mapping[str, Any]) -> City:
    city, limits = settings["city"], settings["limits"]
    organisations = tuple(settings["organisations"]["names"])
    categories = _categories(settings.get("categories", {}), organisations)
    return City(
        name=city["name"],
        prefix=city["prefix"],
        categories=categories,
        organisations=organisations,
        tree=_tree(settings["organisations"].get("under", {}), organisations),
        rules=_rules(settings, categories, organisations),
        calendar=_calendar(city, settings["hours"]),
        ladder=_ladder(settings, categories),
        accept_within=_limit("limits.accept", limits["accept"]),
        verify_within=_limit("limits.verify", limits["verify"]),
        suspend_at_most=_limit("limits.suspend", limits["suspend"]),
        return_within=_limit("limits.return", limits["return"]),
        checks_a_day=int(limits["checks_a_day"]),
        check_share=float(limits["check_percent"]) / 100,
        invitation_lasts=timedelta(hours=limits["invitation_hours"]),
        draft_lasts=timedelta(hours=limits["draft_hours"]),
        alike_radius=float(settings["already"]["radius"]),
        alike_for=timedelta(days=settings["already"]["days"]),
        house=_checked(house.house_rules, settings, _limit("limits.answer", limits["answer"])),
    )


def _towns(table: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
    """More towns (乡镇、街道) than the official list has, by district."""
    for district, names in table.items():
        if not (isinstance(names, list) and all(isinstance(name, str) for name in names)):
            raise ConfigError(f"towns.{district} must be a list of names")
    return {district: tuple(names) for district, names in table.items()}


def _tree(under: Mapping[str, str], organisations: tuple[str, ...]) -> Tree:
    for below, above in under.items():
        for name in (below, above):
            _among("organisation", name, organisations, "organisations.under")
    tree = Tree(under)
    try:
        for name in organisations:
            list(tree.line(name))
    except ValueError as error:
        raise ConfigError(f"organisations.under: {error}") from None
    return tree


def _checked(read: Callable[..., Read], *values: Any) -> Read:
    """What *read* makes of *values*; its complaint is one about the configuration."""
    try:
        return read(*values)
    except ValueError as error:
        raise ConfigError(str(error)) from None


def _categories(
    tables: Mapping[str, Mapping[str, Any]], organisations: tuple[str, ...]
) -> dict[str, Category]:
    found = {}
    for code, table in tables.items():
        missing = [k for k in ("domain", "name", "limit", "organisation") if k not in table]
        if missing:
            raise ConfigError(f"category {code!r} lacks {missing[0]!r}")
        _among("organisation", table["organisation"], organisations, f"category {code!r}")
        limit = _limit(f"category {code!r}", table["limit"])
        points = tuple(table.get("points_at", ()))
        rest = {
            key: table[key]
            for key in ("domain", "name", "organisation", "urgent", "proof", "radius")
            if key in table
        }
        found[code] = Category(code=code, limit=limit, points_at=points, **rest)
    if not found:
        raise ConfigError("[categories] is empty: nothing could be reported")
    return found


def _rules(
    settings: Mapping[str, Any], categories: Mapping[str, Category], organisations: tuple[str, ...]
) -> tuple[Rule, ...]:
    domains = {category.domain for category in categories.values()}
    known = {
        "category": categories,
        "domain": domains,
        "district": settings["city"]["districts"],
        "organisation": organisations,
    }
    rules = []
    for number, rule in enumerate(settings.get("rules", []), start=1):
        if "organisation" not in rule:
            raise ConfigError(f"rule {number} lacks 'organisation'")
        for key, value in rule.items():
            _among(key, value, known[key], f"rule {number}")
        rules.append(Rule(**rule))
    return tuple(rules)


def _among(key: str, value: str, known: Iterable[str], where: str) -> None:
    known = list(known)
    if value not in known:
        raise ConfigError(f"{where} names the unknown {key} {value!r}{_nearest(value, known)}")


def _calendar(city: Mapping[str, Any], hours: Mapping[str, Any]) -> WorkCalendar:
    try:
        zone = ZoneInfo(city["timezone"])
    except (ZoneInfoNotFoundError, ValueError):
        raise ConfigError(f"city.timezone: there is no time zone {city['timezone']!r}") from None
    days = dict.fromkeys(_days(hours["workdays"]), True)
    days |= dict.fromkeys(_days(hours["holidays"]), False)
    try:
        return WorkCalendar(
            timezone=zone, spans=[_span(text) for text in hours["spans"]], overrides=days
        )
    except ValueError as error:
        raise ConfigError(f"hours.spans: {error}") from None


def _days(texts: list[str]) -> list[date]:
    try:
        return [date.fromisoformat(str(text)) for text in texts]
    except ValueError:
        raise ConfigError(f"[hours]: days are written 2026-03-01, not {texts!r}") from None


def _span(text: str) -> tuple[time, time]:
    opens, _, closes = str(text).partition("-")
    try:
        return time.fromisoformat(opens), time.fromisoformat(closes)
    except ValueError:
        raise ConfigError(f"[hours]: a span is written 08:30-12:00, not {text!r}") from None


def _time(where: str, text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"{where}: a time is written 03:30, not {text!r}") from None


def _ladder(settings: Mapping[str, Any], categories: Mapping[str, Category]) -> Ladder:
    quiet_from, quiet_until = _span(settings["hours"]["quiet"])
    try:
        rungs = tuple(rung_of(table, categories) for table in settings.get("ladder", []))
        check_names(rungs)
    except ValueError as error:
        raise ConfigError(f"[[ladder]]: {error}") from None
    return Ladder(rungs, quiet_from, quiet_until)


def _limit(where: str, text: str) -> Limit:
    try:
        return Limit.parse(text)
    except ValueError as error:
        raise ConfigError(f"{where}: {error}") from None


def _secret(variable: str, file: str | None, home: Path, env: Mapping[str, str]) -> str:
    """A secret from the environment or a file; empty where there is neither."""
    if env.get(variable):
        return env[variable].strip()
    if not file:
        return ""
    try:
        return (home / file).read_text("utf-8").strip()
    except OSError as error:
        raise ConfigError(f"the secret file {file} cannot be read: {error.strerror}") from None


def _admins(text: str) -> tuple[PersonId, ...]:
    try:
        return tuple(PersonId(int(part)) for part in text.split(",") if part.strip())
    except ValueError:
        raise ConfigError(
            f"SUISHOUPAI_ADMINS must be Telegram user ids with commas between, not {text!r}"
        ) from None


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ConfigError(
            f"telegram.api_base_url must begin with https:// or http://, not {text!r}"
        )
    return text.rstrip("/")


def _path(text: str | None, home: Path) -> Path | None:
    return home / text if text else None


def _anchored(url: str, home: Path) -> str:
    """A relative SQLite path is meant from where the configuration lies."""
    scheme, separator, path = url.partition(":///")
    if not separator or not scheme.startswith("sqlite") or path.startswith("/"):
        return url
    return f"{scheme}:///{home / path}"


def _beside(database: str, home: Path, name: str) -> Path:
    """Photos and models lie beside the database."""
    if database.startswith("sqlite"):
        return Path(database.partition(":///")[2]).parent / name
    return home / "data" / name

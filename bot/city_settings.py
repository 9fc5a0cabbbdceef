"""The city as casework knows it, made of the tables of config.toml."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import house
from bot.rungs import check_end, check_names, rung_of
from bot.settings import ConfigError, nearest
from cases.city import City
from cases.deadlines import WorkCalendar
from cases.ladder import Ladder
from cases.limits import Limit
from cases.model import Category, Rule
from cases.sitting import Sitting
from cases.tree import Tree

Read = TypeVar("Read")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def city_of(settings: Mapping[str, Any]) -> City:
    """The city that the tables describe; raises ConfigError."""
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
        sitting=_sitting(settings["analysis"], organisations),
        repeat_metres=float(settings["repeat"]["metres"]),
        repeat_within=timedelta(days=settings["repeat"]["days"]),
        house=checked(house.house_rules, settings, _limit("limits.answer", limits["answer"])),
    )


def towns_of(table: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
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


def checked(read: Callable[..., Read], *values: Any) -> Read:
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
        raise ConfigError(f"{where} names the unknown {key} {value!r}{nearest(value, known)}")


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


def time_of(where: str, text: str) -> time:
    """The time of day that *text* writes; raises ConfigError naming *where* it stands."""
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise ConfigError(f"{where}: a time is written 03:30, not {text!r}") from None


def _sitting(analysis: Mapping[str, Any], organisations: tuple[str, ...]) -> Sitting:
    day, _, at = analysis["at"].partition(" ")
    _among("weekday", day, WEEKDAYS, "analysis.at")
    for seat in analysis["seats"]:
        _among("organisation", seat, organisations, "analysis.seats")
    seats = tuple(analysis["seats"])
    return Sitting(WEEKDAYS.index(day), time_of("analysis.at", at), seats)


def _ladder(settings: Mapping[str, Any], categories: Mapping[str, Category]) -> Ladder:
    quiet_from, quiet_until = _span(settings["hours"]["quiet"])
    try:
        rungs = tuple(rung_of(table, categories) for table in settings.get("ladder", []))
        check_names(rungs)
        ladder = Ladder(rungs, quiet_from, quiet_until)
        check_end(ladder, categories)
    except ValueError as error:
        raise ConfigError(f"[[ladder]]: {error}") from None
    return ladder


def _limit(where: str, text: str) -> Limit:
    try:
        return Limit.parse(text)
    except ValueError as error:
        raise ConfigError(f"{where}: {error}") from None

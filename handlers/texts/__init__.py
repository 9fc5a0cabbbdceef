"""Every word that a person reads, by language; the catalogues are the TOML files beside this one.

Facts are escaped here, once: a template is trusted, what is put into it never is.
"""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import cache
from html import escape
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("zh", "en")


class Html(str):
    """Text that is markup already: composed here from escaped parts."""

    __slots__ = ()


class Words:
    """One language's catalogue. ``words("report.ask_place")`` gives HTML for a message."""

    def __init__(self, language: str, templates: Mapping[str, str], zone: tzinfo) -> None:
        self.language, self._templates, self._zone = language, templates, zone

    def __call__(self, key: str, /, **facts: object) -> Html:
        """The text of *key* as HTML with *facts* escaped; KeyError for what does not exist."""
        safe = {
            name: fact if isinstance(fact, Html) else escape(str(fact), quote=False)
            for name, fact in facts.items()
        }
        return Html(self._templates[key].format(**safe))

    def plain(self, key: str, /, **facts: object) -> str:
        """The text of *key* for where there is no markup: buttons, alerts, commands."""
        return self._templates[key].format(**facts)

    def fitting(self, key: str, kind: str) -> str:
        """The key of what is said of a case of *kind*, where that is said in other words."""
        other = f"{key}_{kind}"
        return other if other in self._templates else key

    def has(self, key: str) -> bool:
        """Whether the catalogue has *key*."""
        return key in self._templates

    def moment(self, at: datetime) -> str:
        """A date and time as people of the city say it."""
        local = at.astimezone(self._zone)
        return self.plain(
            "time.moment",
            year=local.year,
            month=local.month,
            month_name=self._list("time.months")[local.month - 1],
            day=local.day,
            weekday=self._list("time.weekdays")[local.weekday()],
            time=local.strftime("%H:%M"),
        )

    def day(self, day: date) -> str:
        """A day as people of the city say it."""
        return self.plain(
            "time.day",
            month=day.month,
            month_name=self._list("time.months")[day.month - 1],
            day=day.day,
            weekday=self._list("time.weekdays")[day.weekday()],
        )

    def short_day(self, day: date) -> str:
        """A day where there is little room."""
        name = self._list("time.months")[day.month - 1]
        return self.plain("time.short_day", month_name=name, day=day.day)

    def month(self, day: date) -> str:
        """A month with its year."""
        name = self._list("time.months")[day.month - 1]
        return self.plain("time.year_month", year=day.year, month_name=name)

    def year(self, at: datetime) -> str:
        """The year of a moment."""
        return self.plain("time.year", year=at.astimezone(self._zone).year)

    def span(self, span: timedelta) -> str:
        """An amount of time in its two largest units, without a sign."""
        minutes = int(abs(span).total_seconds()) // 60
        days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
        if days:
            return self.plain("time.days_hours", days=days, hours=hours)
        if hours:
            return self.plain("time.hours_minutes", hours=hours, minutes=minutes)
        return self.plain("time.minutes", minutes=minutes)

    def _list(self, key: str) -> list[str]:
        return self._templates[key].split()


class Catalogue:
    """All languages; Chinese where somebody's language is not among them."""

    def __init__(self, zone: tzinfo) -> None:
        self._words = {name: Words(name, templates(name), zone) for name in LANGUAGES}

    def __getitem__(self, language: str) -> Words:
        return self._words.get(language, self._words["zh"])

    def every(self, key: str) -> list[str]:
        """What *key* says in each language: what a person may have typed or pressed."""
        return [words.plain(key) for words in self._words.values()]


@cache
def templates(language: str) -> Mapping[str, str]:
    """The catalogue of *language*, flat: ``section.name`` to template."""
    text = (files("handlers.texts") / f"{language}.toml").read_text("utf-8")
    sections = tomllib.loads(text)
    return MappingProxyType(
        {
            f"{section}.{name}": template
            for section, entries in sections.items()
            for name, template in entries.items()
        }
    )


def language_of(code: str | None) -> str:
    """Our language for Telegram's language code: English for English, Chinese for all others."""
    return "en" if (code or "").lower().startswith("en") else "zh"

"""Reads spans of days as people of the office write them."""

import re
from datetime import date

from cases.figures import Days

WEEK, MONTH, QUARTER = 7, 30, 90

YEARS = range(2000, 3000)

_COUNT = re.compile(r"\d{1,4}\Z")
_MONTH = re.compile(r"(\d{4})-(\d{1,2})\Z")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}\Z")


def read_span(text: str, today: date) -> Days | None:
    """``30`` (days up to today), ``2026-03`` (a month), ``2026-03-01 2026-03-15`` (both ends
    belong to it); nothing is a week; None for anything else, and for what has not begun."""
    try:
        days = _read(text.split(), today)
    except ValueError:
        return None
    return days if days is not None and days.first <= today else None


def asked_for(first: date, last: date) -> Days:
    """A span that somebody asks for; raises ValueError for one that cannot be meant."""
    if first.year not in YEARS or last.year not in YEARS:
        raise ValueError("a span of another age")
    return Days(first, last)


def _read(words: list[str], today: date) -> Days | None:
    match words:
        case []:
            return Days.up_to(today, WEEK)
        case [one] if _COUNT.match(one):
            return Days.up_to(today, int(one))
        case [one] if found := _MONTH.match(one):
            month = Days.month(int(found[1]), int(found[2]))
            return asked_for(month.first, month.last)
        case [first, last] if _DATE.match(first) and _DATE.match(last):
            return asked_for(_date(first), _date(last))
    return None


def _date(text: str) -> date:
    year, month, day = (int(part) for part in text.split("-"))
    return date(year, month, day)

"""The annex of the weekly analysis: the figures and lists behind the page, as a workbook."""

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal

from cases.briefing import Briefing
from cases.city import City
from cases.figures import Cut, Figures, rate
from cases.model import Case
from handlers.briefing_words import BriefingWords, Mask
from handlers.figure_words import FigureWords
from handlers.ports import Cell, Sheet
from handlers.texts import Words

FIGURES = (
    *("received", "accepted", "due", "closed", "closed_rate", "on_time", "on_time_rate"),
    *("solved", "solved_rate", "rated", "satisfied", "satisfied_rate", "returned", "reopened"),
    *("extended", "median_hours"),
)
SHORT = ("received", "due", "closed", "closed_rate", "on_time_rate", "solved_rate", "returned")
REPEATS = ("category", "address", "number", "again", "root", "organisation", "state")
LATE = ("number", "organisation", "category", "district", "address", "due", "late")
DECISIONS = ("number", "decided", "organisation", "due", "text", "state")


class BriefingSheets:
    """Makes the sheets."""

    def __init__(self, city: City, page: BriefingWords, mask: Mask) -> None:
        self._city, self._page, self._figures = city, page, FigureWords(city)
        self._mask = mask

    def annex(self, briefing: Briefing, words: Words) -> list[Sheet]:
        """Figures by every cut, repeat spots, late cases, decisions."""
        return [
            *(self.figures(briefing, cut, FIGURES, words) for cut in Cut),
            self._repeats(briefing, words),
            self._late(briefing, words),
            self._decisions(briefing, words),
        ]

    def figures(
        self, briefing: Briefing, cut: Cut, columns: tuple[str, ...], words: Words
    ) -> Sheet:
        """The same numbers as /stats, a row for each part; the first is the whole."""
        whole = (words.plain("annex.whole"), briefing.figures)
        parts = [(self._figures.name(cut, key, words), one) for key, one in briefing.parts[cut]]
        rows = [[name, *_numbers(one, columns)] for name, one in (whole, *parts)]
        heading = [words.plain(f"annex.{name}") for name in (cut, *columns)]
        return Sheet(words.plain(f"annex.sheet_{cut}"), heading, rows)

    def _repeats(self, briefing: Briefing, words: Words) -> Sheet:
        rows: list[list[Cell]] = [
            [
                self._category(spot.root, words),
                self._address(spot.root),
                spot.first.number,
                ", ".join(case.number for case in spot.again),
                spot.root.number,
                spot.root.organisation or "",
                words.plain(f"state.{spot.root.state}"),
            ]
            for spot in briefing.repeats
        ]
        return _sheet("repeats", REPEATS, rows, words)

    def _late(self, briefing: Briefing, words: Words) -> Sheet:
        rows: list[list[Cell]] = [
            [
                case.number,
                case.organisation or "",
                self._category(case, words),
                case.report.place.district or "",
                self._address(case),
                self._time(case.due_at),
                words.span(briefing.now - (case.due_at or briefing.now)),
            ]
            for case in briefing.late_cases
        ]
        left_out = sum(one.cases for one in briefing.late) - len(rows)
        if left_out > 0:
            rows.append([words.plain("annex.more", count=left_out), *[""] * (len(LATE) - 1)])
        return _sheet("late", LATE, rows, words)

    def _decisions(self, briefing: Briefing, words: Words) -> Sheet:
        rows: list[list[Cell]] = [
            [
                case.number,
                self._time(case.submitted_at),
                case.organisation or "",
                self._time(case.promised_at),
                case.report.text,
                self._page.decision(case, briefing.now, words),
            ]
            for case in briefing.decisions
        ]
        return _sheet("decisions", DECISIONS, rows, words)

    def _category(self, case: Case, words: Words) -> str:
        return self._figures.name(Cut.CATEGORY, case.report.category, words)

    def _address(self, case: Case) -> str:
        """As a card shows it to those who do not handle the case."""
        return self._mask(case.report.place.address)

    def _time(self, at: datetime | None) -> str:
        return f"{at.astimezone(self._city.zone):%Y-%m-%d %H:%M}" if at else ""


def _sheet(name: str, columns: tuple[str, ...], rows: list[list[Cell]], words: Words) -> Sheet:
    heading = [words.plain(f"annex.{column}") for column in columns]
    return Sheet(words.plain(f"annex.sheet_{name}"), heading, rows)


def _numbers(figures: Figures, columns: tuple[str, ...]) -> list[Cell]:
    """As they are written everywhere; a dash where there is nothing to divide by."""
    known = asdict(figures)
    for name in ("closed", "on_time", "solved", "satisfied"):
        known[f"{name}_rate"] = rate(known[name], figures.due)
    hours = known["median_hours"]
    known["median_hours"] = None if hours is None else Decimal(f"{hours:.1f}")
    return ["—" if known[name] is None else known[name] for name in columns]

"""The figures in words: of the whole, and one by one."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

from cases.city import City
from cases.figures import Cut, Days, Figures, change, rate
from cases.statistics import Overview
from handlers.texts import Html, Words

SHOWN = 12
RATED = ("closed", "on_time", "solved", "satisfied")
COMPARED = ("received", "accepted", "due", "closed", "on_time")


class FigureWords:
    """Says figures."""

    def __init__(self, city: City) -> None:
        self._city = city

    def about(self, days: Days, offices: tuple[str, ...] | None, words: Words) -> str:
        """Of whom and of when: the city or some organisations, and the span."""
        if offices is None:
            whom = self._city.name
        elif len(offices) == 1:
            whom = offices[0]
        else:
            whom = words.plain("stats.several", name=offices[0], count=len(offices))
        span = words.plain("stats.span", first=days.first, last=days.last, count=len(days))
        return words.plain("stats.about", whom=whom, span=span)

    def whole(self, overview: Overview, words: Words) -> Html:
        """The figures of the whole, held against those before."""
        changes = {f"{name}_change": self._change(overview, name, words) for name in COMPARED}
        about = self.about(overview.days, overview.offices, words)
        return words("stats.whole", about=about, **facts_of(overview.now, words), **changes)

    def parts(
        self,
        about: str,
        cut: Cut,
        parts: Sequence[tuple[str, Figures]],
        offset: int,
        words: Words,
    ) -> Html:
        """One page of the parts, with all figures of each."""
        if not parts:
            return words("stats.nothing", about=about)
        lines = [words(f"stats.by_{cut}", about=about, count=len(parts))]
        lines += [
            words("stats.part", place=n, name=self.name(cut, key, words), **facts_of(one, words))
            for n, (key, one) in enumerate(parts[offset : offset + SHOWN], start=offset + 1)
        ]
        return Html("\n".join(lines))

    def name(self, cut: Cut, key: str, words: Words) -> str:
        """What people call a part."""
        if not key:
            return words.plain(f"stats.no_{cut}")
        category = self._city.categories.get(key) if cut is Cut.CATEGORY else None
        return category.name if category else key

    @staticmethod
    def _change(overview: Overview, name: str, words: Words) -> str:
        now, before = (asdict(one)[name] for one in (overview.now, overview.before))
        percent = change(now, before)
        if percent is None:
            return words.plain("stats.no_change")
        return words.plain("stats.change", percent=percent_of(percent, signed=True), before=before)


def percent_of(percent: Decimal | None, *, signed: bool = False) -> str:
    """As it is written everywhere: two places, a true minus, a dash for what is unknown."""
    if percent is None:
        return "—"
    return f"{percent:{'+' if signed else ''}.2f} %".replace("-", "−")


def facts_of(figures: Figures, words: Words) -> dict[str, object]:
    """Counts, rates and the median, as they are written everywhere."""
    counts = asdict(figures)
    rates = {f"{name}_rate": percent_of(rate(counts[name], figures.due)) for name in RATED}
    hours = figures.median_hours
    median = "—" if hours is None else words.plain("stats.hours", hours=f"{hours:.1f}")
    return {**counts, **rates, "median": median}

"""The page of the weekly analysis in words: short enough for one message."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import datetime

from cases.briefing import Briefing, HotSpot, RepeatSpot
from cases.city import City
from cases.figures import Cut, change
from cases.model import HANDLED, OPEN, Case
from cases.topics import Rising, Topic
from handlers.cleaning import one_line, shorten
from handlers.figure_words import FigureWords, facts_of, percent_of
from handlers.texts import Html, Words

Mask = Callable[[str], str]

TOP, SOME, DECISIONS = 5, 5, 8
PLACE, TEXT, GOOD = 24, 36, 48  # signs of a place, a decision, a good deed


class BriefingWords:
    """Says what the pack holds; *mask* takes personal data out of what citizens wrote."""

    def __init__(self, city: City, mask: Mask) -> None:
        self._city, self._mask, self._figures = city, mask, FigureWords(city)

    def about(self, briefing: Briefing, words: Words) -> str:
        """Of whom and of when the pack is."""
        return self._figures.about(briefing.days, None, words)

    def page(self, briefing: Briefing, words: Words) -> Html:
        """Everything, section by section; a section with nothing to say is left out."""
        sections = [
            ("top", [self._top(one, words) for one in briefing.rising[:TOP]]),
            ("hot", [self._hot(one, words) for one in briefing.hot[:SOME]]),
            ("repeats", [self._repeat(one, words) for one in briefing.repeats[:SOME]]),
            ("late", self._late(briefing, words)),
            ("returns", self._returns(briefing.returns[:SOME], words)),
            ("honours", self._honours(briefing, words)),
            ("topics", self._topics(briefing, words)),
            ("decisions", self._decisions(briefing, words)),
        ]
        parts = [self._head(briefing, words)]
        for name, lines in sections:
            found = list(lines)
            if found:
                title = words(f"briefing.{name}", count=self._count(name, briefing))
                parts.append(Html("\n".join([title, *found])))
        return Html("\n\n".join(parts))

    def topic(self, one: Topic, now: datetime, words: Words) -> Html:
        """What is proposed, and the reason."""
        category = self._city.categories.get(one.subject)
        return words(
            f"briefing.topic_{one.why}",
            subject=category.name if category else one.subject,
            count=one.count,
            before=one.before,
            span=words.span(now - (one.since or now)),
        )

    def decision(self, case: Case, now: datetime, words: Words) -> str:
        """How far a decision is: done, late, or open until when."""
        if case.state not in OPEN:
            return words.plain(
                f"outcome.{case.outcome}" if case.outcome else f"state.{case.state}"
            )
        due = case.promised_at or case.due_at
        if due is None or case.state not in HANDLED:
            return words.plain(f"state.{case.state}")
        key = "briefing.is_late" if due <= now else "briefing.until"
        return words.plain(key, due=words.moment(due))

    @staticmethod
    def _count(name: str, briefing: Briefing) -> int:
        """How many there are in all, of which some are shown."""
        found: dict[str, int] = {
            "repeats": len(briefing.repeats),
            "late": sum(one.cases for one in briefing.late),
            "returns": sum(count for _, count in briefing.returns),
            "honours": len(briefing.honours),
            "decisions": len(briefing.decisions),
        }
        return found.get(name, 0)

    def _head(self, briefing: Briefing, words: Words) -> Html:
        compared = {
            f"{name}_{than}": _against(asdict(briefing.figures)[name], asdict(before)[name], words)
            for name in ("received", "due")
            for than, before in (("week", briefing.before), ("year", briefing.year_before))
        }
        about = self.about(briefing, words)
        facts = facts_of(briefing.figures, words)
        return words("briefing.head", about=about, **facts, **compared)

    def _top(self, one: Rising, words: Words) -> Html:
        return words(
            "briefing.top_line",
            name=self._figures.name(Cut.CATEGORY, one.category, words),
            count=one.now,
            before=_against(one.now, one.before, words),
            year=_against(one.now, one.year_before, words),
        )

    def _hot(self, one: HotSpot, words: Words) -> Html:
        point = f"{one.spot.latitude:.4f}, {one.spot.longitude:.4f}"
        place = one.place.removeprefix(one.district)
        named = shorten(one_line(self._mask(f"{one.district}{place}")), PLACE) if place else ""
        where = named or f"{one.district} {point}".strip()
        return words("briefing.hot_line", place=where, count=one.spot.count)

    def _repeat(self, one: RepeatSpot, words: Words) -> Html:
        report = one.root.report
        place = report.place.address or report.place.district or self._city.name
        return words(
            "briefing.repeat_line",
            name=self._figures.name(Cut.CATEGORY, report.category, words),
            place=shorten(one_line(self._mask(place)), PLACE),
            first=one.first.number,
            count=len(one.again),
            root=one.root.number,
        )

    def _late(self, briefing: Briefing, words: Words) -> Iterator[Html]:
        for one in briefing.late[:SOME]:
            yield words(
                "briefing.late_line",
                name=one.organisation or words.plain("stats.no_organisation"),
                count=one.cases,
                span=words.span(briefing.now - one.since),
            )

    @staticmethod
    def _returns(returns: Iterable[tuple[str, int]], words: Words) -> Iterator[Html]:
        for name, count in returns:
            known = name or words.plain("stats.no_organisation")
            yield words("briefing.returns_line", name=known, count=count)

    def _honours(self, briefing: Briefing, words: Words) -> Iterator[Html]:
        for one in briefing.honours[-3:]:
            day = words.day(self._city.local_day(one.at))
            yield words("briefing.honour_line", day=day, text=shorten(one_line(one.text), GOOD))

    def _topics(self, briefing: Briefing, words: Words) -> Iterator[Html]:
        for place, one in enumerate(briefing.topics, start=1):
            text = self.topic(one, briefing.now, words)
            yield words("briefing.topic_line", place=place, text=text)

    def _decisions(self, briefing: Briefing, words: Words) -> Sequence[Html]:
        return [
            words(
                "briefing.decision_line",
                number=case.number,
                text=shorten(one_line(case.report.text), TEXT),
                name=case.organisation or "",
                state=self.decision(case, briefing.now, words),
            )
            for case in briefing.decisions[:DECISIONS]
        ]


def _against(now: int, before: int, words: Words) -> str:
    """How much more it is than before, and what it was."""
    percent = change(now, before)
    if percent is None:
        return words.plain("briefing.none_before")
    said = percent_of(percent, signed=True)
    return words.plain("briefing.against", percent=said, before=before)

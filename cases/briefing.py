"""研判会材料: what the weekly analysis looks at, from the very counts that /stats shows."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from cases.citizen_book import Honour
from cases.city import City
from cases.figures import MOST_DAYS, Cut, Days, Figures, Span, Spot, bounds, spans
from cases.model import HANDLED, OPEN, Case, CaseId, Source
from cases.ports import Backlog, Book, CaseQuery, Clock, Order, Store
from cases.records import Said
from cases.statistics import SPOTS, Tally
from cases.topics import Rising, Topic, topics

NAMED = 5  # hot spots that get a name
LISTED = 1_000  # cases of a list, at most
REMEMBERED = timedelta(days=35)  # decisions that are done are read back for so long
YEAR = timedelta(days=364)  # to the same day of the week

Road = Callable[[str], str]
Parts = Sequence[tuple[str, Figures]]


class Period(StrEnum):
    """What a pack is about."""

    WEEK = "week"
    MONTH = "month"
    ROUND = "round"


@dataclass(frozen=True, slots=True)
class HotSpot:
    """A spot, what people call it (empty where nobody has said), and its district."""

    spot: Spot
    place: str
    district: str


@dataclass(frozen=True, slots=True)
class RepeatSpot:
    """The case that looks for the cause, the one that was solved, and those that came after."""

    root: Case
    first: Case
    again: tuple[Case, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything that the pack shows. *days* are whole; *late* and *late_cases* are as of
    *now*, the latter at most LISTED."""

    now: datetime
    days: Days
    figures: Figures
    before: Figures
    year_before: Figures
    parts: Mapping[Cut, Parts]
    rising: Sequence[Rising]
    course: Sequence[tuple[Days, int, int]]
    spots: Sequence[Spot]
    hot: Sequence[HotSpot]
    repeats: Sequence[RepeatSpot]
    late: Sequence[Backlog]
    late_cases: Sequence[Case]
    returns: Sequence[tuple[str, int]]
    honours: Sequence[Honour]
    topics: Sequence[Topic]
    decisions: Sequence[Case]


class Briefings:
    """Puts packs together. *road* finds the road that words name, or nothing."""

    def __init__(self, store: Store, tally: Tally, city: City, clock: Clock, road: Road) -> None:
        self._store, self._tally, self._city = store, tally, city
        self._clock, self._road = clock, road

    def days(self, period: Period) -> Days:
        """The last whole week, Monday to Sunday, or the last whole month."""
        return last_whole(period, self._city.local_day(self._clock()))

    def up_to_now(self, first: date, last: date) -> Days:
        """From *first* to *last*, as far as that has come and has room in a picture."""
        last = max(first, min(last, self._city.local_day(self._clock())))
        return Days.up_to(last, min(MOST_DAYS, (last - first).days + 1))

    async def make(self, days: Days) -> Briefing:
        """The pack of *days*, for the whole city; whoever asks checks who may see it."""
        now, zone = self._clock(), self._city.zone
        span, former = spans(days, zone, now)
        last_year = spans(a_year_before(days), zone, now)[0]
        whole = [await self._tally.whole(one, None) for one in (span, former, last_year)]
        parts = {cut: await self._parts(span, cut) for cut in Cut}
        earlier = [await self._tally.parts(one, None, Cut.CATEGORY) for one in (former, last_year)]
        rising = _rising(parts[Cut.CATEGORY], earlier[0], earlier[1])
        spots = await self._tally.spots(span, None, SPOTS)
        returns = [(name, one.returned) for name, one in parts[Cut.ORGANISATION] if one.returned]
        returns.sort(key=lambda one: (-one[1], one[0]))
        course = await self._course(days)
        async with self._store.reading() as book:
            repeats = await _repeats(book, span)
            late = await book.overdue_by_organisation(now)
            return Briefing(
                now=now,
                days=days,
                figures=whole[0],
                before=whole[1],
                year_before=whole[2],
                parts=parts,
                rising=rising,
                course=course,
                spots=spots,
                hot=[await self._named(book, spot, span) for spot in spots[:NAMED]],
                repeats=repeats,
                late=late,
                late_cases=await book.search(
                    CaseQuery(states=HANDLED, due_before=now, order=Order.DUE, limit=LISTED)
                ),
                returns=returns,
                honours=await book.honours(span.start, span.end),
                topics=topics(rising, _by_category(repeats), late, returns, now),
                decisions=await _decisions(book, now),
            )

    async def _parts(self, span: Span, cut: Cut) -> Parts:
        found = await self._tally.parts(span, None, cut)
        return sorted(found.items(), key=lambda one: (-one[1].received, -one[1].due, one[0]))

    async def _course(self, days: Days) -> list[tuple[Days, int, int]]:
        pieces = days.pieces()
        steps = [Span(*pair) for pair in pairwise(bounds(pieces, self._city.zone))]
        counted = await self._tally.course(steps, None)
        return [(piece, *counts) for piece, counts in zip(pieces, counted, strict=True)]

    async def _named(self, book: Book, spot: Spot, span: Span) -> HotSpot:
        """What most of the reports from there call the place: its road, else an address."""
        said = await book.said_at(spot, span)
        districts = Counter(one.district for one in said if one.district)
        district = districts.most_common(1)[0][0] if districts else ""
        return HotSpot(spot, place_name(said, self._road), district)


def last_whole(period: Period, today: date) -> Days:
    """The last whole week (Monday to Sunday) or month before *today*."""
    if period is Period.MONTH:
        last = today.replace(day=1) - timedelta(days=1)
        return Days.month(last.year, last.month)
    monday = today - timedelta(days=today.weekday())
    return Days.up_to(monday - timedelta(days=1), 7)


def a_year_before(days: Days) -> Days:
    """The same month of the year before for a month, else the same days of the week."""
    month = Days.month(days.first.year, days.first.month)
    if days == month:
        return Days.month(days.first.year - 1, days.first.month)
    return Days(days.first - YEAR, days.last - YEAR)


def place_name(said: Sequence[Said], road: Road) -> str:
    """The road that most name, else the commonest address; empty where nobody names any."""
    roads = Counter(filter(None, (road(one.address) or road(one.text) for one in said)))
    addresses = Counter(one.address for one in said if one.address)
    for names in (roads, addresses):
        if names:
            return min(names, key=lambda name: (-names[name], name))
    return ""


def _rising(
    now: Parts, before: Mapping[str, Figures], year_before: Mapping[str, Figures]
) -> list[Rising]:
    """Every category that was reported, the most reported first."""
    none = Figures()
    return [
        Rising(
            category,
            one.received,
            before.get(category, none).received,
            year_before.get(category, none).received,
        )
        for category, one in now
        if one.received
    ]


async def _repeats(book: Book, span: Span) -> list[RepeatSpot]:
    """By root-cause case, where most came back first."""
    found = await book.repeats(span.start, span.end)
    ids = {id_ for one in found for id_ in (one.first, one.again, one.root)}
    known = {case.id: case for case in await book.cases(ids)}
    spots: dict[CaseId, RepeatSpot] = {}
    for one in found:
        spot = spots.get(one.root, RepeatSpot(known[one.root], known[one.first], ()))
        again = dict.fromkeys((*spot.again, known[one.again]))
        spots[one.root] = RepeatSpot(spot.root, spot.first, tuple(again))
    return sorted(spots.values(), key=lambda spot: -len(spot.again))


def _by_category(repeats: Sequence[RepeatSpot]) -> list[tuple[str, int]]:
    counted: Counter[str] = Counter()
    for spot in repeats:
        counted[spot.root.report.category] += len(spot.again)
    return list(counted.items())


async def _decisions(book: Book, now: datetime) -> list[Case]:
    """What meetings decided: all that is open, the most urgent first, then what was done."""
    all_ = CaseQuery(source=Source.MEETING, limit=LISTED)
    open_ = await book.search(replace(all_, states=OPEN, order=Order.DUE))
    lately = await book.search(replace(all_, filed_from=now - REMEMBERED))
    return [*open_, *(case for case in lately if case.state not in OPEN)]

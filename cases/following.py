"""已有人上报?: open cases that are what somebody is about to report; following one instead."""

import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from cases.city import City
from cases.errors import NotAllowed
from cases.model import OPEN, Case, CaseId, Event, Kind, PersonId, Place, Report
from cases.ports import Book, Clock, Store
from cases.records import Addition, Around, Box
from cases.step import Ask

FOLLOW = "follow"
METRES_PER_DEGREE = 111_320.0
SAME_PICTURE = 6  # of 64 bits
SAME_CATEGORY, SAME_DOMAIN = 0.1, 0.35  # how alike the words must be

_HOUSE = re.compile(r"\d+(?=号)")

Likeness = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Match:
    """A case that may be the same; *metres* away where both places have a point."""

    case: Case
    metres: float | None
    score: float


class Following:
    """Finds what was reported already, and lets people join it. *likeness* of two texts is
    between 0 and 1."""

    def __init__(self, store: Store, city: City, clock: Clock, likeness: Likeness) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._likeness = likeness

    async def alike(
        self, report: Report, by: PersonId, *, road: str = "", but: Collection[CaseId] = ()
    ) -> list[Match]:
        """Other people's open cases that *report* may repeat, the likeliest first, without
        *but*; *road* is what the words name where there is no point."""
        async with self._store.reading() as book:
            return await self.alike_within(book, report, by, road=road, but=but)

    async def alike_within(
        self,
        book: Book,
        report: Report,
        by: PersonId,
        *,
        road: str = "",
        but: Collection[CaseId] = (),
        category: str | None = None,
    ) -> list[Match]:
        """The same inside a transaction that is open already; only of *category* where it is
        given."""
        where = self._around(report, by, road)
        if where is None:
            return []
        where = replace(where, category=category)
        found = [case for case in await book.around(where) if case.id not in but]
        looks = await _looks(book, report, found)
        matches = [self._match(report, case, looks) for case in found]
        return sorted(filter(None, matches), key=lambda match: -match.score)

    async def follow(self, case: CaseId, report: Report, ask: Ask) -> Case | None:
        """我也遇到: *ask.by* follows the case instead of filing *report*, whose words and photos
        are kept with it. None where the case is over meanwhile; NotAllowed for one's own."""
        async with self._store.writing() as book:
            done = await book.done(ask.key)
            if done is not None:
                return await book.case(done)
            found = await book.case(case)
            if found.reporter == ask.by:
                raise NotAllowed(found.number, action=FOLLOW)
            if found.state not in OPEN:
                return None
            return await self.join(book, found, report, ask)

    async def join(self, book: Book, case: Case, report: Report, ask: Ask) -> Case:
        """The same inside a transaction that is open already, for an open case; whoever reported
        or follows it already adds nothing."""
        now = self._clock()
        addition = Addition(ask.by, now, report.text, report.photos)
        if case.reporter == ask.by or not await book.follow(case.id, addition):
            return case
        followed = replace(case, followed=case.followed + 1, version=case.version + 1)
        await book.save(followed)
        event = Event(now, ask.by, FOLLOW, case.state, case.state, report.text)
        await book.log(case.id, (event, ask.key))
        await book.refresh_cards(case.id)
        return followed

    def _around(self, report: Report, by: PersonId, road: str) -> Around | None:
        """Where to look; None for praise, and where the place is too vague."""
        if report.kind is Kind.HIGHLIGHT:
            return None
        since = self._clock() - self._city.alike_for
        box = box_around(report.place, self._radius(report))
        if box is not None:
            return Around(kind=report.kind, since=since, by=by, box=box)
        if not (road and report.place.district):
            return None
        district = report.place.district
        return Around(kind=report.kind, since=since, by=by, district=district, road=road)

    def _radius(self, report: Report) -> float:
        return self._city.categories[report.category].radius or self._city.alike_radius

    def _match(self, report: Report, case: Case, looks: Mapping[str, int]) -> Match | None:
        metres = distance(report.place, case.report.place)
        radius = self._radius(report)
        if metres is not None and metres > radius:
            return None
        if metres is None and _other_house(report.place, case.report.place):
            return None
        if same_picture(report.photos, case.report.photos, looks):
            return Match(case, metres, 2.0)
        words = self._likeness(report.text, case.report.text)
        if words < self._needed(report, case):
            return None
        return Match(case, metres, words - (metres or 0.0) / radius / 10)

    def _needed(self, report: Report, case: Case) -> float:
        """How alike the words must be; for another domain, more than they can be."""
        mine = self._city.categories[report.category]
        theirs = self._city.categories[case.report.category]
        if mine.code == theirs.code:
            return SAME_CATEGORY
        return SAME_DOMAIN if mine.domain == theirs.domain else math.inf


def distance(one: Place, other: Place) -> float | None:
    """Metres between two points of a city; None where one of them is only words."""
    if one.latitude is None or one.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    north = (other.latitude - one.latitude) * METRES_PER_DEGREE
    shrunk = math.cos(math.radians(one.latitude))
    east = (other.longitude - one.longitude) * METRES_PER_DEGREE * shrunk
    return math.hypot(north, east)


def same_picture(mine: Collection[str], theirs: Collection[str], looks: Mapping[str, int]) -> bool:
    """Whether one of these photos looks like one of those: the same picture, sent once more."""
    return any(
        one in looks and other in looks and differing(looks[one], looks[other]) <= SAME_PICTURE
        for one in mine
        for other in theirs
    )


def differing(one: int, other: int) -> int:
    """In how many of 64 bits two perceptual hashes differ."""
    return ((one ^ other) & (2**64 - 1)).bit_count()


async def _looks(book: Book, report: Report, cases: Collection[Case]) -> Mapping[str, int]:
    if not report.photos or not cases:
        return {}
    theirs = (photo for case in cases for photo in case.report.photos)
    return await book.appearances({*report.photos, *theirs})


def box_around(place: Place, metres: float) -> Box | None:
    """What lies within *metres* of the point, and a little more; None where there is none."""
    if place.latitude is None or place.longitude is None:
        return None
    north = metres / METRES_PER_DEGREE
    east = north / math.cos(math.radians(place.latitude))
    latitude, longitude = place.latitude, place.longitude
    return Box(latitude - north, longitude - east, latitude + north, longitude + east)


def _other_house(one: Place, other: Place) -> bool:
    """Whether both addresses have house numbers, and none in common."""
    mine, theirs = _HOUSE.findall(one.address), _HOUSE.findall(other.address)
    return bool(mine and theirs) and not set(mine) & set(theirs)

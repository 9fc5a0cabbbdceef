"""更正: a category that somebody put right is a labelled example, unless only the one who gains
by it says so."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from cases.city import City
from cases.model import Case, CaseId, Person, PersonId, Report, Role
from cases.ports import Book
from cases.records import Correction

FROM_ONE_REPORTER = 3
WEAK, STRONG = 0.5, 1.0  # what a reporter's choice weighs, and what a member of the staff says


def chosen(report: Report, guess: str, by: PersonId, at: datetime, key: str) -> Correction:
    """The reporter chose another category than *guess*, or one where the bot had asked (an empty
    guess): weak, but nobody's gain. The case is not filed yet and gets its id when it is."""
    return Correction(
        key, CaseId(0), at, report.text, report.kind, guess, report.category, by, counts=True
    )


def corrected(
    case: Case, right: str, by: Person, at: datetime, *, city: City, key: str
) -> Correction:
    """A member of the staff says that *right* is the category of *case*."""
    report = case.report
    gain = gains(city, by, report.category, right, report.place.district)
    post = next((post for post in by.posts if post.organisation), None)
    role = Role.ADMIN if by.has(Role.ADMIN) else post.role if post else None
    return Correction(
        key,
        case.id,
        at,
        report.text,
        report.kind,
        report.category,
        right,
        by.id,
        role,
        post.organisation if post else None,
        gains=gain,
        counts=not gain,
    )


def gains(city: City, by: Person, given: str, right: str, district: str | None) -> bool:
    """Whether the change takes the case away from an organisation in which *by* serves."""
    away, to = (city.lead(category, district)[0] for category in (given, right))
    return away != to and away in {post.organisation for post in by.posts if post.organisation}


async def record(book: Book, correction: Correction) -> None:
    """Write *correction* within the transaction of the change, and let count what it seconds."""
    earlier = await book.corrections(correction.case) if correction.role else []
    settled, seconded = settle(earlier, correction)
    await book.correct(settled)
    if seconded:
        await book.let_count(seconded)


def settle(earlier: Sequence[Correction], new: Correction) -> tuple[Correction, Collection[str]]:
    """*new*, counting if it is or has a second hand, and the keys of those that count by it."""
    same = [one for one in earlier if one.right == new.right and one.by != new.by]
    independent = [one for one in same if one.counts or one.organisation != new.organisation]
    if new.counts:
        return new, [one.key for one in same if not one.counts]
    if not independent:
        return new, []
    return replace(new, counts=True), [one.key for one in independent if not one.counts]


def examples(corrections: Iterable[Correction]) -> list[Correction]:
    """What can be learned from: of each case the last word that counts, and of each reporter the
    last few, so that nobody teaches it alone. In order of time."""
    last = {one.case: one for one in corrections if one.counts}
    heard: Counter[PersonId] = Counter()
    kept = []
    for one in reversed(last.values()):
        heard[one.by] += one.role is None
        if heard[one.by] <= FROM_ONE_REPORTER or one.role is not None:
            kept.append(one)
    return kept[::-1]


def weight(correction: Correction) -> float:
    """How much it counts as an example."""
    return WEAK if correction.role is None else STRONG

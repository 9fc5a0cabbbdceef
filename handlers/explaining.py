"""「为什么是这个时间?」: a deadline tells every step of its sum."""

from cases.city import City
from cases.deadlines import Deadline, Step
from cases.limits import Limit
from cases.model import Case
from cases.reckoning import Part, reckoned
from handlers.texts import Html, Words

DAYS_SHOWN = 40


def explain(city: City, case: Case, words: Words) -> Html:
    """Why *case* is due when it is."""
    lines = [words("why.title", number=case.number, due=_moment(words, case))]
    for part, deadline in reckoned(city.calendar, case.reckoning):
        lines.append(_part(part, deadline, words))
        lines += days(deadline, words)
    if case.suspended_at is not None:
        lines.append(words("why.suspended", since=words.moment(case.suspended_at)))
    if case.provisional:
        lines.append(words("why.provisional"))
    return Html("\n".join(lines))


def days(deadline: Deadline, words: Words) -> list[Html]:
    """Each day of the sum, with what was counted on it."""
    shown = [_day(step, words) for step in deadline.steps[:DAYS_SHOWN]]
    if len(deadline.steps) > DAYS_SHOWN:
        shown.append(words("why.more", count=len(deadline.steps) - DAYS_SHOWN))
    return shown


def limit_in_words(limit: Limit, words: Words) -> str:
    """Such as 3个工作日."""
    return words.plain(f"limit.{limit.unit}", amount=limit.amount)


def _part(part: Part, deadline: Deadline, words: Words) -> Html:
    return words(
        f"why.{part.basis}",
        start=words.moment(part.start),
        limit=limit_in_words(part.limit, words) if part.limit else "",
        left=words.span(part.left) if part.left is not None else "",
        at=words.moment(deadline.at),
    )


def _day(step: Step, words: Words) -> Html:
    return words(
        "why.day",
        day=words.day(step.day),
        kind=words.plain(f"day.{step.kind}"),
        counted=words.span(step.counted) if step.counted else words.plain("why.nothing"),
        provisional=words.plain("card.provisional") if step.provisional else "",
    )


def _moment(words: Words, case: Case) -> str:
    return words.moment(case.due_at) if case.due_at else "-"

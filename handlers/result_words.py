"""What a round of inspections came to, in words."""

from collections.abc import Sequence
from decimal import Decimal

from handlers.cleaning import shorten
from handlers.figure_words import percent_of
from handlers.texts import Html, Words
from survey.outcome import Divided, Overall, Since
from survey.results import Cost, Division, Group, Visited
from survey.rounds import Round
from survey.scores import LEAST, Standing

SHOWN, LINE = 15, 60


def whole(overall: Overall, words: Words) -> Html:
    """A round as a whole: of the city, or of some offices with where they stand."""
    plan, offices = overall.round.plan, overall.offices
    facts = {
        "name": plan.name,
        "begins": words.day(plan.begins),
        "ends": words.day(plan.ends),
        "lead": plan.organisation,
        "visited": overall.visited,
        "body": _body(overall, words),
    }
    if offices is None:
        return words("results.whole", **facts, drawn=overall.round.drawn)
    standings = [_standing(one, overall.ranked, words) for one in overall.standings[:SHOWN]]
    return words(
        "results.own",
        **facts,
        whom=_whom(offices, words),
        standings=Html("".join(f"{line}\n" for line in standings)),
    )


def parts(round_: Round, division: Division, found: Divided, offset: int, words: Words) -> Html:
    """A page of the parts."""
    groups = found.groups
    lines = [words(f"results.by_{division}", name=round_.plan.name, count=len(groups))]
    lines += [_part(one, found.since, words) for one in groups[offset : offset + SHOWN]]
    if found.since is not None:
        lines += [compared(found.since, words), words("results.since_each")]
    return Html("\n".join(lines))


def points(round_: Round, found: Sequence[Visited], offset: int, words: Words) -> Html:
    """A page of the points, the worst first."""
    worst = sorted(found, key=lambda one: (one.score, one.point.key))
    lines = [words("results.by_point", name=round_.plan.name, count=len(found))]
    lines += [_point(one, words) for one in worst[offset : offset + SHOWN]]
    return Html("\n".join(lines))


def table(round_: Round, since: Since | None, words: Words) -> Html:
    """What is said with the workbook."""
    caption = words("results.table", name=round_.plan.name)
    return Html(f"{caption}\n{compared(since, words)}") if since else caption


def compared(since: Since, words: Words) -> Html:
    """With which round, and over which kinds of points."""
    kinds = words.plain("results.and").join(since.kinds)
    return words(
        "results.since", number=since.round.number, name=since.round.plan.name, kinds=kinds
    )


def _body(overall: Overall, words: Words) -> Html:
    mean, put_right = overall.mean, overall.rectified
    return words(
        "results.body",
        score=mean.score if mean else "—",
        bounds=_bounds(overall.bounds, words),
        change=_change(overall.change, overall.since, words),
        since=Html(f"\n{compared(overall.since, words)}") if overall.since else "",
        costs=Html("\n".join(_cost(one, words) for one in overall.costs)) or "—",
        found=put_right.found,
        fixed=put_right.fixed,
        verified=put_right.verified,
        open=put_right.open,
        rate=percent_of(put_right.rate),
    )


def _whom(offices: Sequence[str], words: Words) -> str:
    if len(offices) == 1:
        return offices[0]
    return words.plain("stats.several", name=offices[0], count=len(offices))


def _standing(standing: Standing, ranked: int, words: Words) -> Html:
    key = "results.standing_unranked" if standing.rank is None else "results.standing"
    return words(
        key,
        name=standing.name,
        rank=standing.rank,
        ranked=ranked,
        least=LEAST,
        score=standing.mean.score,
    )


def _part(group: Group, since: Since | None, words: Words) -> Html:
    standing = group.standing
    rank = standing.rank
    return words(
        "results.part",
        rank=words.plain("results.unranked") if rank is None else rank,
        name=standing.name,
        score=standing.mean.score,
        points=standing.mean.points,
        bounds=_bounds(group.bounds, words),
        change=_change(group.change, since, words),
    )


def _point(visited: Visited, words: Words) -> Html:
    point = visited.point
    return words(
        "results.point",
        score=visited.score,
        name=point.name,
        kind=point.kind,
        district=point.district,
        failed=sum(1 for count in visited.failed.values() if count),
    )


def _cost(cost: Cost, words: Words) -> Html:
    text = shorten(cost.item.text, LINE)
    return words("results.cost", lost=cost.lost, text=text, points=cost.points)


def _bounds(bounds: tuple[Decimal, Decimal] | None, words: Words) -> str:
    return words.plain("results.bounds", low=bounds[0], high=bounds[1]) if bounds else ""


def _change(change: Decimal | None, since: Since | None, words: Words) -> str:
    if change is None or since is None:
        return ""
    number = since.round.number
    return words.plain("results.change", number=number, change=signed(change))


def signed(change: Decimal) -> str:
    """By how many points a score changed."""
    return f"{change:+.2f}".replace("-", "−")

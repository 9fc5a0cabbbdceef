"""The results of a round as a workbook: every point with its score, and every division."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.ports import Cell, Sheet
from handlers.result_words import signed
from handlers.texts import Words
from survey.outcome import Divided, Since
from survey.results import Division, Group, Visited

POINT = ("kind", "name", "district", "street", "organisation", "score")
PART = ("name", "rank", "score", "points", "low", "high")


def sheets(
    visited: Sequence[Visited], parts: Mapping[Division, Divided], words: Words
) -> list[Sheet]:
    """From the points, whoever has the file can reckon the rest."""
    rows: list[list[Cell]] = [
        [
            one.point.kind,
            one.point.name,
            one.point.district,
            one.point.street,
            one.point.organisation,
            one.score,
        ]
        for one in visited
    ]
    heading = [words.plain(f"results.head_{name}") for name in POINT]
    return [
        Sheet(words.plain("results.sheet_points"), heading, rows),
        *(_division(division, one, words) for division, one in parts.items()),
    ]


def printed(parts: Mapping[Division, Divided], words: Words) -> list[Sheet]:
    """The divisions for paper, where a change is told by its sign."""
    return [_printed(division, found, words) for division, found in parts.items() if found.groups]


def _printed(division: Division, found: Divided, words: Words) -> Sheet:
    sheet = _division(division, found, words)
    if found.since is None:
        return sheet
    changes = ["" if one.change is None else signed(one.change) for one in found.groups]
    rows = [[*row[:-1], change] for row, change in zip(sheet.rows, changes, strict=True)]
    return replace(sheet, rows=rows)


def _division(division: Division, found: Divided, words: Words) -> Sheet:
    heading = [words.plain(f"results.head_{name}") for name in PART]
    if found.since is not None:
        heading.append(words.plain("results.head_change", number=found.since.round.number))
    rows = [_row(one, found.since, words) for one in found.groups]
    return Sheet(words.plain(f"results.view_{division}"), heading, rows)


def _row(group: Group, since: Since | None, words: Words) -> list[Cell]:
    standing = group.standing
    low, high = group.bounds or ("", "")
    return [
        standing.name,
        words.plain("results.unranked") if standing.rank is None else standing.rank,
        standing.mean.score,
        standing.mean.points,
        low,
        high,
        *(() if since is None else ("" if group.change is None else group.change,)),
    ]

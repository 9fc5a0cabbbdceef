"""The results of a round as a workbook: every point with its score, and every division."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from handlers.ports import Cell, Sheet
from handlers.result_words import signed
from handlers.texts import Words
from survey.results import Division, Group, Visited

POINT = ("kind", "name", "district", "street", "organisation", "score")
PART = ("name", "rank", "score", "points", "low", "high", "change")


def sheets(
    visited: Sequence[Visited], parts: Mapping[Division, Sequence[Group]], words: Words
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
        *(_division(division, groups, words) for division, groups in parts.items()),
    ]


def printed(parts: Mapping[Division, Sequence[Group]], words: Words) -> list[Sheet]:
    """The divisions for paper, where a change is told by its sign."""
    return [_printed(division, groups, words) for division, groups in parts.items() if groups]


def _printed(division: Division, groups: Sequence[Group], words: Words) -> Sheet:
    sheet = _division(division, groups, words)
    changes = ["" if one.change is None else signed(one.change) for one in groups]
    rows = [[*row[:-1], change] for row, change in zip(sheet.rows, changes, strict=True)]
    return replace(sheet, rows=rows)


def _division(division: Division, groups: Sequence[Group], words: Words) -> Sheet:
    heading = [words.plain(f"results.head_{name}") for name in PART]
    rows = [_row(one, words) for one in groups]
    return Sheet(words.plain(f"results.view_{division}"), heading, rows)


def _row(group: Group, words: Words) -> list[Cell]:
    standing = group.standing
    low, high = group.bounds or ("", "")
    return [
        standing.name,
        words.plain("results.unranked") if standing.rank is None else standing.rank,
        standing.mean.score,
        standing.mean.points,
        low,
        high,
        "" if group.change is None else group.change,
    ]

"""What a round came to, reckoned again by a spreadsheet program that knows nothing of ours."""

import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import ironcalc
import pytest
import xlsxwriter

from survey.distance import Spot
from survey.points import Point
from survey.results import (
    Division,
    Rectified,
    Visited,
    costs,
    groups,
    population_by,
    scores_by,
    whole,
)
from survey.scores import score
from tests.survey.systems import example

SYSTEM = example()
DISTRICTS, OFFICES = ("张店区", "淄川区", "博山区"), ("甲局", "乙局", "丙局")


def visited(count: int, seed: int = 5) -> list[Visited]:
    """So many points, each somewhere between spotless and hopeless."""
    chance = random.Random(seed)
    found = []
    for number in range(count):
        point = Point(
            kind=chance.choice(SYSTEM.kinds[:4]),
            name=f"点位{number}",
            place="",
            district=chance.choice(DISTRICTS),
            street=chance.choice(("", "和平街道")),
            organisation=chance.choice(OFFICES),
            spot=Spot(36.8, 118.0),
        )
        items = SYSTEM.items_at(point.kind)
        failed = {i.code: chance.choice((1, 2, None)) for i in items if chance.random() < 0.2}
        reached = score(items, {i.code: failed.get(i.code, 0) for i in items})
        found.append(Visited(point, reached or Decimal(0), failed))
    return found


def reckoned(path: Path, scores: Sequence[tuple[str, Decimal]]) -> dict[str, tuple[Decimal, int]]:
    """Mean and rank of each name, by a spreadsheet: names in A, scores in B, results in D to F."""
    names = sorted({name for name, _ in scores})
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for row, (name, reached) in enumerate(scores):
        sheet.write_string(row, 0, name)
        sheet.write_number(row, 1, reached)
    for row, name in enumerate(names, start=1):
        sheet.write_string(row - 1, 3, name)
        mean = f"=ROUND(AVERAGEIF(A$1:A${len(scores)},D{row},B$1:B${len(scores)}),2)"
        sheet.write_formula(row - 1, 4, mean)
        sheet.write_formula(row - 1, 5, f'=1+COUNTIF(E$1:E${len(names)},">"&E{row})')
    book.close()
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()

    def number(row: int, column: int) -> Decimal:
        return Decimal(str(model.get_cell_value(0, row, column)))

    return {name: (number(row, 5), int(number(row, 6))) for row, name in enumerate(names, start=1)}


@pytest.mark.parametrize("division", Division)
def test_a_spreadsheet_gives_every_part_the_same_mean_and_rank(
    division: Division, tmp_path: Path
) -> None:
    scores = scores_by(division, SYSTEM, visited(60))
    theirs = reckoned(tmp_path / "parts.xlsx", scores)
    ours = {
        one.standing.name: (one.standing.mean.score, one.standing.rank)
        for one in groups(scores, {}, {}, least=1)
    }
    assert theirs == ours
    assert len(ours) > 1


def test_what_the_items_cost_is_what_is_missing_to_the_best_score() -> None:
    points = visited(40)
    found = whole([one.score for one in points], len(points))
    assert found is not None
    mean, bounds = found
    lost = sum(one.lost for one in costs(SYSTEM, points, 1000))
    assert abs(Decimal(100) - mean.score - lost) < Decimal("0.01") * len(SYSTEM.items)
    assert bounds is None, "every point was looked at"
    most = costs(SYSTEM, points, 3)
    assert [one.lost for one in most] == sorted((one.lost for one in most), reverse=True)


def test_a_part_has_bounds_where_it_was_a_sample_and_a_change_where_it_changed() -> None:
    points = visited(40)
    scores = scores_by(Division.DISTRICT, SYSTEM, points)
    population = dict.fromkeys(population_by(Division.DISTRICT, [p.point for p in points]), 90)
    changed = {name: Decimal(1) for name in DISTRICTS[1:]}
    for one in groups(scores, population, changed):
        mean = one.standing.mean.score
        assert one.bounds is not None
        assert one.bounds[0] < mean < one.bounds[1]
        assert one.change == changed.get(one.standing.name)
    assert all(one.bounds is None for one in groups(scores, {}, {}))


def test_nothing_was_found_and_nothing_was_visited() -> None:
    assert Rectified(0, 0, 0).rate is None
    assert Rectified(2160, 2130, 2100).rate == Decimal("98.61")
    assert Rectified(2160, 2130, 2100).open == 30
    assert whole([], 10) is None
    assert costs(SYSTEM, [], 5) == []

"""A spreadsheet program that knows nothing of ours reckons the same scores."""

import random
from decimal import Decimal
from pathlib import Path

import ironcalc
import xlsxwriter

from survey.indicators import Item
from survey.scores import Answers, score
from tests.survey.systems import example

# Weight in A, partial in B, deduction in C, findings in D (empty: does not apply).
EARNED = '=IF(D{n}="",0,IF(D{n}=0,A{n},IF(C{n}<>"",MAX(0,A{n}-C{n}*D{n}),IF(D{n}=1,B{n},0))))'
SCORE = '=ROUND(100*SUM(E1:E{n})/SUMPRODUCT((D1:D{n}<>"")*A1:A{n}),2)'


def answered(items: tuple[Item, ...], chance: random.Random) -> Answers:
    """A point somewhere between spotless and hopeless."""
    mess = chance.random()
    return {
        item.code: None
        if chance.random() < 0.1
        else sum(chance.random() < mess / 2 for _ in range(4))
        for item in items
    }


def write(path: Path, points: list[tuple[tuple[Item, ...], Answers]]) -> None:
    """A sheet for each point, its score in G1."""
    book = xlsxwriter.Workbook(str(path))
    for items, answers in points:
        sheet = book.add_worksheet()
        for row, item in enumerate(items):
            values = (item.weight, item.partial, item.deduction, answers[item.code])
            for column, value in enumerate(values):
                if value is not None:
                    sheet.write_number(row, column, value)
            sheet.write_formula(row, 4, EARNED.format(n=row + 1))
        sheet.write_formula(0, 6, SCORE.format(n=len(items)))
    book.close()


def test_a_spreadsheet_reckons_every_kind_of_point_alike(tmp_path: Path) -> None:
    system, chance = example(), random.Random(7)
    points = [
        (items, answered(items, chance))
        for items in map(system.items_at, system.kinds)
        for _ in range(5)
    ]
    write(tmp_path / "scores.xlsx", points)
    book = ironcalc.load_from_xlsx(str(tmp_path / "scores.xlsx"), "en", "UTC", "en")
    book.evaluate()
    theirs = [Decimal(str(book.get_cell_value(sheet, 1, 7))) for sheet in range(len(points))]
    ours = [score(items, answers) for items, answers in points]
    assert theirs == ours
    assert len(set(ours)) > 100, "they differ from one another"

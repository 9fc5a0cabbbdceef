"""A system of indicators comes from a table, or every cell that is wrong is named."""

from decimal import Decimal

import pytest

from survey.reading import MOST_KINDS, read
from survey.table import Fault, Faulty, cell
from tests.survey.systems import HEAD, HEADINGS, KNOWN, example, small, table


def faults(*changes: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    """What is wrong once some cells are written over."""
    with pytest.raises(Faulty) as error:
        read(table(*changes), HEADINGS, KNOWN)
    return [(one.cell, one.why, one.value, one.other) for one in error.value.faults]


def test_a_table_becomes_indicators_with_items_by_kind_of_point() -> None:
    system = small()
    assert system.kinds == ("公园", "市场")
    assert [(one.code, int(one.weight)) for one in system.indicators] == [("1", 60), ("2", 40)]
    litter, lamp, queue = system.items
    assert (litter.deduction, litter.partial, litter.organisation) == (
        Decimal("7.50"),
        None,
        "乙局",
    )
    assert (lamp.category, lamp.organisation) == ("lamp", "甲局"), "the category's own leads"
    assert queue.kinds == ("公园", "市场")
    assert system.items_at("市场") == (lamp, queue)


@pytest.mark.parametrize(
    ("where", "said", "why"),
    [
        ("C2", "61", ("C3", "differs", "60.00", "61.00 (C2)")),
        ("F2", "41", ("C2", "items_sum", "60.00", "61.00")),
        ("D4", "1-1", ("D4", "item_twice", "1-1", "D2")),
        ("E4", "没有垃圾", ("E4", "text_twice", "公园", "E2")),
        ("B3", "卫生", ("B3", "differs", "卫生", "环境 (B2)")),
        ("C3", "50", ("C3", "differs", "50.00", "60.00 (C2)")),
        ("J2", "月亮", ("J2", "unknown_category", "月亮", "")),
        ("I2", "丙局", ("I2", "unknown_organisation", "丙局", "")),
        ("I2", "=A1", ("I2", "formula", "=A1", "")),
        ("F2", "=20+20", ("F2", "formula", "=20+20", "")),
        ("F2", "4e1", ("F2", "not_an_amount", "4e1", "")),
        ("F2", "40.001", ("F2", "not_an_amount", "40.001", "")),
        ("F2", "٤٠", ("F2", "not_an_amount", "٤٠", "")),
        ("F2", "0", ("F2", "nothing", "", "")),
        ("F2", "", ("F2", "missing", "", "")),
        ("G2", "1", ("G2", "one_of_two", "", "")),
        ("H2", "", ("G2", "one_of_two", "", "")),
        ("G3", "20", ("G3", "too_much", "20.00", "20.00")),
        ("H2", "40.01", ("H2", "deduction", "40.01", "40.00")),
        ("K2", "也许", ("K2", "not_a_mark", "也许", "")),
        ("K1", "", ("K1", "kind_without_name", "", "")),
        ("E2", "长" * 1001, ("E2", "too_long", "长" * 20, "1000")),
    ],
)
def test_what_is_wrong_is_named_by_its_cell(
    where: str, said: str, why: tuple[str, str, str, str]
) -> None:
    assert why in faults((where, said))


def test_indicators_must_weigh_a_hundred_together() -> None:
    assert faults(("C4", "39"), ("F4", "39")) == [("C1", "total_sum", "99.00", "100")]


def test_a_kind_without_items_and_an_item_without_kinds_are_named() -> None:
    found = faults(("L3", ""), ("L4", ""))
    assert found == [("L1", "kind_without_items", "市场", ""), ("D3", "no_kind", "", "")]


def test_one_mistake_is_told_once() -> None:
    """A number that cannot be read does not make the sums wrong too."""
    assert faults(("F2", "many")) == [("F2", "not_an_amount", "many", "")]
    assert faults(("G3", "half")) == [("G3", "not_an_amount", "half", "")]
    assert faults(("F2", "=1+1")) == [("F2", "formula", "=1+1", "")]


def test_everything_is_named_at_once_in_the_order_of_the_cells() -> None:
    found = faults(("J4", "月亮"), ("F2", "x"), ("E3", ""))
    assert [where for where, *_ in found] == ["F2", "E3", "J4"]


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ([one for one in HEAD if one != "WEIGHT"], Fault(1, 12, "no_heading", "WEIGHT")),
        ([*HEAD, "公园"], Fault(1, 13, "heading_twice", "公园")),
    ],
)
def test_headings_that_are_missing_or_there_twice(head: list[str], fault: Fault) -> None:
    with pytest.raises(Faulty) as error:
        read([head], HEADINGS, KNOWN)
    assert error.value.faults == (fault,)


def test_a_table_of_nothing_but_headings_and_one_of_too_many_kinds() -> None:
    with pytest.raises(Faulty) as error:
        read([HEAD], HEADINGS, KNOWN)
    assert error.value.faults == (Fault(2, 1, "no_items"),)
    many = [f"第{number}种" for number in range(MOST_KINDS + 1)]
    rows = [[*HEAD[:10], *many], *([*row[:10], *("√" for _ in many)] for row in table()[1:])]
    with pytest.raises(Faulty) as error:
        read(rows, HEADINGS, KNOWN)
    assert error.value.faults[0].why == "number_of_kinds"


def test_cells_are_named_as_spreadsheets_do() -> None:
    assert [cell(1, 1), cell(12, 26), cell(7, 27), cell(3, 703)] == ["A1", "Z12", "AA7", "AAA3"]


def test_the_example_has_its_real_size() -> None:
    system = example()
    assert (len(system.indicators), len(system.kinds), len(system.items)) == (51, 40, 552)
    assert all(code.startswith("例") for code in (one.code for one in system.items))
    assert min(len(system.items_at(kind)) for kind in system.kinds) >= 10

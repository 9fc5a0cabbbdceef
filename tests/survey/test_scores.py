"""Scores keep within their bounds, never rise with a finding, and rank as people expect."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.indicators import FULL, Item
from survey.interval import interval, student
from survey.scores import (
    Answers,
    Mean,
    WrongAnswers,
    by_indicator,
    earned,
    means,
    ranking,
    rounded,
    score,
)
from tests.survey.systems import example, small

LITTER, LAMP, QUEUE = small().items
KIND = "主干道"
ITEMS = example().items_at(KIND)

findings = st.one_of(st.none(), st.integers(0, 9))
answers = st.tuples(*(findings for _ in ITEMS)).map(
    lambda every: dict(zip([item.code for item in ITEMS], every, strict=True))
)


@pytest.mark.parametrize(
    ("count", "deducted", "graded"),
    [(0, "40.00", "20.00"), (1, "32.50", "10.00"), (2, "25.00", "0"), (6, "0", "0")],
)
def test_findings_cost_a_deduction_each_or_a_grade(count: int, deducted: str, graded: str) -> None:
    assert earned(LITTER, count) == Decimal(deducted)
    assert earned(LAMP, count) == Decimal(graded)


def test_what_does_not_apply_counts_on_neither_side() -> None:
    both = {"1-1": 1, "2-1": 1}
    assert score([LITTER, QUEUE], both) == Decimal("56.05")  # (32.50 + 12.34) / 80
    assert score([LITTER, QUEUE], {**both, "2-1": None}) == Decimal("81.25")  # 32.50 / 40
    assert score([LITTER, QUEUE], dict.fromkeys(both)) is None


def test_half_a_hundredth_goes_up() -> None:
    assert [rounded(Decimal(n)) for n in ("0.005", "56.045", "56.0449")] == [
        Decimal("0.01"),
        Decimal("56.05"),
        Decimal("56.04"),
    ]
    third = replace(QUEUE, weight=Decimal(3), partial=Decimal(2))
    assert score([third], {"2-1": 1}) == Decimal("66.67")


def test_a_point_that_is_not_finished_has_no_score() -> None:
    with pytest.raises(WrongAnswers) as error:
        score([LITTER, QUEUE], {"1-1": 0, "9-9": 0})
    assert (error.value.missing, error.value.unknown) == (("2-1",), ("9-9",))
    with pytest.raises(ValueError, match="-1 findings"):
        score([LITTER], {"1-1": -1})


@given(answers)
def test_a_score_lies_between_nothing_and_full(given_answers: Answers) -> None:
    reached = score(ITEMS, given_answers)
    assert reached is None or 0 <= reached <= FULL
    assert (reached is None) == all(one is None for one in given_answers.values())


@given(answers, st.sampled_from(ITEMS))
def test_one_finding_more_never_raises_a_score(given_answers: Answers, item: Item) -> None:
    code, count = item.code, given_answers[item.code]
    if count is None:
        return
    before, after = score(ITEMS, given_answers), score(ITEMS, {**given_answers, code: count + 1})
    assert before is not None
    assert after is not None
    assert after <= before


@settings(deadline=None)
@given(answers, st.randoms())
def test_the_order_of_answers_does_not_matter(given_answers: Answers, chance: Random) -> None:
    pairs, items = list(given_answers.items()), list(ITEMS)
    chance.shuffle(pairs)
    chance.shuffle(items)
    assert score(items, dict(pairs)) == score(ITEMS, given_answers)
    assert by_indicator(example(), KIND, dict(pairs)) == by_indicator(
        example(), KIND, given_answers
    )


def test_an_indicator_has_a_score_of_its_own_where_it_applies() -> None:
    system = small()
    assert by_indicator(system, "公园", {"1-1": 2, "2-1": 0}) == {
        "1": Decimal("62.50"),
        "2": Decimal(100),
    }
    assert by_indicator(system, "公园", {"1-1": None, "2-1": 2}) == {"2": Decimal(0)}


def test_means_are_of_the_published_scores() -> None:
    reached = [("张店区", "90.01"), ("淄川区", "80.00"), ("张店区", "90.02")]
    assert means((name, Decimal(text)) for name, text in reached) == {
        "张店区": Mean(2, Decimal("90.02")),  # 90.015, half up
        "淄川区": Mean(1, Decimal("80.00")),
    }


def test_equals_share_a_rank_and_too_few_points_have_none() -> None:
    by_name = {
        name: Mean(points, Decimal(reached))
        for name, points, reached in [
            ("丁", 9, "70"),
            ("乙", 5, "90"),
            ("甲", 7, "95.5"),
            ("丙", 6, "90.00"),
            ("戊", 4, "99"),
        ]
    }
    standings = [(one.name, one.rank) for one in ranking(by_name)]
    assert standings == [("甲", 1), ("丙", 2), ("乙", 2), ("丁", 4), ("戊", None)]
    assert ranking(by_name, least=1)[0].name == "戊"


def test_the_interval_of_a_sample() -> None:
    """By hand: mean 90, variance 13.5, t 2.7764 at 4 degrees of freedom, 5 points of 50:
    2.7764 × √(13.5 / 5 × 0.9) = 4.33."""
    scores = [Decimal(n) for n in (85, 88, 90, 93, 94)]
    assert interval(scores, 50) == (Decimal("85.67"), Decimal("94.33"))
    assert interval(scores, 5) == (Decimal(90), Decimal(90)), "everything was looked at"
    assert interval(scores[:1], 50) is None
    with pytest.raises(ValueError, match="cannot be a sample"):
        interval(scores, 4)


@pytest.mark.parametrize(
    ("freedom", "table"),
    [(1, 12.706), (2, 4.303), (3, 3.182), (4, 2.776), (10, 2.228), (30, 2.042), (120, 1.980)],
)
def test_student_is_as_the_tables_have_it(freedom: int, table: float) -> None:
    assert student(freedom) == pytest.approx(table, rel=0.0013)

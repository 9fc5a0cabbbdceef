"""What a span is, and how rates and changes are rounded."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.figures import MOST_DAYS, Days, Span, bounds, change, rate, spans

ZIBO = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_the_published_figures_come_out_as_published() -> None:
    """1054 received, 996 accepted; of 972 due, 911 were closed, 737 of them on time."""
    assert rate(911, 972) == Decimal("93.72")
    assert rate(737, 972) == Decimal("75.82")
    assert change(19117, 24575) == Decimal("-22.21")


def test_halves_go_away_from_zero_and_nothing_is_no_base() -> None:
    assert rate(1, 800) == Decimal("0.13")
    assert change(799, 800) == Decimal("-0.13")
    assert rate(0, 0) is None
    assert change(5, 0) is None


@given(DAYS, st.integers(1, MOST_DAYS))
def test_pieces_lie_one_after_the_other_and_are_the_whole(last: date, count: int) -> None:
    days = Days.up_to(last, count)
    pieces = days.pieces()
    assert (pieces[0].first, pieces[-1].last) == (days.first, days.last)
    for one, following in pairwise(pieces):
        assert following.first == one.last + timedelta(days=1)
    assert len(pieces) <= 38
    edges = bounds(pieces, ZIBO)
    assert edges == sorted(set(edges))
    assert len(edges) == len(pieces) + 1


@given(DAYS, st.integers(1, MOST_DAYS))
def test_the_span_before_ends_where_the_span_begins(last: date, count: int) -> None:
    days = Days.up_to(last, count)
    before = days.before()
    assert before.last == days.first - timedelta(days=1)
    assert len(before) == len(days) or before.first.day == days.first.day == 1


def test_a_month_is_held_against_the_month_before() -> None:
    assert Days.month(2026, 3).before() == Days.month(2026, 2)
    assert Days.month(2026, 1).before() == Days.month(2025, 12)


def test_days_are_those_of_the_city() -> None:
    now = datetime(2026, 3, 5, tzinfo=UTC)
    span, before = spans(Days(date(2026, 3, 2), date(2026, 3, 3)), ZIBO, now)
    assert span.start == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert span.end == datetime(2026, 3, 3, 16, tzinfo=UTC)
    assert before == Span(span.start - timedelta(days=2), span.start)


def test_what_is_still_to_come_is_held_against_as_much_before() -> None:
    now = datetime(2026, 3, 2, 4, tzinfo=UTC)  # noon in Zibo
    span, before = spans(Days.up_to(date(2026, 3, 2), 2), ZIBO, now)
    assert span.end == now + timedelta.resolution
    assert (
        before.end - before.start == span.end - span.start == timedelta(hours=36, microseconds=1)
    )


@pytest.mark.parametrize("count", [0, -1, MOST_DAYS + 1])
def test_a_span_has_days_but_not_too_many(count: int) -> None:
    with pytest.raises(ValueError, match="a span has"):
        Days.up_to(date(2026, 3, 2), count)

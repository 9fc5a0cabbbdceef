"""The topics that are proposed: the strongest of each rule, none twice, none without a reason."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cases.ports import Backlog
from cases.topics import MOST, Rising, Why, topics

NOW = datetime(2026, 3, 9, tzinfo=UTC)


def late(name: str | None, days: float, count: int = 2) -> Backlog:
    return Backlog(name, count, NOW - timedelta(days=days))


def test_the_strongest_of_each_rule_in_their_order() -> None:
    rising = [Rising("noise", 30, 28, 0), Rising("dogs", 12, 4, 9), Rising("bikes", 9, 5, 2)]
    found = topics(rising, [("manhole", 1), ("market", 3)], [late("A", 2), late("B", 9)], [], NOW)
    assert [(one.why, one.subject) for one in found] == [
        (Why.RISE, "dogs"),
        (Why.REPEAT, "market"),
        (Why.LATE, "B"),
    ]
    assert (found[0].count, found[0].before) == (12, 4)
    assert found[2].since == NOW - timedelta(days=9)


def test_nothing_is_proposed_twice_by_whatever_rule() -> None:
    rising = [Rising("dogs", 12, 4, 0)]
    found = topics(rising, [("dogs", 5), ("market", 1)], [late("A", 3)], [("A", 7), ("B", 3)], NOW)
    assert [(one.why, one.subject) for one in found] == [
        (Why.RISE, "dogs"),
        (Why.LATE, "A"),
        (Why.REPEAT, "market"),
    ]


def test_a_quiet_week_has_no_topics() -> None:
    rising = [Rising("dogs", 4, 0, 0), Rising("noise", 100, 90, 0)]
    quiet = [late("A", 0.5), late(None, 30)]
    assert topics(rising, [], quiet, [("A", 2), ("", 9)], NOW) == []


def test_what_was_never_reported_before_can_rise() -> None:
    assert [one.subject for one in topics([Rising("dogs", 5, 0, 0)], [], [], [], NOW)] == ["dogs"]


NAMES = st.sampled_from(["a", "b", "c", "d"])
COUNTS = st.integers(0, 40)


@given(
    st.lists(st.builds(Rising, NAMES, COUNTS, COUNTS, COUNTS)),
    st.lists(st.tuples(NAMES, COUNTS)),
    st.lists(st.builds(late, NAMES, st.floats(0, 100), COUNTS)),
    st.lists(st.tuples(NAMES, COUNTS)),
)
def test_three_at_most_and_all_different(
    rising: list[Rising],
    repeats: list[tuple[str, int]],
    backlog: list[Backlog],
    returns: list[tuple[str, int]],
) -> None:
    subjects = [one.subject for one in topics(rising, repeats, backlog, returns, NOW)]
    assert len(subjects) == len(set(subjects)) <= MOST

"""A draw is committed to beforehand, fair, and can be checked by anybody."""

from collections import Counter
from hashlib import sha256
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey.draw import Key, announce, draw, list_hash, verify

KINDS, DISTRICTS = ("公园", "市场", "医院"), ("张店区", "淄川区")
QUOTAS = {"公园": 3, "市场": 1}
NEW = ("张店区", "公园", "新")


def key(number: int) -> Key:
    """The city's points, one after the other in every kind and district."""
    return DISTRICTS[number % 2], KINDS[number % 3], f"点{number}"


POINTS = [key(number) for number in range(60)]
seeds = st.text(min_size=1, max_size=40)
cities = st.lists(st.sampled_from(POINTS), unique=True)


@given(seeds, cities, st.randoms())
def test_seed_and_list_decide_the_draw_and_their_order_does_not(
    seed: str, points: list[Key], chance: Random
) -> None:
    again = list(points)
    chance.shuffle(again)
    assert draw(seed, again, QUOTAS) == draw(seed, points, QUOTAS)
    assert list_hash(again) == list_hash(points)


@given(seeds, cities)
def test_as_many_as_the_quota_of_each_kind_in_each_district(seed: str, points: list[Key]) -> None:
    there = Counter(one[:2] for one in points)
    drawn = draw(seed, points, QUOTAS)
    got = Counter(one[:2] for one in drawn)
    assert set(drawn) <= set(points)
    assert len(set(drawn)) == len(drawn)
    for stratum, count in there.items():
        assert got[stratum] == min(count, QUOTAS.get(stratum[1], 0))


@given(seeds, seeds, cities)
def test_a_draw_can_be_verified_and_nothing_else_can(
    seed: str, other: str, points: list[Key]
) -> None:
    announced, drawn = announce(seed, points, QUOTAS), draw(seed, points, QUOTAS)
    assert verify(announced, seed, points, drawn)
    assert verify(announced, other, points, draw(other, points, QUOTAS)) == (other == seed)
    if drawn:
        assert not verify(announced, seed, points, drawn[1:])
        assert not verify(announced, seed, [NEW, *points], drawn)
        swapped = [NEW, *drawn[1:]]
        assert not verify(announced, seed, points, swapped)


def test_it_can_be_checked_with_nothing_but_sha256() -> None:
    """As docs/decisions/0013-survey.md says it."""
    announced = announce("seed", POINTS, QUOTAS)
    assert announced.seed_hash == sha256(b"seed").hexdigest()
    parks = [one for one in POINTS if one[:2] == ("张店区", "公园")]
    lots = {sha256("\x1f".join(("seed", *one)).encode()).hexdigest(): one for one in parks}
    assert [lots[lot] for lot in sorted(lots)[:3]] == [
        one for one in draw("seed", POINTS, QUOTAS) if one in parks
    ]


def test_every_point_has_the_same_chance() -> None:
    """Of 10 parks of a district 3 are drawn; over 2,000 seeds each about 600 times (±5σ)."""
    parks = [one for one in POINTS if one[:2] == ("张店区", "公园")]
    counts = Counter(one for number in range(2_000) for one in draw(f"{number}", parks, QUOTAS))
    assert len(counts) == 10
    assert all(abs(count - 600) < 5 * (2_000 * 0.3 * 0.7) ** 0.5 for count in counts.values())


def test_a_quota_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="0 points of 公园"):
        announce("seed", POINTS, {"公园": 0})

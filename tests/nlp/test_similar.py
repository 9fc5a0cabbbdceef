"""Two people describe one thing in different sentences; two things in different words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.following import SAME_CATEGORY, SAME_DOMAIN
from nlp.similar import likeness


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("路灯坏了", "灯不亮"),
        ("路灯坏了", "这个路灯晚上都不亮,黑漆漆的"),
        ("井盖没了", "井盖丢失,很危险"),
        ("垃圾没人收", "垃圾桶满了好几天"),
        ("下水道堵了,污水横流", "污水冒出来了"),
    ],
)
def test_one_thing_in_two_mouths(one: str, other: str) -> None:
    assert likeness(one, other) >= SAME_CATEGORY


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("路灯坏了", "井盖没了"),
        ("垃圾没人收", "广场舞太吵了"),
        ("路面有个大坑,车都过不去", "绿化带里的树枯死了"),
    ],
)
def test_two_things(one: str, other: str) -> None:
    assert likeness(one, other) < SAME_DOMAIN


@given(st.text(), st.text())
def test_it_goes_from_nothing_to_the_same_and_both_ways_alike(one: str, other: str) -> None:
    assert 0.0 <= likeness(one, other) <= 1.0 + 1e-9
    assert likeness(one, other) == pytest.approx(likeness(other, one))


def test_full_width_and_case_make_no_difference() -> None:
    assert likeness("LED屏坏了", "ｌｅｄ屏坏了") == pytest.approx(1.0)
    assert likeness("", "路灯") == 0.0

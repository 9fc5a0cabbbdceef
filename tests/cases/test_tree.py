"""Organisations stand under one another; who supervises the upper may step in for the lower."""

import pytest

from cases.lifecycle import Action, allowed
from cases.model import Person, Post, Role, State
from cases.tree import Tree
from tests.cases.test_lifecycle import OFFICE, STRANGER, case_in

TREE = Tree({"区局": "市局", "街道": "区局", "支队": "公安"})


def test_a_line_goes_up_to_the_top_and_below_is_everything_under_it() -> None:
    assert list(TREE.line("街道")) == ["街道", "区局", "市局"]
    assert list(TREE.line("别的")) == ["别的"]
    assert set(TREE.below("市局")) == {"区局", "街道"}
    assert TREE.below("街道") == ()


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="above itself"):
        list(Tree({"甲": "乙", "乙": "甲"}).line("甲"))


def test_the_upper_supervisor_may_do_what_the_lower_may() -> None:
    upper = Person(STRANGER, "某", posts=(Post(Role.SUPERVISOR, "省局"),), oversees=(OFFICE,))
    assert Action.TAKE in allowed(case_in(State.ASSIGNED), upper)
    assert allowed(case_in(State.ASSIGNED), Person(STRANGER, "某")) == ()

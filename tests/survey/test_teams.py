"""Nobody inspects their own, nobody goes alone, and the way is short."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.distance import Spot, metres
from survey.points import Point
from survey.teams import Inspector, NobodyMay, TooFewInspectors, paired, route, share

OFFICES = ("甲局", "乙局", "丙局", "丁局")
CENTRE = Spot(36.8, 118.0)


def point(number: int) -> Point:
    """One of the city's points."""
    return Point(
        kind="公园",
        name=f"点{number}",
        place="",
        district=("张店区", "淄川区")[number % 2],
        street="",
        organisation="甲局",
        spot=CENTRE,
    )


def staff(homes: list[str]) -> list[Inspector]:
    """One of each of these organisations, each with nothing above or below it."""
    return [Inspector(number, home, frozenset({home})) for number, home in enumerate(homes)]


homes = st.lists(st.sampled_from(OFFICES), min_size=2, max_size=30)
spots = st.builds(Spot, st.floats(36.6, 37.0), st.floats(117.8, 118.2))
somewhere = st.lists(st.tuples(st.sampled_from(OFFICES), spots), max_size=60).map(
    lambda every: [
        replace(point(number), organisation=office, spot=spot)
        for number, (office, spot) in enumerate(every)
    ]
)


@given(homes)
def test_everybody_goes_with_somebody_of_another_house_if_that_can_be(offices: list[str]) -> None:
    teams = paired(staff(offices))
    assert sorted(one.id for team in teams for one in team.members) == list(range(len(offices)))
    assert all(len(team.members) in (2, 3) for team in teams)
    if max(Counter(offices).values()) <= len(offices) // 2:
        assert all(len({one.organisation for one in team.members}) > 1 for team in teams)


@settings(deadline=None)
@given(homes, somewhere)
def test_every_point_is_inspected_once_and_never_by_whoever_answers_for_it(
    offices: list[str], points: list[Point]
) -> None:
    teams = paired(staff(offices))
    if not all(any(team.may(one) for team in teams) for one in points):
        with pytest.raises(NobodyMay) as error:
            share(teams, points)
        assert not any(team.may(error.value.point) for team in teams)
        return
    share(teams, points)
    given_out = [one for team in teams for one in team.points]
    assert sorted(one.key for one in given_out) == sorted(one.key for one in points)
    for team in teams:
        assert not {one.organisation for one in team.points} & {
            one.organisation for one in team.members
        }


@settings(deadline=None)
@given(st.integers(2, 20), somewhere)
def test_where_nobody_is_concerned_all_have_as_much_to_do(count: int, points: list[Point]) -> None:
    teams = paired(staff(["市文明办"] * count))
    share(teams, points)
    loads = [len(team.points) for team in teams]
    assert max(loads) - min(loads) <= 1


def test_what_stands_above_and_below_is_ones_own_too() -> None:
    below = Inspector(1, "张店区执法局", frozenset({"张店区执法局", "市城管局"}))
    team, *_ = paired([below, *staff(["丙局"])])
    assert not team.may(replace(point(0), organisation="市城管局"))
    assert team.may(replace(point(0), organisation="丁局"))


def test_one_inspector_is_too_few() -> None:
    with pytest.raises(TooFewInspectors):
        paired(staff(["甲局"]))


@settings(deadline=None)
@given(somewhere)
def test_a_route_visits_everything_and_goes_on_to_the_nearest(points: list[Point]) -> None:
    way = route(points, CENTRE)
    assert sorted(one.key for one in way) == sorted(one.key for one in points)
    here = CENTRE
    for place, one in enumerate(way):
        assert all(metres(here, one.spot) <= metres(here, other.spot) for other in way[place:])
        here = one.spot


def test_points_side_by_side_go_to_one_team() -> None:
    """Two clusters 40 km apart, two teams: nobody drives from one to the other."""
    far = [Spot(36.6, 117.8), Spot(36.9, 118.2)]
    points = [
        replace(point(number), district="张店区", spot=far[number % 2]) for number in range(40)
    ]
    teams = paired(staff(["乙局", "丙局", "乙局", "丙局"]))
    share(teams, points)
    assert [len({one.spot for one in team.points}) for team in teams] == [1, 1]

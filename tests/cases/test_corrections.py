"""Which corrections count as examples, and when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.config import Config
from cases.corrections import STRONG, WEAK, corrected, examples, settle, weight
from cases.model import Case, CaseId, Kind, Person, PersonId, Place, Post, Report, Role, State
from cases.records import Correction

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
REPORT = Report(Kind.PROBLEM, "street_light", "红绿灯不亮", Place("柳泉路", "张店区"))
CASE = Case(CaseId(1), "ZB-1", REPORT, PersonId(1), State.ASSIGNED, NOW)
CITY_OFFICE, POLICE = "市城市管理局", "市公安局交通警察支队"
ADMIN = Person(PersonId(10), "赵", posts=(Post(Role.ADMIN),))
OWN = Person(PersonId(11), "王", posts=(Post(Role.SUPERVISOR, CITY_OFFICE),))
COLLEAGUE = Person(PersonId(12), "孙", posts=(Post(Role.OFFICIAL, CITY_OFFICE),))
OTHER = Person(PersonId(13), "李", posts=(Post(Role.OFFICIAL, POLICE),))
BOTH = Person(PersonId(14), "钱", posts=(Post(Role.ADMIN), Post(Role.OFFICIAL, CITY_OFFICE)))


Says = Callable[..., Correction]


@pytest.fixture
def says(config: Config) -> Says:
    """What somebody says the category is."""

    def by(person: Person, right: str = "traffic_signals") -> Correction:
        return corrected(CASE, right, person, NOW, city=config.city, key=f"{person.id}:{right}")

    return by


@pytest.mark.parametrize(
    ("person", "right", "counts"),
    [
        (ADMIN, "traffic_signals", True),
        (OTHER, "traffic_signals", True),  # it comes to them: they take work on
        (OWN, "traffic_signals", False),  # it leaves them: they are rid of it
        (BOTH, "traffic_signals", False),
        (OWN, "greening", True),  # it stays with them
    ],
)
def test_whoever_gains_needs_a_second_hand(
    says: Says, person: Person, right: str, counts: bool
) -> None:
    assert says(person, right).counts is counts


def test_an_admin_or_somebody_independent_is_a_second_hand(says: Says) -> None:
    own = says(OWN)
    assert settle([], own) == (own, [])
    assert settle([own], says(ADMIN)) == (says(ADMIN), [own.key])
    assert settle([own], says(OTHER)) == (says(OTHER), [own.key])
    assert settle([says(ADMIN)], own)[0].counts


@pytest.mark.parametrize("person", [OWN, COLLEAGUE])
def test_the_same_organisation_twice_is_one_hand(says: Says, person: Person) -> None:
    again = replace(says(person), key="again")
    assert settle([says(OWN)], again) == (again, [])


def test_another_category_is_no_confirmation(says: Says) -> None:
    assert settle([says(OWN)], says(ADMIN, "utilities"))[1] == []


def test_of_each_case_the_last_word_that_counts_is_learned(says: Says) -> None:
    words = [says(ADMIN, "utilities"), says(ADMIN, "traffic_signals"), says(OWN, "driving")]
    elsewhere = replace(says(ADMIN), case=CaseId(2), role=None)
    assert examples([*words, elsewhere]) == [words[1], elsewhere]
    assert (weight(words[1]), weight(elsewhere)) == (STRONG, WEAK)


def test_nobody_teaches_it_alone(says: Says) -> None:
    reporter = replace(says(ADMIN), role=None)
    many = [replace(reporter, key=str(n), case=CaseId(n)) for n in range(9)]
    assert [one.key for one in examples(many)] == ["6", "7", "8"]
    staff = [replace(says(ADMIN), key=str(n), case=CaseId(n)) for n in range(9)]
    assert examples(staff) == staff

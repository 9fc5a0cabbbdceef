"""A log is a chain: whatever is done to it behind the program's back is noticed, and where."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from cases.chain import BEGINNING, Logged, first_break, link
from cases.model import CaseId, Event, PersonId, State

CASE = CaseId(7)
BEGAN = datetime(2026, 3, 2, tzinfo=UTC)
Log = list[Logged]


def written(count: int = 4) -> Log:
    log: Log = []
    for index in range(count):
        event = Event(
            BEGAN + timedelta(hours=index),
            PersonId(index),
            "urge",
            State.ASSIGNED,
            State.ASSIGNED,
            f"{index}",
        )
        previous = log[-1].hash if log else BEGINNING
        log.append(Logged(event, f"key:{index}", link(previous, CASE, event, f"key:{index}")))
    return log


def changed(log: Log) -> Log:
    return [*log[:2], replace(log[2], event=replace(log[2].event, why="else")), *log[3:]]


def smuggled(log: Log) -> Log:
    return [*log[:2], replace(log[2], key="new"), *log[2:]]


def test_a_log_as_it_was_written_is_whole() -> None:
    log = written()
    assert first_break(CASE, log, log[-1].hash) is None
    assert first_break(CASE, [], BEGINNING) is None


@pytest.mark.parametrize(
    ("tamper", "where"),
    [
        (changed, 2),
        (smuggled, 2),
        (lambda log: log[1:], 0),
        (lambda log: [log[0], *log[2:]], 1),
        (lambda log: [log[0], log[2], log[1], log[3]], 1),
        (lambda log: log[:-1], 3),
        (lambda _: [], 0),
    ],
    ids=["changed", "smuggled in", "first gone", "one gone", "swapped", "last gone", "all gone"],
)
def test_what_was_done_to_it_is_noticed(tamper: Callable[[Log], Log], where: int) -> None:
    log = written()
    assert first_break(CASE, tamper(log), log[-1].hash) == where


def test_a_log_cannot_be_passed_off_as_that_of_another_case() -> None:
    log = written()
    assert first_break(CaseId(8), log, log[-1].hash) == 0


def test_the_hash_of_an_entry_does_not_depend_on_how_its_time_is_written() -> None:
    event = written()[0].event
    there = replace(event, at=event.at.astimezone(tz=None))
    assert link("", CASE, there, "k") == link("", CASE, event, "k")

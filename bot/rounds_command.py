"""``suishoupai rounds``: starting and ending rounds of the field survey, and checking draws."""

import argparse
import secrets
from collections.abc import Callable, Coroutine, Iterable, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

from bot import survey_files
from bot.clock import utc_now
from bot.config import Config
from bot.failure import Failure
from bot.settings import day, nearest
from bot.storage.migrate import opened
from bot.storage.survey_rounds import SurveyRounds
from bot.storage.systems import Systems
from survey import rounds
from survey.rounds import Plan, Round

SEED_BYTES = 32


async def start(config: Config, wishes: argparse.Namespace) -> Iterable[str]:
    """Draw from the points that there are, by the newest indicators; raises Failure."""
    async with opened(config.database_url) as database:
        newest = await Systems(database).newest()
        kinds = (await Systems(database).system(newest)).kinds
        for kind in wishes.kind or ():
            _check(kind, kinds, "--kind")
        plan = _plan(config, wishes, newest, wishes.kind or kinds)
        store = SurveyRounds(database)
        number = await store.start(plan, secrets.token_hex(SEED_BYTES), utc_now())
        begun = await store.round(number)
    return [
        f"round {number}: {begun.drawn} of {begun.listed} points drawn",
        f"seed SHA-256: {begun.announced.seed_hash}",
        f"list SHA-256: {begun.announced.list_hash}",
        f"now publish both, or the file of: suishoupai rounds publish {number} FILE.json",
    ]


async def listing(config: Config, _: argparse.Namespace) -> Iterable[str]:
    """A line for each round, the newest first."""
    async with opened(config.database_url) as database:
        return [_line(one, config.city.zone) for one in await SurveyRounds(database).rounds()]


async def publish(config: Config, wishes: argparse.Namespace) -> Iterable[str]:
    """Write the record of a round, without the seed before its end; raises Failure."""
    async with opened(config.database_url) as database:
        record = await SurveyRounds(database).record(wishes.number)
    survey_files.save(Path(wishes.file), rounds.written(record).encode())
    return [wishes.file]


async def end(config: Config, wishes: argparse.Namespace) -> Iterable[str]:
    """Let the seed be known; raises Failure."""
    async with opened(config.database_url) as database:
        if not await SurveyRounds(database).end(wishes.number, utc_now()):
            raise Failure(f"round {wishes.number} is over already")
    return [
        f"round {wishes.number} is over; publish its seed: suishoupai rounds publish "
        f"{wishes.number} FILE.json"
    ]


async def check(_: Config, wishes: argparse.Namespace) -> Iterable[str]:
    """Draw again from a record; raises Failure unless it comes out the same."""
    try:
        record = rounds.read(survey_files.contents(Path(wishes.file)))
    except ValueError as error:
        raise Failure(f"{wishes.file} is no record of a round: {error}") from None
    if record.seed is None:
        raise Failure(f"{wishes.file} was written before the round was over; its seed is a secret")
    if not record.holds():
        raise Failure(f"{wishes.file}: these are not the points that were to be drawn")
    return [
        f"{len(record.drawn)} of {len(record.points)} points, drawn as announced by these:",
        f"seed SHA-256: {record.announced.seed_hash}",
        f"list SHA-256: {record.announced.list_hash}",
    ]


Command = Callable[[Config, argparse.Namespace], Coroutine[Any, Any, Iterable[str]]]
DOES: Mapping[str, Command] = {
    "start": start,
    "list": listing,
    "publish": publish,
    "end": end,
    "verify": check,
}


def _plan(config: Config, wishes: argparse.Namespace, version: int, kinds: Iterable[str]) -> Plan:
    begins, ends = day("--from", wishes.first), day("--to", wishes.last)
    if begins > ends:
        raise Failure(f"--from {begins} is after --to {ends}")
    if wishes.draw < 1:
        raise Failure(f"--draw {wishes.draw}: at least 1 point is drawn")
    _check(wishes.lead, config.city.organisations, "--lead")
    return Plan(
        name=wishes.name[:100],
        begins=begins,
        ends=ends,
        version=version,
        organisation=wishes.lead,
        quotas=dict.fromkeys(kinds, wishes.draw),
    )


def _check(value: str, known: Iterable[str], option: str) -> None:
    names = list(known)
    if value not in names:
        raise Failure(f"{option}: there is no {value!r}{nearest(value, names)}")


def _line(one: Round, zone: tzinfo) -> str:
    state = (
        f"over since {one.ended_at.astimezone(zone):%Y-%m-%d %H:%M}" if one.ended_at else "open"
    )
    return "\t".join(
        (
            str(one.number),
            one.plan.name,
            f"{one.plan.begins} to {one.plan.ends}",
            one.plan.organisation,
            f"indicators {one.plan.version}",
            f"{one.drawn} of {one.listed} points",
            state,
        )
    )

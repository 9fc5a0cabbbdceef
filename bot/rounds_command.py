"""``suishoupai rounds``: starting and ending rounds of the field survey, and checking draws."""

import argparse
from collections.abc import Callable, Coroutine, Iterable, Mapping
from datetime import tzinfo
from pathlib import Path
from typing import Any

from bot import survey_files
from bot.clock import utc_now
from bot.config import Config
from bot.failure import Failure
from bot.field_side import starting
from bot.settings import day, nearest
from bot.storage.book import SqlStore
from bot.storage.migrate import opened
from bot.storage.survey_rounds import SurveyRounds
from cases.errors import UnknownOrganisation
from cases.ports import Clock
from survey import rounds
from survey.errors import BadRound, UnknownKind
from survey.rounds import Round
from survey.starting import MOST_DAYS, MOST_DRAWN, Wish

WRONG: Mapping[str, str] = {
    "days": "--from is not before today, and --to not before --from",
    "long": f"a round lasts {MOST_DAYS} days at most; look at the years of --from and --to",
    "draw": f"--draw, --of: 1 to {MOST_DRAWN} points of a kind are drawn; with --of, 0 is none",
    "unprepared": "there are no indicators or no points to draw from; run: "
    "suishoupai indicators import FILE, suishoupai points import FILE",
}


async def start(
    config: Config, wishes: argparse.Namespace, clock: Clock = utc_now
) -> Iterable[str]:
    """Draw from the points that there are, by the newest indicators; raises Failure."""
    wish = _wish(wishes)
    async with opened(config.database_url) as database:
        rounds = starting(database, SqlStore(database), config.city, clock)
        try:
            begun = await rounds.begin(wish)
        except UnknownOrganisation as error:
            raise _unknown("--lead", error.name, error.known) from None
        except UnknownKind as error:
            raise _unknown("--kind, --of", error.name, error.known) from None
        except BadRound as error:
            raise Failure(WRONG[error.why]) from None
    return [
        f"round {begun.number}: {begun.drawn} of {begun.listed} points drawn",
        f"seed SHA-256: {begun.announced.seed_hash}",
        f"list SHA-256: {begun.announced.list_hash}",
        f"now publish both, or the file of: suishoupai rounds publish {begun.number} FILE.json",
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


def _wish(wishes: argparse.Namespace) -> Wish:
    """What the options say; with --kind nothing is drawn of the kinds that are not named."""
    only = wishes.kind or ()
    return Wish(
        name=wishes.name,
        days=(day("--from", wishes.first), day("--to", wishes.last)),
        lead=wishes.lead,
        draw=0 if only else wishes.draw,
        of=dict.fromkeys(only, wishes.draw) | dict(map(_number_of, wishes.of or ())),
    )


def _number_of(said: str) -> tuple[str, int]:
    kind, _, number = said.rpartition("=")
    if not kind or not number.isdecimal():
        raise Failure(f"--of {said!r}: write KIND=COUNT")
    return kind, int(number)


def _unknown(option: str, name: str, known: Iterable[str]) -> Failure:
    return Failure(f"{option}: there is no {name!r}{nearest(name, known)}")


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

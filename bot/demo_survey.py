"""A round of inspections for the demo: a few points in the city, and a second inspector."""

import csv
from argparse import Namespace
from pathlib import Path

from bot import indicators_command, points_command, rounds_command
from bot.app import Service
from bot.config import Config
from cases.model import Person, PersonId, Post, Role
from handlers.texts import Catalogue
from sandbox.people import Townspeople
from sandbox.server import Sandbox
from survey.points import FIELDS

PARTNER = (1009, "何洁", "hejie")
OFFICE, LEAD, NAME = "市城市管理局", "市文明办", "文明测评"

# Kind, name, place, latitude, longitude; the first lies where the map of the page begins.
POINTS = (
    ("公共厕所", "人民公园公厕", "人民西路 1 号", 36.8100, 118.0500),
    ("公交站台", "柳泉路站台", "柳泉路与人民路口", 36.8125, 118.0530),
    ("主干道", "柳泉路(华光路至人民路)", "柳泉路", 36.8150, 118.0550),
    ("城市公园", "人民公园", "人民西路 3 号", 36.8105, 118.0480),
)


async def settle_round(config: Config, sandbox: Sandbox, service: Service, folder: Path) -> None:
    """Import the example and the points, start a round, and let the partner join."""
    system, points = folder / "indicators.xlsx", folder / "points.csv"
    await indicators_command.DOES["example"](config, Namespace(file=str(system)))
    await indicators_command.DOES["import"](config, Namespace(file=str(system)))
    with points.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        for kind, name, place, latitude, longitude in POINTS:
            writer.writerow([kind, name, place, "", "", OFFICE, latitude, longitude])
    await points_command.DOES["import"](config, Namespace(file=str(points)))
    today = config.city.local_day(sandbox.clock.now()).isoformat()
    wishes = Namespace(
        name=NAME,
        first=today,
        last=today,
        draw=len(POINTS),
        lead=LEAD,
        kind=list(dict.fromkeys(point[0] for point in POINTS)),
        of=None,
    )
    await rounds_command.start(config, wishes, sandbox.clock.now)
    number, name, username = PARTNER
    words = Catalogue(config.city.zone)["zh"]
    async with Townspeople(sandbox.url) as town:
        partner = await town.person(
            number,
            name,
            username=username,
            language_code="zh-hans",
            role=words.plain(f"role.{Role.INSPECTOR}"),
        )
        await partner.says("/start")
    person = Person(PersonId(number), name, username)
    await service.staff.appoint(person, Post(Role.INSPECTOR))

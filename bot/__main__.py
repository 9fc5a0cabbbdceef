"""The command line: ``suishoupai``, also ``python -m bot``."""

import argparse
import asyncio
import logging
import sys
from collections.abc import Callable, Sequence

from telegram.error import TelegramError

from bot import demo, due_command, health, serve, tagging_commands
from bot.config import load
from bot.settings import ConfigError
from bot.storage.engine import StorageError, open_database
from bot.storage.migrate import upgrade

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code. Errors are one line on standard error."""
    wishes = _parser().parse_args(arguments)
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    for chatty in ("httpx", "apscheduler", "aiohttp.access", "alembic"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    command: Command = wishes.command
    try:
        return command(wishes)
    except (ConfigError, StorageError, serve.CannotRun) as error:
        return _fail(str(error))
    except TelegramError as error:
        return _fail(f"Telegram refused: {error.message}")
    except KeyboardInterrupt:
        return 130


def _fail(sentence: str) -> int:
    sys.stderr.write(f"suishoupai: {sentence}\n")
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("suishoupai", description="随手拍 Bot")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Command, about: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=about, description=about)
        one.set_defaults(command=command)
        return one

    run = add("run", _run, "serve the city")
    run.add_argument("--webhook", action="store_true", help="be called instead of polling")
    play = add("demo", _demo, "play the whole service in the browser, without a token")
    play.add_argument("--port", type=int, default=8080)
    play.add_argument("--no-browser", action="store_true")
    add("check", _check, "look whether everything that is needed is there")
    database = add("db", _database, "care for the database")
    database.add_argument("what", choices=["upgrade"])
    tagging_commands.add_commands(add)
    due = add("due", _due, "when a category that is assigned now must be done, and why then")
    due.add_argument("category")
    due.add_argument("--from", dest="start", help="2026-02-13 16:40")
    due.add_argument("--json", action="store_true")
    return parser


def _run(wishes: argparse.Namespace) -> int:
    serve.run(load(), webhook=wishes.webhook)
    return 0


def _demo(wishes: argparse.Namespace) -> int:
    asyncio.run(demo.play(port=wishes.port, browser=not wishes.no_browser))
    return 0


def _check(_: argparse.Namespace) -> int:
    for line in asyncio.run(health.examine(load())):
        sys.stdout.write(f"{line}\n")
    return 0


def _database(_: argparse.Namespace) -> int:
    async def bring_up_to_date() -> None:
        database = open_database(load().database_url)
        try:
            await upgrade(database)
        finally:
            await database.close()

    asyncio.run(bring_up_to_date())
    return 0


def _due(wishes: argparse.Namespace) -> int:
    for line in due_command.lines(load(), wishes.category, wishes.start, as_json=wishes.json):
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The command line: ``suishoupai``, also ``python -m bot``.

A command imports what it needs when it runs, so that a quick one stays quick.
"""

import argparse
import asyncio
import logging
import sys
from collections.abc import Callable, Iterable, Sequence

from bot.config import load
from bot.failure import Failure

Command = Callable[[argparse.Namespace], int]
FORMATS = ("xlsx", "csv", "json")


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
    except Failure as error:
        sys.stderr.write(f"suishoupai: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


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
    _keeping(add)
    _survey(add)
    _tagging(add)
    due = add("due", _due, "when a category that is assigned now must be done, and why then")
    due.add_argument("category")
    due.add_argument("--from", dest="start", help="2026-02-13 16:40")
    due.add_argument("--json", action="store_true")
    return parser


def _keeping(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    """What is done with everything that is stored."""
    database = add("db", _database, "care for the database")
    what = database.add_subparsers(required=True, metavar="WHAT", dest="what")
    what.add_parser("upgrade", help="bring the schema up to date")
    save = what.add_parser("backup", help="write database and photos into one file")
    save.add_argument("file", metavar="FILE")
    back = what.add_parser("restore", help="read them back into an empty database")
    back.add_argument("file", metavar="FILE")
    back.add_argument("--force", action="store_true", help="replace what is there")
    export = add("export", _export, "write cases into a file")
    export.add_argument("--from", dest="first", required=True, metavar="DATE", help="2026-03-01")
    export.add_argument("--to", dest="last", required=True, metavar="DATE", help="included")
    export.add_argument("--format", choices=FORMATS, default="xlsx")
    export.add_argument("--out", metavar="FILE", help="by default cases-FROM-TO.FORMAT")


def _survey(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    """What the field survey goes by."""
    system = add("indicators", _indicators, "what the field survey looks at, and what it weighs")
    what = system.add_subparsers(required=True, metavar="WHAT", dest="what")
    one = what.add_parser("import", help="make a new version of a table, .xlsx or .csv")
    one.add_argument("file", metavar="FILE")
    one = what.add_parser("template", help="write an empty table")
    one.add_argument("file", metavar="FILE.xlsx")
    one = what.add_parser("example", help="write an example of 51 indicators and 552 items")
    one.add_argument("file", metavar="FILE.xlsx")
    what.add_parser("list", help="the versions that there are, the newest first")
    points = add("points", _points, "the points that the field survey inspects")
    what = points.add_subparsers(required=True, metavar="WHAT", dest="what")
    one = what.add_parser("import", help="enter those of a file: .xlsx, .csv or .geojson")
    one.add_argument("file", metavar="FILE")
    one = what.add_parser("export", help="write all of them: .xlsx or .geojson")
    one.add_argument("file", metavar="FILE")
    one = what.add_parser("find", help="those of a name, or near a place, the nearest first")
    one.add_argument("name", nargs="?", default="", metavar="NAME", help="a part of it will do")
    one.add_argument("--near", metavar="LATITUDE,LONGITUDE", help="in WGS-84: 36.81,118.05")
    one.add_argument("--within", type=float, default=1000, metavar="METRES")
    for key in ("kind", "district", "organisation"):
        one.add_argument(f"--{key}")
    one = what.add_parser("history", help="what looks at those of a name came to, round by round")
    one.add_argument("name", metavar="NAME", help="a part of it will do")
    _rounds_of(add)


def _rounds_of(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    """When it is done, and where."""
    rounds = add("rounds", _rounds, "rounds of the field survey, and the draws of their points")
    what = rounds.add_subparsers(required=True, metavar="WHAT", dest="what")
    one = what.add_parser("start", help="draw points, and commit to the draw")
    one.add_argument("name", metavar="NAME")
    one.add_argument("--from", dest="first", required=True, metavar="DATE", help="2026-03-01")
    one.add_argument("--to", dest="last", required=True, metavar="DATE", help="included")
    one.add_argument("--lead", required=True, metavar="ORGANISATION")
    one.add_argument(
        "--draw",
        type=int,
        required=True,
        metavar="COUNT",
        help="of each kind of point in every district; all where there are no more",
    )
    one.add_argument("--kind", action="append", help="only this kind; may be said more than once")
    one.add_argument(
        "--of",
        action="append",
        metavar="KIND=COUNT",
        help="another number of this kind, 0 for none; may be said more than once",
    )
    what.add_parser("list", help="the rounds that there are, the newest first")
    one = what.add_parser("publish", help="write what may be known now, for others to check")
    one.add_argument("number", type=int, metavar="NUMBER")
    one.add_argument("file", metavar="FILE.json")
    one = what.add_parser("end", help="let the seed be known")
    one.add_argument("number", type=int, metavar="NUMBER")
    one = what.add_parser("verify", help="check the draw that was published")
    one.add_argument("file", metavar="FILE.json")


def _tagging(add: Callable[[str, Command, str], argparse.ArgumentParser]) -> None:
    one = add("classify", _tag, "tag texts")
    one.add_argument("texts", nargs="*", metavar="TEXT")
    one.add_argument("--file", help="JSON lines with 'text', or plain lines; - for stdin")
    one.add_argument("--json", action="store_true")
    one.add_argument("--model", help="folder of a model, instead of the one that is shipped")
    one = add("train", _train, "make a model from labelled texts")
    one.add_argument("file", metavar="FILE.jsonl", help="JSON lines: text, domain, category, …")
    one.add_argument("--out", required=True, metavar="DIR", help="folder for the model")
    one = add("evaluate", _evaluate, "measure a model on labelled texts")
    one.add_argument("file", metavar="FILE.jsonl", help="JSON lines: text, domain, category, …")
    one.add_argument("--json", action="store_true")
    one.add_argument("--model", help="folder of a model, instead of the one that is shipped")
    one.add_argument("--picture", metavar="FILE.png", help="the confusion matrix as a picture")
    one.add_argument("--card", action="store_true", help="note the figures in the model's card")


def _run(wishes: argparse.Namespace) -> int:
    config = load()
    from bot import serve

    serve.run(config, webhook=wishes.webhook)
    return 0


def _demo(wishes: argparse.Namespace) -> int:
    from bot import demo

    asyncio.run(demo.play(port=wishes.port, browser=not wishes.no_browser))
    return 0


def _check(_: argparse.Namespace) -> int:
    config = load()
    from bot import health

    return _printed(asyncio.run(health.examine(config)))


def _database(wishes: argparse.Namespace) -> int:
    from bot import keeping

    asyncio.run(keeping.DOES[wishes.what](load(), wishes))
    return 0


def _export(wishes: argparse.Namespace) -> int:
    from bot.export_command import export

    path = asyncio.run(export(load(), wishes.first, wishes.last, wishes.format, wishes.out))
    sys.stdout.write(f"{path}\n")
    return 0


def _indicators(wishes: argparse.Namespace) -> int:
    from bot import indicators_command

    return _printed(asyncio.run(indicators_command.DOES[wishes.what](load(), wishes)))


def _points(wishes: argparse.Namespace) -> int:
    from bot import points_command

    return _printed(asyncio.run(points_command.DOES[wishes.what](load(), wishes)))


def _rounds(wishes: argparse.Namespace) -> int:
    from bot import rounds_command

    return _printed(asyncio.run(rounds_command.DOES[wishes.what](load(), wishes)))


def _tag(wishes: argparse.Namespace) -> int:
    from bot import tagging_commands

    return tagging_commands.tag(wishes)


def _train(wishes: argparse.Namespace) -> int:
    from bot import training_commands

    return training_commands.train_model(wishes)


def _evaluate(wishes: argparse.Namespace) -> int:
    from bot import training_commands

    return training_commands.evaluate_model(wishes)


def _due(wishes: argparse.Namespace) -> int:
    from bot import due_command

    return _printed(due_command.lines(load(), wishes.category, wishes.start, as_json=wishes.json))


def _printed(lines: Iterable[str]) -> int:
    for line in lines:
        sys.stdout.write(f"{line}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""``python -m bench.quarter [--cases N] [--days N] [--write FILE]``: print the balance."""

import argparse
import asyncio
import logging
import sys
import tempfile
import warnings
from datetime import date
from pathlib import Path

from sqlalchemy.exc import SAWarning

from bench.quarter.inline import instead_of_the_thread
from bench.quarter.plan import quarter
from bench.quarter.play import play
from bench.quarter.report import report

MEMORY = Path("/dev/shm")  # noqa: S108  # the file in memory: nothing is to outlast the run

SHOWN = 20  # instances of each fault


def main() -> None:
    """Exit with 1 where the books do not balance."""
    asked = argparse.ArgumentParser(prog="bench.quarter")
    asked.add_argument("--first", type=date.fromisoformat, default=date(2026, 1, 1))
    asked.add_argument("--days", type=int, default=90)
    asked.add_argument("--cases", type=int, default=20_000)
    asked.add_argument("--seed", type=int, default=2026)
    asked.add_argument("--write", type=Path)
    given = asked.parse_args()
    logging.basicConfig(format="%(asctime)s %(message)s")
    for name in ("", "sqlalchemy"):  # what is killed and out of reach is loud about it
        logging.getLogger(name).setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore", SAWarning)
    logging.getLogger("bench").setLevel(logging.INFO)
    instead_of_the_thread()
    memory = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(dir=memory) as folder:
        plan = quarter(given.first, given.days, given.cases)
        url = f"sqlite:///{folder}/quarter.db"
        life = asyncio.run(play(plan, url, Path(folder), given.seed))
    text = report(life)
    sys.stdout.write(text)
    for fault, instances in life.office.ledger.balance.wrong.items():
        sys.stderr.writelines(f"{fault}: {one}\n" for one in instances[:SHOWN])
    if given.write:
        given.write.write_text(text, encoding="utf-8")
    sys.exit(bool(life.office.ledger.balance.wrong or life.office.differs))


if __name__ == "__main__":
    main()

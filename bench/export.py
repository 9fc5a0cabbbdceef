"""How long an export takes and how much memory, of few and of many cases."""

import asyncio
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.sweep import database_of, fill, people
from bot.config import load
from bot.storage.book import SqlStore

ROOT = Path(__file__).parents[1]
FEW, MANY = 10_000, 100_000


async def main() -> None:
    """Print the table."""
    sys.stdout.write(
        "\nExport\n\n| | cases | format | seconds | cases/s | peak memory | ratio |\n"
        "|---|---|---|---|---|---|---|\n"
    )
    for kind in ("sqlite", *filter(None, [os.environ.get("SUISHOUPAI_BENCH_POSTGRES")])):
        first: dict[str, float] = {}
        for count in (FEW, MANY):
            async with database_of(kind) as database:
                store = SqlStore(database)
                await people(store)
                await fill(database, load(ROOT / "config.toml", {}).city, count)
                url = database.url.set(drivername=database.url.get_backend_name())
                for form in ("xlsx", "csv", "json"):
                    plain = url.render_as_string(hide_password=False)
                    seconds, memory = await asyncio.to_thread(_measured, plain, form)
                    ratio = memory / first.setdefault(form, memory)
                    sys.stdout.write(
                        f"| {url.get_backend_name()} | {count:,} | {form} | {seconds:.1f} s "
                        f"| {count / seconds:,.0f} | {memory:.0f} MB | {ratio:.2f} |\n"
                    )
                    sys.stdout.flush()


def _measured(url: str, form: str) -> tuple[float, float]:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("SUISHOUPAI_")},
        "SUISHOUPAI_DATABASE__URL": url,
        "SUISHOUPAI_CONFIG": str(ROOT / "config.toml"),
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bench.export", form],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    seconds, memory = json.loads(done.stdout)
    return seconds, memory


def _once(form: str) -> None:
    """Export everything, and print seconds and the peak of memory in MB."""
    from bot.export_command import export  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        asyncio.run(export(load(), "2000-01-01", "2100-01-01", form, f"{folder}/x.{form}"))
        seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps([seconds, peak]))


if __name__ == "__main__":
    _once(sys.argv[1])

"""``make bench``: the service beside a bare PTB bot, in one run, on this machine."""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import delivery, export, field, latency, survey, sweep, tagging
from bench.script import UPDATES_PER_REPORT, Citizen
from bench.stub import TOKEN, Stub, serve
from bench.sweep import database_of

CITIZENS, REPORTS, STEADY = 64, 10, 20.0
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Figures:
    """What one run showed."""

    updates: float
    reports: float
    p50: float
    p99: float
    ready: float
    memory: float


async def main() -> None:
    """Print the table."""
    sys.stdout.write(f"{CITIZENS} citizens at once, {REPORTS} reports each\n\n")
    rows = []
    for name, module, kind in _contestants():
        full = await _over(module, kind, CITIZENS, REPORTS, None)
        steady = await _over(module, kind, 20, 10, STEADY)
        rows.append((name, full, steady))
    bare = rows[0][1].updates
    sys.stdout.write(
        "| | updates/s | reports/s | × bare | p50 at 20/s | p99 at 20/s | ready | memory |\n"
        "|---|---|---|---|---|---|---|---|\n"
    )
    for name, full, steady in rows:
        sys.stdout.write(
            f"| {name} | {full.updates:.0f} | {full.reports:.0f} | {full.updates / bare:.2f} "
            f"| {steady.p50:.0f} ms | {steady.p99:.0f} ms | {full.ready:.2f} s "
            f"| {full.memory:.0f} MB |\n"
        )


def _contestants() -> list[tuple[str, str, str]]:
    found = [("bare PTB echo bot", "bench.echo", "sqlite"), ("随手拍, SQLite", "bot", "sqlite")]
    postgres = os.environ.get("SUISHOUPAI_BENCH_POSTGRES")
    return [*found, ("随手拍, PostgreSQL", "bot", postgres)] if postgres else found


async def _over(
    module: str, kind: str, citizens: int, reports: int, rate: float | None
) -> Figures:
    """Over a database of its own: who has reported much today may not report more."""
    async with database_of(kind) as database:
        url = database.url.set(drivername=database.url.get_backend_name())
        plain = url.render_as_string(hide_password=False)
        return await _measure(module, plain, citizens, reports, rate)


async def _measure(
    module: str, url: str, citizens: int, reports: int, rate: float | None
) -> Figures:
    echo = module != "bot"
    stub = Stub([Citizen(1000 + n, reports, echo=echo) for n in range(citizens)], rate=rate)
    runner, base = await serve(stub)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        process = _start(module, url, base, Path(folder))
        try:
            await asyncio.wait_for(stub.polled.wait(), 60)
            stub.begin()
            await asyncio.wait_for(stub.done.wait(), 300)
            memory = _memory(process.pid)
        finally:
            process.terminate()
            await asyncio.to_thread(process.wait)
    await runner.cleanup()
    return _figures(stub, citizens * reports, stub.first_poll - began, memory)


def _figures(stub: Stub, reports: int, ready: float, memory: float) -> Figures:
    span = stub.finished - stub.started
    cuts: Sequence[float] = statistics.quantiles(stub.reply_times, n=100)
    return Figures(
        updates=reports * UPDATES_PER_REPORT / span,
        reports=reports / span,
        p50=cuts[49] * 1000,
        p99=cuts[98] * 1000,
        ready=ready,
        memory=memory,
    )


def _start(module: str, url: str, base: str, folder: Path) -> subprocess.Popen[bytes]:
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("SUISHOUPAI_")},
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "SUISHOUPAI_TELEGRAM__API_BASE_URL": base,
        "SUISHOUPAI_DATABASE__URL": url,
        "SUISHOUPAI_CONFIG": str(ROOT / "config.toml"),
    }
    command = [sys.executable, "-m", module, *(["run"] if module == "bot" else [])]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, env=environment, cwd=ROOT, stderr=log)  # noqa: S603


def _memory(pid: int) -> float:
    """Resident memory in MB (Linux)."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


async def everything() -> None:
    """One table after the other."""
    await main()
    await sweep.main()
    await latency.main()
    await delivery.main()
    await export.main()
    await survey.main()
    await field.main()
    tagging.main()


if __name__ == "__main__":
    asyncio.run(everything())

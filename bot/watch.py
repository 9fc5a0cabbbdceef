"""For whoever watches over the service: metrics for Prometheus, and a health page that turns red
when the reminders or the poller stand still."""

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

Figures = Callable[[], Awaitable[Mapping[str, float]]]

# What is asked of the database when somebody looks: name to meaning.
GAUGES = {
    "notices_waiting": "Notices that wait to be sent",
    "notices_sent": "Notices that were sent",
    "notices_dead": "Notices that could not be sent",
    "queue_age_seconds": "How long the oldest notice that may be sent has waited",
    "cases_late": "Cases in handling whose time is over",
}


class Pulse:
    """When each part of the service last showed life; in real time, whatever the clock says."""

    def __init__(self) -> None:
        self._beats: dict[str, float] = {}
        self._patience: dict[str, float] = {}

    def expect(self, part: str, seconds: float) -> None:
        """From now on *part* is ill if it shows no life for so long."""
        self._patience[part] = seconds
        self.beat(part)

    def beat(self, part: str) -> None:
        """*part* lives."""
        self._beats[part] = time.monotonic()

    def ill(self) -> dict[str, float]:
        """The parts that stand still, each with the seconds since it last showed life."""
        now = time.monotonic()
        ages = {part: now - self._beats[part] for part in self._patience}
        return {part: age for part, age in ages.items() if age > self._patience[part]}


class Watch:
    """The figures of one service, and the pages that show them."""

    def __init__(self, figures: Figures) -> None:
        self.pulse = Pulse()
        self._figures = figures
        self._registry = CollectorRegistry()
        self._due = Counter(
            "suishoupai_cases_due", "Cases a sweep looked at", registry=self._registry
        )
        self._sweep = Histogram(
            "suishoupai_sweep_seconds", "How long a sweep took", registry=self._registry
        )
        self._gauges = {
            name: Gauge(f"suishoupai_{name}", about, registry=self._registry)
            for name, about in GAUGES.items()
        }
        self._runner: web.AppRunner | None = None

    @contextmanager
    def sweeping(self) -> Iterator[Callable[[int], None]]:
        """Time a sweep; call what is given with the number of cases it looked at."""
        with self._sweep.time():
            yield self._due.inc
        self.pulse.beat("sweep")

    async def serve(self, host: str, port: int) -> str:
        """Show the pages from now on; returns their address."""
        app = web.Application()
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/health", self._health)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        return f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Show them no longer."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _metrics(self, _: web.Request) -> web.Response:
        for name, value in (await self._figures()).items():
            self._gauges[name].set(value)
        return web.Response(
            body=generate_latest(self._registry), headers={"Content-Type": CONTENT_TYPE_LATEST}
        )

    async def _health(self, _: web.Request) -> web.Response:
        ill = self.pulse.ill()
        sick = {part: f"no sign of life for {age:.0f} s" for part, age in ill.items()}
        return web.json_response({"healthy": not sick, **sick}, status=503 if sick else 200)

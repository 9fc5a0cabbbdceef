"""What whoever watches over the service sees: figures, and a page that turns red."""

import aiohttp

from bot.watch import Watch
from tests.journeys.conftest import City


async def page(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        return answer.status, await answer.text()


async def test_the_figures_tell_what_is_due_sent_and_late(city: City) -> None:
    url = await city.service.watch.serve("127.0.0.1", 0)
    await city.reports()
    await city.wang.hears("新的事项")
    await city.town.advance(days=2)
    await city.wang.hears("已经超期")
    status, text = await page(f"{url}/metrics")
    figures = dict(line.split() for line in text.splitlines() if not line.startswith("#"))
    assert status == 200
    assert float(figures["suishoupai_cases_due_total"]) >= 1
    assert float(figures["suishoupai_cases_late"]) == 1
    assert float(figures["suishoupai_notices_sent"]) >= 1
    assert float(figures["suishoupai_notices_dead"]) == 0
    assert float(figures["suishoupai_sweep_seconds_count"]) >= 1
    assert "suishoupai_queue_age_seconds" in figures
    assert "马奶奶" not in text


async def test_the_health_page_is_green_while_all_parts_live(city: City) -> None:
    url = await city.service.watch.serve("127.0.0.1", 0)
    city.service.watch.pulse.expect("poll", 60)
    assert (await page(f"{url}/health"))[0] == 200


async def test_it_turns_red_when_a_part_stands_still() -> None:
    async def nothing() -> dict[str, float]:
        return {}

    watch = Watch(nothing)
    watch.pulse.expect("sweep", 60)
    watch.pulse.expect("poll", -1)
    url = await watch.serve("127.0.0.1", 0)
    status, text = await page(f"{url}/health")
    await watch.stop()
    assert status == 503
    assert '"healthy": false' in text
    assert "poll" in text
    assert "sweep" not in text

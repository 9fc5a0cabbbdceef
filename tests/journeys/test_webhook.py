"""Being called instead of polling: a secret token, and nothing lost."""

import signal
import socket
from pathlib import Path

import aiohttp

from sandbox.people import Townspeople
from sandbox.server import serve
from tests.conftest import Run


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_the_service_runs_by_webhook_refuses_strangers_and_drains_on_sigterm(
    run: Run, tmp_path: Path
) -> None:
    port = _free_port()
    (tmp_path / "secret").write_text("s3cret")
    async with serve() as sandbox, Townspeople(sandbox.url) as town:
        process = await run(
            sandbox,
            "--webhook",
            SUISHOUPAI_TELEGRAM__WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram",
            SUISHOUPAI_TELEGRAM__WEBHOOK_PORT=str(port),
            SUISHOUPAI_TELEGRAM__WEBHOOK_SECRET_FILE=str(tmp_path / "secret"),
        )
        granny = await town.person(1001, "马奶奶")
        await granny.says("路灯坏了")
        await granny.hears("在哪里", within=120)
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"http://127.0.0.1:{port}/telegram", json={"update_id": 1}) as answer,
        ):
            assert answer.status == 403
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0

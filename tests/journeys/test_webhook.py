"""Being called instead of polling: a secret token, and nothing lost."""

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import aiohttp

from sandbox.people import Townspeople
from sandbox.server import serve
from tests.conftest import ROOT


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_the_service_runs_by_webhook_refuses_strangers_and_drains_on_sigterm(
    database_url: str, tmp_path: Path
) -> None:
    port = _free_port()
    (tmp_path / "secret").write_text("s3cret")
    async with serve() as sandbox, Townspeople(sandbox.url) as town:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("SUISHOUPAI_")},
            "TELEGRAM_BOT_TOKEN": sandbox.token,
            "SUISHOUPAI_TELEGRAM__API_BASE_URL": sandbox.url,
            "SUISHOUPAI_DATABASE__URL": database_url,
            "SUISHOUPAI_CONFIG": str(ROOT / "config.toml"),
            "SUISHOUPAI_TELEGRAM__WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram",
            "SUISHOUPAI_TELEGRAM__WEBHOOK_PORT": str(port),
            "SUISHOUPAI_TELEGRAM__WEBHOOK_SECRET_FILE": str(tmp_path / "secret"),
        }
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run", "--webhook", env=environment, cwd=tmp_path
        )
        granny = await town.person(1001, "马奶奶")
        await granny.says("路灯坏了")
        await granny.hears("在哪里", within=30)
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"http://127.0.0.1:{port}/telegram", json={"update_id": 1}) as answer,
        ):
            assert answer.status == 403
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0

"""The database under test, the configuration, and pictures to send."""

import asyncio
import io
import os
import random
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image

from bot.config import Config, load
from sandbox.server import Sandbox
from tests import databases

ROOT = Path(__file__).parents[1]
Run = Callable[..., Awaitable[Process]]


@pytest.fixture(scope="session", params=databases.KINDS)
def database_kind(request: pytest.FixtureRequest) -> str:
    """SQLite, or PostgreSQL, or one after the other, by SUISHOUPAI_TEST_DATABASES."""
    return str(request.param)


@pytest.fixture(scope="session")
def template(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where the migrated template is."""
    folder = tmp_path_factory.mktemp("template")
    databases.migrated(database_kind, folder)
    yield folder
    databases.forget(database_kind)


@pytest.fixture
async def database_url(database_kind: str, template: Path, tmp_path: Path) -> AsyncIterator[str]:
    """A database of one's own."""
    async with databases.fresh(database_kind, template, tmp_path) as url:
        yield url


@pytest.fixture(scope="session")
def config() -> Config:
    """The configuration that the repository ships."""
    return load(ROOT / "config.toml", {})


@pytest.fixture
async def run(database_url: str, tmp_path: Path) -> AsyncIterator[Run]:
    """Starts the service as a process of its own, told more by arguments and environment; none
    outlives the test, however that ends."""
    started: list[Process] = []

    async def start(sandbox: Sandbox, *arguments: str, **more: str) -> Process:
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("SUISHOUPAI_")},
            "TELEGRAM_BOT_TOKEN": sandbox.token,
            "SUISHOUPAI_TELEGRAM__API_BASE_URL": sandbox.url,
            "SUISHOUPAI_DATABASE__URL": database_url,
            "SUISHOUPAI_CONFIG": str(ROOT / "config.toml"),
            **more,
        }
        command = (sys.executable, "-m", "bot", "run", *arguments)
        with (tmp_path / "bot.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                *command, env=environment, stderr=log, cwd=tmp_path
            )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.kill()
            await process.wait()


def picture(color: str = "red", *, size: tuple[int, int] = (320, 240)) -> bytes:
    """A JPEG; each colour is a picture of its own."""
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "JPEG")
    return out.getvalue()


def scene(seed: int, *, size: tuple[int, int] = (320, 240), quality: int = 75) -> bytes:
    """A JPEG that shows something; each seed another scene, in whatever size and quality."""
    chance = random.Random(seed)
    small = Image.frombytes("L", (16, 12), chance.randbytes(16 * 12))
    out = io.BytesIO()
    small.resize(size, Image.Resampling.BICUBIC).convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def picture_taken_at(latitude: float, longitude: float) -> bytes:
    """A JPEG that says where it was taken (north-east), and by which camera."""
    exif = Image.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825).update(
        {1: "N", 2: _sexagesimal(latitude), 3: "E", 4: _sexagesimal(longitude)}
    )
    out = io.BytesIO()
    Image.new("RGB", (320, 240), "olive").save(out, "JPEG", exif=exif)
    return out.getvalue()


def _sexagesimal(degrees: float) -> tuple[float, float, float]:
    minutes = (degrees % 1) * 60
    return float(int(degrees)), float(int(minutes)), round((minutes % 1) * 60, 3)

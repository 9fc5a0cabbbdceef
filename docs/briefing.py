"""Takes the picture of the weekly analysis for the README: ``python -m docs.briefing``. Its city
is that of the benchmark, where nothing is real."""

import asyncio
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pypdfium2
from PIL import Image

from bench.briefing import NOW, ROOT, WEEK, fill
from bench.sweep import people
from bot.analysis_side import packs, repeats
from bot.config import load
from bot.serve import prepare
from bot.storage.engine import open_database
from bot.tools import tools_of

PICTURE = Path(__file__).parent / "pictures" / "briefing.png"
CASES, SCALE, GAP = 20_000, 1.3, 24


async def main() -> None:
    """Print a pack, and draw its first two pages side by side."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/city.db"
        config = replace(
            load(ROOT / "config.toml", {}), database_url=url, photo_folder=Path(folder)
        )
        await prepare(open_database(url))
        on_saturday = tools_of(config, lambda: NOW - timedelta(days=2))
        await people(on_saturday.store)
        await fill(on_saturday.database, config.city, CASES)
        await repeats(on_saturday).look()
        tools = tools_of(config, lambda: NOW)
        pack = await packs(tools).make(WEEK, tools.catalogue["zh"])
        for one in (on_saturday, tools):
            await one.database.close()
    _side_by_side(pack.paper).save(PICTURE, optimize=True)


def _side_by_side(paper: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(paper)
    pages = [document[number].render(scale=SCALE).to_pil() for number in (0, 1)]
    width, height = pages[0].size
    both = Image.new("RGB", (2 * width + GAP, height), "#c9d1d9")
    for place, page in enumerate(pages):
        both.paste(page, (place * (width + GAP), 0))
    return both.quantize(64)


if __name__ == "__main__":
    asyncio.run(main())

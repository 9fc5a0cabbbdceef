"""Photos: only pictures, only their pixels."""

import io
from pathlib import Path

import pytest
from PIL import Image, PngImagePlugin

from bot.beside import beside
from bot.photos import PhotoBox, stripped
from bot.storage.cards import PhotoIds
from bot.storage.engine import open_database
from handlers.ports import ImageTooLarge, NoRoom, NotAnImage
from tests.conftest import picture, picture_taken_at


def made(kind: str, mode: str = "RGB", **how: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, (40, 30)).save(out, kind, **how)
    return out.getvalue()


def with_secrets(kind: str, mode: str = "RGB") -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SECRET"
    how: dict[str, object] = {"exif": exif} if kind in ("JPEG", "PNG", "WEBP", "TIFF") else {}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", "SECRET")
        how["pnginfo"] = info
    return made(kind, mode, **how) + b"SECRET appended"


@pytest.mark.parametrize(
    ("kind", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "I;16"),
        ("WEBP", "RGB"),
        ("GIF", "P"),
        ("BMP", "RGB"),
        ("TIFF", "RGB"),
    ],
)
def test_nothing_but_pixels_survives(kind: str, mode: str) -> None:
    data, *_ = stripped(with_secrets(kind, mode))
    assert b"SECRET" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert image.format == "JPEG"
        assert image.size == (40, 30)
        assert not image.getexif()


def test_the_point_is_read_before_it_is_thrown_away() -> None:
    data, point, _ = stripped(picture_taken_at(36.81, 118.05))
    assert point == pytest.approx((36.81, 118.05), abs=1e-5)
    assert b"SECRET-CAMERA" not in data


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"%PDF-1.7", picture()[:200], b"\x89PNG\r\n\x1a\n" + bytes(50)]
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(NotAnImage):
        stripped(data)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    with pytest.raises(ImageTooLarge):
        stripped(bomb.getvalue())


async def test_the_same_picture_is_kept_once_and_a_full_disk_is_said(
    database_url: str, tmp_path: Path
) -> None:
    database = open_database(database_url)
    box = PhotoBox(tmp_path / "photos", PhotoIds(database), most_bytes=10_000)
    first, second = await box.add(picture()), await box.add(picture())
    assert first.sha256 == second.sha256
    assert len(list((tmp_path / "photos").rglob("*.jpg"))) == 1
    assert not list((tmp_path / "photos").rglob("*.part"))
    with pytest.raises(ImageTooLarge):
        await box.add(bytes(10_001))
    full = PhotoBox(Path("/dev/full"), PhotoIds(database), most_bytes=10_000)
    with pytest.raises((NoRoom, NotADirectoryError)):
        await full.add(picture())
    await database.close()


def test_before_and_after_stand_side_by_side_at_one_height() -> None:
    both = Image.open(io.BytesIO(beside(picture("red", size=(400, 300)), picture("green"))))
    assert both.height == 960
    left, right = both.getpixel((50, 480)), both.getpixel((both.width - 50, 480))
    assert isinstance(left, tuple)
    assert isinstance(right, tuple)
    assert left[0] > 200 > left[1]
    assert right[1] > 100 > right[0]

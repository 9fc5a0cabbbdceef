"""Photos: checked by content, stripped of everything but the picture, kept by hash."""

import asyncio
import errno
import hashlib
import io
import logging
import os
import warnings
from pathlib import Path
from typing import NamedTuple

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from bot.beside import beside
from bot.looks import look
from bot.storage.cards import PhotoIds
from handlers.ports import ImageTooLarge, NoRoom, NotAnImage, Picture

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF")
PIXELS = 80_000_000
LONGEST_SIDE = 2560

logger = logging.getLogger(__name__)


class Stripped(NamedTuple):
    """What is left of a picture: the pixels as a JPEG, where it was taken, what it looks like."""

    jpeg: bytes
    point: tuple[float, float] | None
    look: int | None


class PhotoBox:
    """Keeps photos in a folder, ``ab/abcdef….jpg`` by the hash of what is kept."""

    def __init__(self, folder: Path, ids: PhotoIds, *, most_bytes: int) -> None:
        self._folder, self._ids, self._most_bytes = folder, ids, most_bytes
        self._two_at_once = asyncio.Semaphore(2)
        self.file_id, self.remember = ids.file_id, ids.remember

    async def add(self, data: bytes) -> Picture:
        """Check *data*, strip it and store it; raises NotAnImage, ImageTooLarge, NoRoom."""
        if len(data) > self._most_bytes:
            raise ImageTooLarge
        async with self._two_at_once:
            picture, seen = await asyncio.to_thread(self._add, data)
        if seen is not None:
            await self._ids.looks(picture.sha256, seen)
        return picture

    async def read(self, sha256: str) -> bytes:
        """The stored JPEG; raises FileNotFoundError."""
        return await asyncio.to_thread(self._path(sha256).read_bytes)

    async def beside(self, before: str, after: str) -> str:
        """Both pictures as one, kept like any other; *after* alone where one is gone."""
        try:
            return await asyncio.to_thread(self._beside, before, after)
        except OSError as error:
            logger.warning("no picture of %s beside %s: %s", before, after, error)
            return after

    def thumbnail(self, sha256: str) -> bytes | None:
        """The photo as a JPEG of at most 96 pixels; None where it is gone or broken."""
        try:
            with Image.open(self._path(sha256)) as image:
                image.thumbnail((96, 96))
                return _jpeg(image)
        except (OSError, ValueError):
            return None

    def _beside(self, before: str, after: str) -> str:
        both = beside(self._path(before).read_bytes(), self._path(after).read_bytes())
        sha256 = hashlib.sha256(both).hexdigest()
        if not self._path(sha256).exists():
            _write(self._path(sha256), both)
        return sha256

    def _add(self, data: bytes) -> tuple[Picture, int | None]:
        clean, point, seen = stripped(data)
        sha256 = hashlib.sha256(clean).hexdigest()
        path = self._path(sha256)
        if not path.exists():
            try:
                _write(path, clean)
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES):
                    raise NoRoom(str(error)) from error
                raise
        return Picture(sha256, point), seen

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / f"{sha256}.jpg"


def stripped(data: bytes) -> Stripped:
    """A JPEG of the pixels alone, upright, and what else is known of the picture.

    Raises NotAnImage and ImageTooLarge. Only pixels are copied, so no metadata can survive.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # odd metadata is about to be thrown away
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                if image.width * image.height > PIXELS:
                    raise ImageTooLarge
                point = gps(image)
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                return Stripped(_jpeg(upright), point, look(upright))
    except Image.DecompressionBombError:
        raise ImageTooLarge from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError) as error:
        raise NotAnImage(type(error).__name__) from None


def gps(image: Image.Image) -> tuple[float, float] | None:
    """Latitude and longitude from the EXIF tags (WGS-84 degrees); None where there are none."""
    tags = image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    try:
        latitude = _degrees(tags[ExifTags.GPS.GPSLatitude])
        longitude = _degrees(tags[ExifTags.GPS.GPSLongitude])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return None
    south = tags.get(ExifTags.GPS.GPSLatitudeRef) == "S"
    west = tags.get(ExifTags.GPS.GPSLongitudeRef) == "W"
    return (-latitude if south else latitude, -longitude if west else longitude)


def _degrees(parts: tuple[float, float, float]) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def _jpeg(image: Image.Image) -> bytes:
    canvas = Image.new("RGB", image.size, "white")
    rgba = image.convert("RGBA")
    canvas.paste(rgba, mask=rgba.getchannel("A"))
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=88)
    return out.getvalue()


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing, also when the power goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(f".{os.getpid()}.part")
    try:
        with half.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)

"""Before and after, side by side in one picture, so that a verifier compares at a glance."""

import io

from PIL import Image

HEIGHT, GAP = 960, 16


def beside(before: bytes, after: bytes) -> bytes:
    """A JPEG with *before* on the left and *after* on the right, both of one height."""
    pictures = [_scaled(data) for data in (before, after)]
    width = sum(picture.width for picture in pictures) + GAP
    canvas = Image.new("RGB", (width, HEIGHT), "white")
    canvas.paste(pictures[0], (0, 0))
    canvas.paste(pictures[1], (pictures[0].width + GAP, 0))
    out = io.BytesIO()
    canvas.save(out, "JPEG", quality=85)
    return out.getvalue()


def _scaled(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        width = max(1, round(picture.width * HEIGHT / picture.height))
        return picture.convert("RGB").resize((width, HEIGHT))

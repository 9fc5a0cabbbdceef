"""What a picture looks like, in 64 bits that survive scaling and another JPEG of it."""

from PIL import Image, ImageStat

WIDTH, HEIGHT = 9, 8
PLAIN = 3.0  # grey levels: below that a picture shows nothing by which to know it again


def look(image: Image.Image) -> int | None:
    """The difference hash: whether each of 8 × 8 places is darker than its neighbour, as a
    signed number; None for a picture of nothing."""
    small = image.convert("L").resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    if ImageStat.Stat(small).stddev[0] < PLAIN:
        return None
    grey = small.tobytes()
    bits = 0
    for row in range(HEIGHT):
        for column in range(row * WIDTH, row * WIDTH + WIDTH - 1):
            bits = bits << 1 | (grey[column] < grey[column + 1])
    return bits - 2**64 if bits >= 2**63 else bits

"""A picture is known again after scaling and another JPEG; a picture of nothing never."""

import io

import pytest
from PIL import Image

from bot.looks import look
from cases.following import SAME_PICTURE, differing
from tests.conftest import picture, scene


def seen(data: bytes) -> int | None:
    with Image.open(io.BytesIO(data)) as image:
        return look(image)


@pytest.mark.parametrize("seed", range(5))
def test_scaled_and_packed_anew_it_is_the_same(seed: int) -> None:
    first, second = seen(scene(seed)), seen(scene(seed, size=(1280, 960), quality=30))
    assert first is not None
    assert second is not None
    assert differing(first, second) <= SAME_PICTURE


def test_two_scenes_are_two() -> None:
    looks = [seen(scene(seed)) for seed in range(20)]
    pairs = [(a, b) for at, a in enumerate(looks) for b in looks[:at]]
    assert all(a is not None and b is not None for a, b in pairs)
    assert min(differing(a or 0, b or 0) for a, b in pairs) > SAME_PICTURE


def test_it_fits_a_column_of_64_bits_and_nothing_has_no_look() -> None:
    looks = [seen(scene(seed)) or 0 for seed in range(20)]
    assert all(-(2**63) <= one < 2**63 for one in looks)
    assert seen(picture("black")) is None

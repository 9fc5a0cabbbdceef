"""Pictures of the figures: Chinese type on a machine without fonts, and numbers that fit."""

import io

import pytest
from PIL import Image

from bot.charts.bars import bars
from bot.charts.canvas import WIDTH, Canvas, font, font_file
from bot.charts.city_map import city_map
from bot.charts.trend import trend
from bot.config import Config
from bot.districts import Districts
from cases.figures import Spot
from handlers.ports import Bar, Heading, Moment
from handlers.texts import templates

HEADING = Heading("各区县的上报", "淄博市", "单位:件")
NOWHERE = "\U0010fffe"  # no font has a sign for it


def shape(sign: str) -> bytes:
    """What is drawn for a sign."""
    return bytes(font(40).getmask(sign))


@pytest.fixture
def said(config: Config) -> set[str]:
    """Every sign that may stand in a picture."""
    titles = [text for key, text in templates("zh").items() if key.startswith("stats.")]
    names = [category.name for category in config.city.categories.values()]
    return set("".join([*titles, *names, *config.districts, *config.city.organisations]))


def test_the_font_comes_with_a_package_and_from_nowhere_else() -> None:
    assert "site-packages" in str(font_file())
    assert font(40).path == str(font_file())


def test_every_sign_is_drawn_and_none_as_an_empty_box(said: set[str]) -> None:
    box = shape(NOWHERE)
    chinese = sorted(sign for sign in said if "\u4e00" <= sign <= "\u9fff")
    assert len(chinese) > 200
    assert box not in {shape(sign) for sign in chinese}
    assert len({shape(sign) for sign in chinese}) == len(chinese)


def test_signs_have_the_shapes_of_the_mainland() -> None:
    """「骨」 is written otherwise in Japan; both stand in the same file."""
    assert font(40).getname()[0] == "Noto Sans CJK SC"


def drawn(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


@pytest.mark.parametrize("count", [1, 2, 12, 31])
def test_a_trend_is_drawn_whatever_its_length(count: int) -> None:
    moments = [Moment(f"3月{n}日", n * 7, 0) for n in range(count)]
    assert drawn(trend(HEADING, ("上报", "结案"), moments)).width == WIDTH


def test_bars_grow_with_their_number_and_long_names_are_cut() -> None:
    few = drawn(bars(HEADING, [Bar("市公安局", 1, "100.00 %")]))
    many = drawn(bars(HEADING, [Bar("很长的名字" * 30, 0)] * 9))
    assert many.height > few.height
    assert Canvas(300, HEADING).fitted("很长的名字" * 30, 28, 400).endswith("…")
    assert drawn(bars(HEADING, [])).width == WIDTH


def test_a_district_is_darker_where_more_was_reported(config: Config) -> None:
    districts = Districts.load(config.districts, config.division_code, config.boundaries)
    areas = districts.outlines()
    quiet = city_map(HEADING, areas, {}, [])
    busy = city_map(HEADING, areas, {"沂源县": 9}, [])
    spotted = city_map(HEADING, areas, {"沂源县": 9}, [Spot(36.8, 118.05, 3)])
    assert darkness(quiet) < darkness(busy)
    assert spotted != busy


def darkness(png: bytes) -> float:
    grey = drawn(png).convert("L").tobytes()
    return 255 - sum(grey) / len(grey)


def test_spots_that_would_hide_one_another_are_one(config: Config) -> None:
    areas = Districts.load(config.districts, config.division_code, config.boundaries).outlines()
    near = [Spot(36.8, 118.05, 3), Spot(36.801, 118.051, 2)]
    assert city_map(HEADING, areas, {}, near) == city_map(
        HEADING, areas, {}, [Spot(36.8, 118.05, 5)]
    )

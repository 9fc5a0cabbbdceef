"""Places in words."""

import pytest

from bot.reader import TextReader
from nlp.places import Gazetteer


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("张店区金晶大道与共青团路路口东北角有坑", "张店区金晶大道与共青团路路口东北角"),
        ("柳泉路88号路灯坏了", "柳泉路88号"),
        ("我家在沂源县南麻街道历山路新华书店对面", "沂源县南麻街道历山路新华书店对面"),
        ("临淄区晏婴路天齐小区北门井盖丢了", "临淄区晏婴路天齐小区北门"),
        ("联通路柳泉路路口红绿灯不亮", "联通路柳泉路路口"),
        ("道路破损严重", ""),
        ("人民路很堵", ""),
        ("我们小区电梯坏了", ""),
        ("", ""),
    ],
)
def test_places_are_found_only_where_one_could_go_there(
    reader: TextReader, text: str, address: str
) -> None:
    assert reader.read(text).address == address


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (
            "张店区金晶大道与共青团路路口东北角",
            ("张店区", None, "金晶大道与共青团路", "路口东北角"),
        ),
        ("昆仑镇磁村有人烧秸秆", ("淄川区", "昆仑镇", None, "磁村")),
        (
            "张店马尚镇世纪花园小区飞线充电",
            ("张店区", "马尚街道", None, "世纪花园小区"),
        ),
        (
            "高新区四宝山街道柳泉路和政通路交汇处",
            ("高新区", "四宝山街道", "柳泉路和政通路", "交汇处"),
        ),
    ],
)
def test_a_place_is_taken_apart(
    reader: TextReader, text: str, place: tuple[str | None, ...]
) -> None:
    found = reader.described(text)["place"]
    assert isinstance(found, dict)
    assert (found["district"], found["street"], found["road"], found["detail"]) == place


def test_a_city_without_towns_has_places_too() -> None:
    found = Gazetteer({"东区": []}).find("东区人民路银行门口")
    assert found is not None
    assert found.address == "东区人民路银行门口"

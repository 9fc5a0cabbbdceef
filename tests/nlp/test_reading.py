"""What words mean: category, kind, danger, place; and what must not be shown."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Config
from bot.reader import TextReader
from nlp.masking import mask
from nlp.tokens import cut, with_jieba
from tests.conftest import ROOT

DEV = ROOT / "../shared/data/dev.jsonl"


@pytest.fixture(scope="module")
def reader(config: Config) -> TextReader:
    return TextReader(config.city, config.districts)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("路灯坏了", "street_light"),
        ("井盖没了", "manhole"),
        ("垃圾没人清理", "collection"),
        ("有人遛狗不牵绳", "dogs"),
        ("广场舞太吵了", "noise"),
        ("公交车总不进站", "bus"),
        ("窗口工作人员态度差", "attitude"),
        ("共享单车堵门口", "bikes"),
    ],
)
def test_plain_reports_are_tagged_with_their_reason(
    reader: TextReader, text: str, category: str
) -> None:
    tags = reader.tagger.classify(text)
    assert tags.ranked[0].category == category
    assert not tags.abstain
    assert all(word in text for word in tags.why)


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "hello there", "嗯嗯"])
def test_where_there_is_nothing_to_go_by_it_abstains(reader: TextReader, text: str) -> None:
    assert reader.tagger.classify(text).abstain


@given(st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    from nlp.tagger import CategoryWords, Tagger  # noqa: PLC0415

    tags = Tagger([CategoryWords("a", "甲", "路灯照明")]).classify(text)
    assert 0 <= tags.confidence <= 1


@pytest.mark.parametrize(
    ("text", "urgent"),
    [
        ("燃气泄漏了快来", True),
        ("楼道里漏电", True),
        ("没有着火", False),
        ("开展防火灾演练", False),
        ("路灯坏了", False),
    ],
)
def test_danger_is_heard_and_its_denial_too(reader: TextReader, text: str, urgent: bool) -> None:
    assert reader.tagger.classify(text).urgent is urgent


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("张店区金晶大道与共青团路路口东北角有坑", "张店区金晶大道与共青团路路口东北角"),
        ("柳泉路88号路灯坏了", "柳泉路88号"),
        ("道路破损严重", ""),
        ("人民路很堵", ""),
    ],
)
def test_places_are_found_only_where_one_could_go_there(
    reader: TextReader, text: str, address: str
) -> None:
    assert reader.read(text).address == address


@pytest.mark.parametrize(
    "secret", ["13905331234", "370303199001011234", "鲁C12345", "5号楼2单元301室"]
)
def test_personal_data_is_masked(secret: str) -> None:
    assert secret not in mask(f"请联系{secret}谢谢")


@pytest.mark.skipif(not DEV.exists(), reason="the texts for measuring are not beside the project")
def test_our_cut_is_that_of_jieba() -> None:
    texts = [json.loads(line)["text"] for line in DEV.read_text("utf-8").splitlines()[:100]]
    reference = with_jieba()
    same = sum(
        cut(text) == [word for word in reference(text.lower()) if word.strip()] for text in texts
    )
    assert same >= 95

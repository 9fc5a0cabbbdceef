"""Danger, personal data, insults."""

import pytest

from nlp.masking import mask
from nlp.rude import is_rude
from nlp.tagger import Tagger


@pytest.mark.parametrize(
    "text",
    [
        "燃气泄漏了快来",
        "楼道里漏电",
        "楼道里有一股煤气味",
        "电线掉地上冒火花",
        "墙要塌了",
        "有人落水了",
        "路面塌了个大坑",
        "三楼着火了,有人被困",
    ],
)
def test_danger_is_heard(tagger: Tagger, text: str) -> None:
    assert tagger.classify(text).urgent


@pytest.mark.parametrize(
    "text",
    [
        "没有着火",
        "开展防火灾演练",
        "路灯坏了",
        "建议宣传预防触电知识",
        "买了火灾保险",
        "会不会爆炸啊",
        "希望预防坍塌",
        "没有漏电",
    ],
)
def test_danger_that_is_denied_or_only_talked_about_is_none(tagger: Tagger, text: str) -> None:
    assert not tagger.classify(text).urgent


@pytest.mark.parametrize(
    "secret",
    [
        "13905331234",
        "139 0533 1234",
        "１３９０５３３１２３４",
        "+86 13905331234",
        "0533-2345678",
        "370303199001011234",
        "37030319900101123X",
        "鲁C12345",
        "鲁CD12345",
        "5号楼2单元301室",
        "七栋1203",
        "3-2-501室",
        "十二栋东单元",
    ],
)
def test_personal_data_is_masked(secret: str) -> None:
    masked = mask(f"请联系{secret},谢谢")
    assert secret not in masked
    assert masked.startswith("请联系***")
    assert masked.endswith("谢谢")


@pytest.mark.parametrize(
    "text",
    [
        "编号ZB-20260301-0001",
        "打12345没用",
        "3号楼楼下有垃圾",
        "今天是2026-1-15",
        "河上有3座桥",
        "等了40分钟,128路还不来",
        "柳泉路88号",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize("text", ["你们这帮废物", "狗日的物业", "滚蛋吧", "SB物业"])
def test_insults_are_noticed(text: str) -> None:
    assert is_rude(text)


@pytest.mark.parametrize("text", ["遛狗不牵绳", "我妈妈的电动车丢了", "废物回收站太吵", ""])
def test_plain_words_are_no_insults(text: str) -> None:
    assert not is_rude(text)

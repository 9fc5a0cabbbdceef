"""The fast cutter cuts as jieba does."""

import json

import pytest

from nlp.tokens import cut, with_jieba
from nlp.training.labels import phrases
from tests.conftest import ROOT

DEV = ROOT / "../shared/data/dev.jsonl"


def same(texts: list[str]) -> float:
    reference = with_jieba()
    return sum(
        cut(text) == [word for word in reference(text.lower()) if word.strip()] for text in texts
    ) / len(texts)


def test_our_cut_of_phrases_is_that_of_jieba() -> None:
    assert same([phrase for phrase, _ in phrases()][::10]) >= 0.95


@pytest.mark.skipif(not DEV.exists(), reason="the texts for measuring are not beside the project")
def test_our_cut_of_real_texts_is_that_of_jieba() -> None:
    lines = DEV.read_text("utf-8").splitlines()[:100]
    assert same([json.loads(line)["text"] for line in lines]) >= 0.95

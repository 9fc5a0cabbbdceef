"""The labels and phrases that are kept in the repository."""

import json
from collections import Counter
from pathlib import Path

import pytest

from nlp.training import join, labels
from nlp.training.examples import NONE, read
from tests.conftest import ROOT

DATA = ROOT / "../shared/data"


def test_there_are_phrases_enough_for_every_category_and_kind() -> None:
    counts = Counter((label.category, label.kind) for _, label in labels.phrases())
    domains = labels.domains()
    assert all(counts[code, "problem"] >= 60 for code in domains)
    for kind in ("suggestion", "highlight"):
        by_domain = Counter(domains.get(code) for code, k in counts.elements() if k == kind)
        assert all(by_domain[domain] >= 15 for domain in set(domains.values()))


def test_every_label_is_of_a_category_that_there_is() -> None:
    known = {*labels.domains(), NONE, labels.SKIP}
    read_labels = labels.read_labels()
    assert len(read_labels) >= 3000
    assert {label.category for label in read_labels.values()} <= known
    assert all(len(name) == labels.HASH_LENGTH for name in read_labels)


def test_the_domains_of_the_labels_are_those_of_the_city() -> None:
    import tomllib  # noqa: PLC0415

    with (ROOT / "config.toml").open("rb") as file:
        categories = tomllib.load(file)["categories"]
    assert labels.domains() == {code: one["domain"] for code, one in categories.items()}


def test_labels_find_their_texts_whatever_the_punctuation(tmp_path: Path) -> None:
    assert labels.key("路灯,坏了!") == labels.key("路灯 坏了")
    assert list(labels.units(" 题 ", "甲。乙!丙")) == ["题", "甲", "乙", "丙"]


def test_joining_says_what_it_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert join.main([]) == 2
    (tmp_path / "some.jsonl").write_text(
        json.dumps({"title": "甲", "text": "乙"}) + "\n" + json.dumps({"text": "丙"}) + "\n"
    )
    capsys.readouterr()
    assert join.main([str(tmp_path)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert len(list(read(out))) == len(list(labels.phrases()))


def test_what_is_held_back_is_not_learned(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join, "FIRST_HELD", 1)
    early, late = (
        {"title": "桥尾那边的路灯灭了三天", "text": ""},
        {"title": "桥头那边的井盖丢了三天", "text": ""},
    )
    kept = "".join(f"{labels.key(one['title'])}\tdogs\tp\t\n" for one in (early, late))
    lines = labels._lines
    monkeypatch.setattr(
        labels, "_lines", lambda name: kept.splitlines() if name == "read.tsv" else lines(name)
    )
    (tmp_path / "some.jsonl").write_text(f"{json.dumps(early)}\n{json.dumps(late)}\n")
    assert join.main([str(tmp_path), "held"]) == 0
    assert [one.text for one in read(capsys.readouterr().out.splitlines())] == [
        "桥头那边的井盖丢了三天"
    ]
    assert join.main([str(tmp_path), "learn"]) == 0
    assert "桥头那边的井盖丢了三天" not in [
        one.text for one in read(capsys.readouterr().out.splitlines())
    ]
    assert join.main([str(tmp_path), "other"]) == 2


@pytest.mark.skipif(not DATA.exists(), reason="the public texts are not beside the project")
def test_labels_find_their_texts() -> None:
    kept = [label for label in labels.read_labels().values() if label.category != labels.SKIP]
    found = list(labels.joined(join.documents(DATA)))
    assert len(found) == len(kept) + len(list(labels.phrases()))

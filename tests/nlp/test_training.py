"""Learning: from a few phrases to a model that tags, is kept, and is measured."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_array

from nlp.linear import ABOUT, KINDS, NONE, ModelError, load
from nlp.tagger import CategoryWords, Tagger
from nlp.training import examples as files
from nlp.training import softmax
from nlp.training.evaluate import calibration_error, evaluate
from nlp.training.examples import BadExample, Example
from nlp.training.train import TooFewExamples, train

DOMAINS = {"lamp": "设施", "road": "设施", "dog": "文明", "rare": "文明"}
CITY = [CategoryWords(code, domain, code) for code, domain in DOMAINS.items()]
PHRASES = {
    "lamp": ["路灯不亮", "路灯坏了", "灯杆歪了", "楼道灯不亮", "路灯一闪一闪", "没有路灯太黑"],
    "road": ["路面有坑", "路面塌了", "马路坑洼", "路面裂了", "人行道有坑", "路不平有坑"],
    "dog": ["遛狗不牵绳", "狗咬人了", "狗粪没人管", "大狗乱跑", "流浪狗很多", "狗天天叫"],
    NONE: ["工资没发", "老板欠工资", "养老金少了", "土地纠纷", "工资拖欠", "土地被占"],
}


def example(text: str, code: str, kind: str = "problem") -> Example:
    return Example(text, DOMAINS.get(code), None if code == NONE else code, kind)


@pytest.fixture(scope="module")
def lesson() -> Sequence[Example]:
    labelled = [example(text, code) for code, texts in PHRASES.items() for text in texts]
    kinds = [
        Example(f"{start}{word}", DOMAINS[code], code, kind)
        for start, kind in (("建议增设", "suggestion"), ("点赞,感谢修好", "highlight"))
        for word, code in (("路灯", "lamp"), ("路面", "road"), ("狗绳", "dog"))
    ]
    return [*labelled, *kinds, Example("稀有的事", "文明", "rare", "problem")]


@pytest.fixture(scope="module")
def tagger(lesson: Sequence[Example]) -> Tagger:
    return Tagger(CITY, train(lesson, DOMAINS, version="t1", folds=2))


def test_what_was_learned_is_told(tagger: Tagger) -> None:
    tags = tagger.classify("我家门口路灯坏了")
    assert (tags.domain, tags.ranked[0].category, tags.why) == ("设施", "lamp", ("路灯",))
    assert tagger.classify("建议增设路灯").kind == "suggestion"
    assert tagger.classify("点赞,感谢").kind == "highlight"


def test_a_category_with_too_few_examples_is_left_to_the_citys_words(tagger: Tagger) -> None:
    assert tagger.model.categories == ("lamp", "road", "dog", NONE)


def test_too_few_examples_are_refused() -> None:
    with pytest.raises(TooFewExamples, match="6 labelled texts are too few"):
        train([example(t, "lamp") for t in PHRASES["lamp"]], DOMAINS, version="x")


def test_a_model_is_kept_as_plain_arrays(tagger: Tagger, tmp_path: Path) -> None:
    tagger.model.save(tmp_path / "one")
    again = load(tmp_path / "one")
    assert (again.version, again.categories) == ("t1", tagger.model.categories)
    for text in ("路灯不亮", "狗咬人了", "工资没发", ""):
        before, after = tagger.classify(text), Tagger(CITY, again).classify(text)
        assert (before.domain, before.abstain, before.why) == (
            after.domain,
            after.abstain,
            after.why,
        )
        assert before.confidence == pytest.approx(after.confidence, abs=0.02)


def test_a_line_break_between_letters_is_no_feature(
    lesson: Sequence[Example], tmp_path: Path
) -> None:
    """The file parts its features by line breaks."""
    broken = [example(f"led\nlamp路灯坏了{which}", "lamp") for which in "甲乙丙"]
    train([*lesson, *broken], DOMAINS, version="t4", folds=2).save(tmp_path)
    assert Tagger(CITY, load(tmp_path)).classify("路灯坏了").ranked[0].category == "lamp"


def test_what_is_no_model_is_refused(tagger: Tagger, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no model that can be read"):
        load(tmp_path)
    tagger.model.save(tmp_path)
    about = json.loads((tmp_path / ABOUT).read_text("utf-8"))
    for change in ({"format": 99}, {"categories": ["lamp"]}, {"trust": 1}):
        (tmp_path / ABOUT).write_text(json.dumps({**about, **change}), "utf-8")
        with pytest.raises(ModelError):
            load(tmp_path)


def test_the_same_lesson_gives_the_same_model(tagger: Tagger, lesson: Sequence[Example]) -> None:
    again = train(lesson, DOMAINS, version="t2", folds=2)
    assert np.array_equal(again.table, tagger.model.table)
    assert again.trust == tagger.model.trust


def test_where_only_the_domain_is_known_its_categories_share_it(
    lesson: Sequence[Example],
) -> None:
    more = [*lesson, *[Example("水管爆了", "设施", None, "problem")] * 3]
    tags = Tagger(CITY, train(more, DOMAINS, version="t3", folds=2)).classify("水管爆了")
    assert tags.domain == "设施"


def test_measuring_counts_what_is_right_too(tagger: Tagger) -> None:
    report = evaluate(
        tagger,
        [
            example("路灯不亮", "lamp"),
            Example("狗咬人了", "设施", None, "problem", alt=("文明",), categories=("dog",)),
            example("路面有坑", "lamp"),
            example("工资没发", NONE),
        ],
    )
    assert report.domain_accuracy == 1
    assert report.category_accuracy == pytest.approx(2 / 3)
    assert report.category_top3 == 1
    assert report.abstains_on_others == 1
    assert report.domains["设施"].count == 2
    assert json.loads(json.dumps(report.as_dict()))["texts"] == 4


def test_calibration_error_is_the_mean_gap_over_the_bins() -> None:
    told = [(0.95, True), (0.95, True), (0.55, False), (0.55, True)]
    assert calibration_error(told) == pytest.approx((0.1 + 0.1) / 4)
    assert calibration_error([]) is None


def test_examples_are_read_and_written(tmp_path: Path) -> None:
    one = Example("路灯坏了", "设施", "lamp", "suggestion", ("文明",), ("road",))
    assert next(files.read([files.written(one)])) == one
    nowhere = next(files.read(['{"text": "工资", "domain": "none", "kind": "问题"}']))
    assert (nowhere.domain, nowhere.kind) == (None, KINDS[0])


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        "[]",
        '{"text": "a"}',
        '{"text": 1, "domain": "a"}',
        '{"text": "a", "domain": 3}',
        '{"text": "a", "domain": "b", "kind": "?"}',
        '{"text": "a", "domain": "b", "alt": "c"}',
    ],
)
def test_a_line_that_is_no_example_is_named(line: str) -> None:
    with pytest.raises(BadExample, match="line 2: "):
        list(files.read(['{"text": "a", "domain": "b"}', line]))


def test_shared_targets_are_met_in_proportion() -> None:
    rows = csr_array(np.ones((2, 1), np.float32))
    shares = np.array([[0.75, 0.25]] * 2, np.float32)
    table, offsets = softmax.fit(rows, shares, np.ones(2, np.float32), penalty=1e-6)
    told = np.exp(softmax.log_softmax(rows @ table + offsets))
    assert told[0] == pytest.approx([0.75, 0.25], abs=0.01)

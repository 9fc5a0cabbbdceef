"""``classify``, ``train`` and ``evaluate`` on the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from PIL import Image

from bot import tagging_commands
from bot.__main__ import main
from nlp.tagger import TOGETHER
from nlp.training.examples import written
from nlp.training.labels import domains, labelled, phrases
from tests.conftest import ROOT


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUISHOUPAI_CONFIG", str(ROOT / "config.toml"))


@pytest.fixture(scope="module")
def some_examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A few phrases of three categories."""
    file = tmp_path_factory.mktemp("examples") / "some.jsonl"
    wanted = {"street_light", "dogs", "bus", "none"}
    known = domains()
    lines = [written(labelled(p, one, known)) for p, one in phrases() if one.category in wanted]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    return file


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(arguments)
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_one_object_a_line_in_order_and_bad_lines_do_not_stop_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [
        '{"text": "路灯坏了"}',
        "{broken",
        '{"text": 5}',
        '{"no": "text"}',
        "[1]",
        "井盖没了",
        "",
        '{"text": "张店区金晶大道与共青团路路口有坑"}',
    ]
    file = tmp_path / "in.jsonl"
    file.write_bytes("\n".join(lines).encode() + b"\n\xff\xfe\n")
    code, out, _ = run(capsys, "classify", "--file", str(file), "--json")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert len(answers) == len(lines) + 1
    assert [("error" in answer) for answer in answers[1:5]] == [True] * 4
    first = answers[0]
    assert list(first) == [
        *("kind", "domain", "category", "confidence", "abstain", "top", "why", "urgent", "place")
    ]
    assert (first["kind"], first["domain"], first["category"]) == (
        "问题",
        "城市建设管理",
        "street_light",
    )
    assert [set(top) for top in first["top"]] == [{"category", "score"}] * 3
    assert answers[5]["category"] == "manhole"
    assert answers[6]["abstain"]
    assert answers[7]["place"]["district"] == "张店区"


def test_a_large_file_is_shared_out_and_answered_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [json.dumps({"text": phrase}) for phrase, _ in islice(phrases(), 3 * TOGETHER)]
    lines[TOGETHER] = "{broken"
    file = tmp_path / "in.jsonl"
    file.write_text("\n".join(lines), "utf-8")
    alone = run(capsys, "classify", "--file", str(file), "--json")
    monkeypatch.setattr(tagging_commands, "LARGE", 0)
    assert run(capsys, "classify", "--file", str(file), "--json") == alone
    assert alone[1].count("\n") == len(lines)


def test_no_more_than_a_few_parts_are_held_however_many_there_are() -> None:
    taken = 0

    def endless() -> Iterator[list[str | dict[str, object]]]:
        nonlocal taken
        while True:
            taken += 1
            yield [str(taken)]

    told = tagging_commands.by_many(str, endless())
    assert list(islice(told, 3)) == ["['1']", "['2']", "['3']"]
    assert taken <= 3 + tagging_commands.AHEAD * (os.cpu_count() or 1)
    told.close()


def test_what_only_learning_needs_is_not_loaded_to_tag() -> None:
    """SciPy takes a third of a second and scikit-learn more."""
    code = (
        "import sys; from bot.__main__ import main; main(['classify', '路灯坏了']); "
        "sys.exit(any(name in sys.modules for name in ('scipy', 'sklearn')))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)  # noqa: S603
    assert (done.returncode, done.stdout.decode().split("\t")[1]) == (0, "street_light")


def test_a_model_is_trained_kept_used_and_measured(
    some_examples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, picture = tmp_path / "model", tmp_path / "confusion.png"
    code, out, _ = run(capsys, "train", str(some_examples), "--out", str(folder))
    assert (code, "3 categories" in out) == (0, True)
    assert {file.name for file in folder.iterdir()} == {"CARD.md", "model.json", "weights.npz"}
    code, out, _ = run(
        capsys,
        *("evaluate", str(some_examples), "--model", str(folder), "--json"),
        *("--picture", str(picture), "--card"),
    )
    report = json.loads(out)
    assert code == 0
    assert report["domain_accuracy"] > 0.95
    assert report["kind_macro_f1"] > 0.9
    card = (folder / "CARD.md").read_text("utf-8")
    assert "## Measured on some.jsonl" in card
    assert f"| domain accuracy | {report['domain_accuracy']:.3f} |" in card
    with Image.open(picture) as image:
        assert image.format == "PNG"
    code, out, _ = run(capsys, "evaluate", str(some_examples), "--model", str(folder), "--card")
    assert (folder / "CARD.md").read_text("utf-8").count("## Measured on") == 1
    assert "domain macro f1" in out
    code, out, _ = run(capsys, "classify", "路灯坏了", "--model", str(folder))
    assert out.split("\t")[:2] == ["城市建设管理", "street_light"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("classify", "--file", "no/such/file"), "no/such/file cannot be read"),
        (("evaluate", "no/such/file"), "no/such/file cannot be read"),
        (("classify", "a", "--model", "no/such"), "no model that can be read"),
        (("evaluate", "{one}", "--card"), "--card needs --model"),
        (("train", "{empty}", "--out", "{out}"), "0 labelled texts are too few"),
        (("evaluate", "{empty}"), "holds no labelled text"),
        (("evaluate", "{broken}"), "line 1: "),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: tuple[str, ...],
    sentence: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "empty").touch()
    (tmp_path / "broken").write_text("{\n")
    (tmp_path / "one").write_text('{"text": "路灯坏了", "domain": "城市建设管理"}\n', "utf-8")
    places = {name: str(tmp_path / name) for name in ("empty", "broken", "one", "out")}
    code, _, err = run(capsys, *(one.format(**places) for one in arguments))
    assert code == 1
    assert sentence in err
    assert len(err.splitlines()) == 1

"""``suishoupai``: what is wrong is said in one line, with the mend, and the exit is not zero."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from bot.__main__ import main
from sandbox.server import serve
from tests.conftest import ROOT

CONFIG = (ROOT / "config.toml").read_text("utf-8")


def suishoupai(
    *arguments: str, folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in this process: to start one for each would take most of the time."""
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        ours = [name for name in os.environ if name.startswith(("SUISHOUPAI_", "TELEGRAM_"))]
        for name in ours:
            patch.delenv(name)
        patch.setenv("SUISHOUPAI_CONFIG", str(ROOT / "config.toml"))
        patch.setenv("SUISHOUPAI_DATABASE__URL", f"sqlite:///{folder / 'x.db'}")
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.chdir(folder)
        with redirect_stdout(out), redirect_stderr(err):
            code = main(arguments)
    return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())


def process(*arguments: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own."""
    kept: Mapping[str, str] = {
        k: v for k, v in os.environ.items() if not k.startswith(("SUISHOUPAI_", "TELEGRAM_"))
    }
    database = f"sqlite:///{folder / 'x.db'}"
    return subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bot", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={
            **kept,
            "SUISHOUPAI_CONFIG": str(ROOT / "config.toml"),
            "SUISHOUPAI_DATABASE__URL": database,
            **environment,
        },
    )


def complaint(run: subprocess.CompletedProcess[str]) -> str:
    """The one line that a failed command says."""
    assert run.returncode == 1
    lines = [line for line in run.stderr.splitlines() if " INFO " not in line]
    assert len(lines) == 1, run.stderr
    return lines[0]


def edited(folder: Path, old: str, new: str) -> str:
    """The path of the city's configuration with one change."""
    assert old in CONFIG
    path = folder / "config.toml"
    path.write_text(CONFIG.replace(old, new, 1), "utf-8")
    return str(path)


@pytest.mark.parametrize("command", ["check", "run"])
def test_no_token(tmp_path: Path, command: str) -> None:
    assert "TELEGRAM_BOT_TOKEN" in complaint(process(command, folder=tmp_path))


async def test_a_bad_token_and_then_the_right_one(tmp_path: Path) -> None:
    async with serve() as sandbox:
        import asyncio  # noqa: PLC0415

        async def check(token: str) -> subprocess.CompletedProcess[str]:
            return await asyncio.to_thread(
                suishoupai,
                "check",
                folder=tmp_path,
                TELEGRAM_BOT_TOKEN=token,
                SUISHOUPAI_TELEGRAM__API_BASE_URL=sandbox.url,
            )

        assert "401" in complaint(await check("1:wrong"))
        right = await check(sandbox.token)
        assert right.returncode == 0, right.stderr
        assert "@suishoupai_bot" in right.stdout


def test_an_api_that_cannot_be_reached(tmp_path: Path) -> None:
    run = suishoupai(
        "check",
        folder=tmp_path,
        TELEGRAM_BOT_TOKEN="1:secret-part",
        SUISHOUPAI_TELEGRAM__API_BASE_URL="http://127.0.0.1:9",
    )
    said = complaint(run)
    assert "http://127.0.0.1:9 cannot be reached" in said
    assert "secret-part" not in run.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('accept = "4 workhour"', 'acept = "4 workhour"', "did you mean 'accept'?"),
        ("[delivery]", "[delivry]", "did you mean 'delivery'?"),
        ('accept = "4 workhour"', 'accept = "4 week"', "is not a limit"),
        ("per_second = 30", 'per_second = "30"', "must be a number"),
        ('category = "street_vending"', 'category = "street_vendin"', "did you mean 'street_ve"),
        ('organisation = "张店区综合行政执法局"', 'organisation = "张店区综合执法局"', "did you"),
        ('timezone = "Asia/Shanghai"', 'timezone = "Asia/Zibo"', "there is no time zone"),
        ('when = "50%"', 'when = "half"', "write 'due', '50%'"),
        ('spans = ["08:30-12:00"', 'spans = ["08:30-25:00"', "08:30-12:00"),
        ("[city]", "[city", "is not TOML"),
        ('"沂源县"]', '"沂原县"]', "no boundary is known for '沂原县'"),
        ("[database]\n", '[database]\ntoken = "1:x"\n', "has no setting 'token'"),
        ('at = "mon 08:30"', 'at = "mno 08:30"', "unknown weekday 'mno'; did you mean 'mon'?"),
        ('at = "mon 08:30"', 'at = "mon 25:30"', "a time is written 03:30"),
        ('seats = ["市城市管理局"', 'seats = ["市城市管里局"', "did you mean '市城市管理局'?"),
    ],
)
def test_a_wrong_configuration_is_named_with_the_nearest_right_one(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = edited(tmp_path, old, new)
    assert said in complaint(suishoupai("check", folder=tmp_path, SUISHOUPAI_CONFIG=path))


def test_an_unknown_variable_of_the_environment_is_named(tmp_path: Path) -> None:
    run = suishoupai("check", folder=tmp_path, SUISHOUPAI_DATABASE__URI="x")
    assert "did you mean 'SUISHOUPAI_DATABASE__URL'?" in complaint(run)


def test_a_database_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    url = f"sqlite:///{tmp_path}/file/x.db"
    said = complaint(suishoupai("check", folder=tmp_path, SUISHOUPAI_DATABASE__URL=url))
    assert "cannot be used" in said


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://u:hidden@127.0.0.1:9/x", "cannot be used"),
        ("mysql://x", "use sqlite or postgresql"),
        ("nonsense", "cannot be read"),
    ],
)
def test_a_database_that_is_not_there(tmp_path: Path, url: str, said: str) -> None:
    run = suishoupai("db", "upgrade", folder=tmp_path, SUISHOUPAI_DATABASE__URL=url)
    assert said in complaint(run)
    assert "hidden" not in run.stderr


def test_the_configuration_that_is_not_there(tmp_path: Path) -> None:
    run = suishoupai("check", folder=tmp_path, SUISHOUPAI_CONFIG="nowhere.toml")
    assert "there is no nowhere.toml" in complaint(run)


def test_classify_answers_a_line_for_a_line_and_goes_on_after_a_bad_one(tmp_path: Path) -> None:
    lines = [
        '{"text": "路灯坏了"}',
        '{"txt": 1}',
        '{"text": ""}',
        '{"text": "张店区柳泉路88号井盖没了"}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    run = process("classify", "--file", "in.jsonl", "--json", folder=tmp_path)
    first, bad, empty, placed = (json.loads(line) for line in run.stdout.splitlines())
    assert (first["domain"], first["category"]) == ("城市建设管理", "street_light")
    assert first["why"]
    assert "error" in bad
    assert empty["abstain"] is True
    assert placed["place"]["district"] == "张店区"
    assert len(placed["top"]) == 3


def test_due_explains_every_step(tmp_path: Path) -> None:
    """Friday before the Spring Festival: Saturday is worked, then the holiday."""
    run = suishoupai("due", "road_damage", "--from", "2026-02-13 16:40", "--json", folder=tmp_path)
    answer = json.loads(run.stdout)
    assert answer["from"] == "2026-02-13T16:40:00+08:00"
    assert answer["due"] == "2026-02-25T16:40:00+08:00"
    kinds = {step["day"]: step["kind"] for step in answer["steps"]}
    assert kinds["2026-02-14"] == "make_up"
    assert kinds["2026-02-23"] == "holiday"
    assert sum(step["minutes"] for step in answer["steps"]) == 3 * 7.5 * 60
    assert answer["steps"][-1]["to"] == answer["due"]


def test_due_in_words_names_each_day(tmp_path: Path) -> None:
    run = suishoupai("due", "road_damage", "--from", "2026-02-13 16:40", folder=tmp_path)
    assert run.stdout.startswith("2026年2月25日(周三)16:40\n道路破损:时限 3个工作日")
    assert "· 2月14日(周六) 调休上班:7小时30分钟" in run.stdout


def test_due_of_what_does_not_exist(tmp_path: Path) -> None:
    assert "no category 'x'" in complaint(suishoupai("due", "x", folder=tmp_path))
    bad = suishoupai("due", "manhole", "--from", "soon", folder=tmp_path)
    assert "is no time" in complaint(bad)


def test_an_export_of_nothing_is_a_whole_file_and_a_wrong_day_is_named(tmp_path: Path) -> None:
    days = ("--from", "2026-03-01", "--to", "2026-03-31", "--format", "json")
    assert "db upgrade" in complaint(suishoupai("export", *days, folder=tmp_path))
    assert suishoupai("db", "upgrade", folder=tmp_path).returncode == 0
    run = suishoupai("export", *days, folder=tmp_path)
    assert run.stdout == "cases-2026-03-01-2026-03-31.json\n", run.stderr
    assert json.loads((tmp_path / run.stdout.strip()).read_text("utf-8")) == []
    bad = suishoupai("export", "--from", "1.3.", "--to", "2026-03-31", folder=tmp_path)
    assert "write 2026-03-01" in complaint(bad)

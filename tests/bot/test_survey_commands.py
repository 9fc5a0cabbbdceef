"""``suishoupai indicators`` and ``points``: what is taken, and what is refused in which words."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from bot.tables_in import Tables
from tests.bot.test_command_line import CONFIG, complaint, suishoupai

SIZE = "51 indicators, 40 kinds of points, 552 items"
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an empty database."""
    folder = tmp_path_factory.mktemp("empty")
    assert suishoupai("db", "upgrade", folder=folder).returncode == 0
    return folder


@pytest.fixture(scope="module")
def imported(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the example, and a database into which it was imported."""
    folder = tmp_path_factory.mktemp("imported")
    shutil.copytree(empty, folder, dirs_exist_ok=True)
    assert suishoupai("indicators", "example", "example.xlsx", folder=folder).returncode == 0
    run = suishoupai("indicators", "import", "example.xlsx", folder=folder)
    assert run.stdout == f"version 1: {SIZE}\n", run.stderr
    return folder


@pytest.fixture
def command(empty: Path, tmp_path: Path) -> Command:
    """The command line over an empty database."""
    return over(empty, tmp_path)


@pytest.fixture
def survey(imported: Path, tmp_path: Path) -> Command:
    """The command line with the example imported."""
    return over(imported, tmp_path)


def over(template: Path, folder: Path) -> Command:
    """The command line in *folder*, a copy of *template*."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    return lambda *arguments: suishoupai(*arguments, folder=folder)


def changed(path: Path, cell: str, value: object) -> None:
    """Write over one cell."""
    book = openpyxl.load_workbook(path)
    book.worksheets[0][cell] = value
    book.save(path)


def test_the_example_is_imported_once_in_whatever_form(survey: Command, tmp_path: Path) -> None:
    rows = Tables().read((tmp_path / "example.xlsx").read_bytes(), "example.xlsx", 1000)
    text = "\r\n".join("\t".join(row) for row in rows)
    for encoding in ("utf-8", "gb18030", "utf-16"):
        (tmp_path / "example.csv").write_bytes(text.encode(encoding))
        again = survey("indicators", "import", "example.csv")
        assert again.stdout == "version 1 says the same already; nothing was imported\n"
    listed = survey("indicators", "list").stdout.splitlines()
    assert len(listed) == 1
    assert listed[0].endswith(f"example  {SIZE}")


def test_wrong_cells_are_named_and_nothing_is_imported(survey: Command, tmp_path: Path) -> None:
    changed(tmp_path / "example.xlsx", "F12", "=SUM(F2:F11)")
    changed(tmp_path / "example.xlsx", "J3", "月亮")
    run = survey("indicators", "import", "example.xlsx")
    assert "2 cells are wrong" in complaint(run)
    assert run.stdout.splitlines() == [
        "示例指标体系 J3:没有叫「月亮」的类别。请写全称,或从 /survey 空白指标表的列表里选。",
        "示例指标体系 F12:这一格是公式(=SUM(F2:F11)),请改成文字或数字。",
    ]
    assert len(survey("indicators", "list").stdout.splitlines()) == 1


def test_the_template_is_to_be_filled_in(command: Command) -> None:
    assert command("indicators", "template", "empty.xlsx").returncode == 0
    run = command("indicators", "import", "empty.xlsx")
    assert run.stdout == "指标体系 A2:表里没有条目,请从第二行起一行写一条。\n"


def test_a_city_with_other_offices_is_told_where_to_write_its_own(
    empty: Path, tmp_path: Path
) -> None:
    shutil.copytree(empty, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.replace("市文明办", "市精神文明办"), "utf-8")

    def command(what: str) -> subprocess.CompletedProcess[str]:
        return suishoupai(
            "indicators", what, "x.xlsx", folder=tmp_path, SUISHOUPAI_CONFIG=str(path)
        )

    for what in ("template", "example"):
        assert command(what).returncode == 0
    run = command("import")
    assert "cells are wrong" in complaint(run)
    assert "没有叫「市文明办」的单位" in run.stdout


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("large.xlsx", 200 * 2**20, "has 200 MB and was not read; at most 20 MB are"),
        ("zeros.xlsx", 10, "cannot be read as a table"),
        ("nothing.csv", 0, "is empty"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(
    command: Command, tmp_path: Path, name: str, size: int, said: str
) -> None:
    with (tmp_path / name).open("wb") as file:
        file.truncate(size)
    assert said in complaint(command("indicators", "import", name))


def test_files_that_are_not_there_or_cannot_be_written(command: Command) -> None:
    assert "No such file" in complaint(command("indicators", "import", "nowhere.csv"))
    assert "cannot be written" in complaint(command("indicators", "template", "no/where.xlsx"))


HEAD = "点位类型,点位名称,地址,责任单位,纬度,经度"
PARK = "城市公园,人民公园,人民路,市城市管理局,36.81,118.05"


def test_good_points_are_entered_once_and_bad_ones_named(survey: Command, tmp_path: Path) -> None:
    bad = "城市公园,火星公园,火星路,,30,118.05"
    (tmp_path / "points.csv").write_text("\n".join((HEAD, bad, PARK)), "gb18030")
    run = survey("points", "import", "points.csv")
    assert "2 things are wrong" in complaint(run)
    assert run.stdout.splitlines() == [
        "1 new, 0 changed, 0 known already",
        "D2:没有写,请补上。",
        "E2:这个位置在本市之外,请核对经纬度。",
    ]
    (tmp_path / "points.csv").write_text("\n".join((HEAD, PARK)), "utf-16")
    again = survey("points", "import", "points.csv")
    assert again.stdout == "0 new, 0 changed, 1 known already\n"
    assert survey("points", "find", "人民", "--near", "36.811,118.05").stdout == (
        "111 m\t城市公园\t人民公园\t张店区\t人民路\t市城市管理局\n"
    )
    assert "36.81,118.05" in complaint(survey("points", "find", "--near", "here"))


@pytest.mark.parametrize("name", ["out.xlsx", "out.geojson"])
def test_what_is_exported_can_be_imported_and_is_never_live(
    survey: Command, tmp_path: Path, name: str
) -> None:
    hostile = PARK.replace("人民公园", "@SUM(1+1)")
    (tmp_path / "points.csv").write_text("\n".join((HEAD, PARK, hostile)), "utf-8")
    survey("points", "import", "points.csv")
    assert survey("points", "export", name).stdout == f"{name}: 2 points\n"
    again = survey("points", "import", name)
    assert again.stdout == "0 new, 0 changed, 2 known already\n"
    if name.endswith("xlsx"):
        cell = openpyxl.load_workbook(tmp_path / name).worksheets[0]["B3"]
        assert (cell.value, cell.data_type) == ("@SUM(1+1)", "s")


def test_a_feature_that_is_wrong_is_named(survey: Command, tmp_path: Path) -> None:
    text = '{"features": [{"geometry": null, "properties": {"name": "=1", "kind": "城市公园"}}]}'
    (tmp_path / "points.geojson").write_text(text, "utf-8")
    run = survey("points", "import", "points.geojson")
    assert run.stdout.splitlines()[1:] == ["properties:缺少标题「责任单位」,请补上这一列。"]
    (tmp_path / "points.geojson").write_text(text.replace('"name"', '"责任单位": "甲", "name"'))
    run = survey("points", "import", "points.geojson")
    assert "features[0] name:这一格是公式(=1),请改成文字或数字。" in run.stdout.splitlines()
    (tmp_path / "points.geojson").write_text("[]")
    assert "is no GeoJSON" in complaint(survey("points", "import", "points.geojson"))


def test_points_need_indicators_and_a_form_that_is_known(command: Command, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text(HEAD, "utf-8")
    assert "there are no indicators yet" in complaint(command("points", "import", "points.csv"))
    assert ".xlsx or .geojson" in complaint(command("points", "export", "points.pdf"))
    assert "cannot be written" in complaint(command("points", "export", "no/where.geojson"))


MARCH = ("--from", "2098-03-03", "--to", "2098-03-05", "--lead", "市文明办")


def test_a_round_is_drawn_published_and_verified(survey: Command, tmp_path: Path) -> None:
    start = ("rounds", "start", "第一轮", *MARCH, "--draw", "1", "--of", "城市公园=2")
    assert "no points to draw from" in complaint(survey(*start))
    parks = [PARK.replace("人民公园", f"公园{number}") for number in range(9)]
    (tmp_path / "points.csv").write_text("\n".join((HEAD, *parks)), "utf-8")
    survey("points", "import", "points.csv")
    begun = survey(*start).stdout.splitlines()
    assert begun[0] == "round 1: 2 of 9 points drawn"

    survey("rounds", "publish", "1", "early.json")
    assert "its seed is a secret" in complaint(survey("rounds", "verify", "early.json"))
    assert "round 1 is over; publish" in survey("rounds", "end", "1").stdout
    assert "round 1 is over already" in complaint(survey("rounds", "end", "1"))
    survey("rounds", "publish", "1", "late.json")
    checked = survey("rounds", "verify", "late.json").stdout.splitlines()
    assert checked == ["2 of 9 points, drawn as announced by these:", *begun[1:3]]
    listed = survey("rounds", "list").stdout
    assert (
        "第一轮\t2098-03-03 to 2098-03-05\t市文明办\tindicators 1\t2 of 9 points\tover" in listed
    )

    text = (tmp_path / "late.json").read_text("utf-8")
    head, drawn, tail = text.partition('"drawn": [["张店区", "城市公园", "公园')
    (tmp_path / "forged.json").write_text(head + drawn + "十" + tail, "utf-8")
    assert "not the points that were to be" in complaint(survey("rounds", "verify", "forged.json"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (("--lead", "市文明"), "did you mean '市文明办'?"),
        (("--of", "公共厕所"), "write KIND=COUNT"),
        (("--to", "2098-03-02"), "not before --from"),
        (("--from", "2026-03-03"), "not before today"),
        (("--to", "2098-06-03"), "92 days at most"),
        (("--draw", "0"), "1 to 1000 points"),
        ((), "no points to draw from"),
    ],
)
def test_what_a_round_cannot_be(survey: Command, changes: tuple[str, str], said: str) -> None:
    run = survey("rounds", "start", "第一轮", *MARCH, "--draw", "2", *changes)
    assert said in complaint(run)


def test_a_kind_that_is_misspelt_is_named(survey: Command, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_text("\n".join((HEAD, PARK)), "utf-8")
    survey("points", "import", "points.csv")
    for wrong in (("--kind", "城市公圆"), ("--of", "城市公圆=5")):
        run = survey("rounds", "start", "第一轮", *MARCH, "--draw", "2", *wrong)
        assert "did you mean '城市公园'?" in complaint(run)

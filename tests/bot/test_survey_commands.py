"""``suishoupai indicators``: a template, an example, and tables that become versions or say why
they do not."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from bot.tables_in import Tables
from tests.bot.test_command_line import complaint, suishoupai

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """The command line, in a folder of its own with a database."""
    assert suishoupai("db", "upgrade", folder=tmp_path).returncode == 0
    return lambda *arguments: suishoupai(*arguments, folder=tmp_path)


def changed(path: Path, cell: str, value: object) -> None:
    """Write over one cell."""
    book = openpyxl.load_workbook(path)
    book.worksheets[0][cell] = value
    book.save(path)


def test_the_example_is_imported_once_in_whatever_form(command: Command, tmp_path: Path) -> None:
    assert command("indicators", "example", "example.xlsx").stdout == "example.xlsx\n"
    size = "51 indicators, 40 kinds of points, 552 items"
    assert command("indicators", "import", "example.xlsx").stdout == f"version 1: {size}\n"
    rows = Tables().read((tmp_path / "example.xlsx").read_bytes(), "example.xlsx", 1000)
    text = "\r\n".join("\t".join(row) for row in rows)
    for encoding in ("utf-8", "gb18030", "utf-16"):
        (tmp_path / "example.csv").write_bytes(text.encode(encoding))
        again = command("indicators", "import", "example.csv")
        assert again.stdout == "version 1 says the same already; nothing was imported\n"
    listed = command("indicators", "list").stdout.splitlines()
    assert len(listed) == 1
    assert listed[0].endswith(f"example  {size}")


def test_wrong_cells_are_named_and_nothing_is_imported(command: Command, tmp_path: Path) -> None:
    command("indicators", "example", "example.xlsx")
    changed(tmp_path / "example.xlsx", "F12", "=SUM(F2:F11)")
    changed(tmp_path / "example.xlsx", "J3", "月亮")
    run = command("indicators", "import", "example.xlsx")
    assert "2 cells are wrong" in complaint(run)
    assert run.stdout.splitlines() == [
        "示例指标体系 J3:没有叫「月亮」的类别,请写 config.toml 里的类别名称或代码。",
        "示例指标体系 F12:这一格是公式(=SUM(F2:F11)),请改成文字或数字。",
    ]
    assert command("indicators", "list").stdout == ""


def test_the_template_is_to_be_filled_in(command: Command) -> None:
    assert command("indicators", "template", "empty.xlsx").returncode == 0
    run = command("indicators", "import", "empty.xlsx")
    assert run.stdout == "指标体系 A2:表里没有条目,请从第二行起一行写一条。\n"


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

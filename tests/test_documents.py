"""What the documents say of the program is so."""

import pytest

from bot.__main__ import main
from docs import lifecycle, rights
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_the_life_of_a_case_is_written_as_it_is() -> None:
    assert lifecycle.PAGE.read_text("utf-8") == lifecycle.written()


def test_who_may_do_what_is_written_as_it_is() -> None:
    assert rights.PAGE.read_text("utf-8") == rights.written()


def test_every_command_of_the_readme_exists() -> None:
    """Each answers --help instead of complaining."""
    alone = ("demo", "run", "check", "db", "classify", "train", "evaluate", "due")
    for command in (*alone, "indicators", "points", "rounds"):
        assert f"suishoupai {command}" in README
        with pytest.raises(SystemExit) as end:
            main([command, "--help"])
        assert end.value.code == 0


def test_every_picture_and_page_that_is_linked_is_there() -> None:
    for part in README.split("](")[1:]:
        target = part.split(")")[0]
        assert (ROOT / target).exists(), target

"""All words are in the catalogues, in both languages, and nowhere else."""

import ast
import re
import string
from pathlib import Path

import pytest

from cases import errors
from handlers.callback_data import CaseAct
from handlers.errors import REFUSALS
from handlers.notices import KINDS
from handlers.texts import LANGUAGES, templates
from tests.conftest import ROOT

CHINESE = re.compile(r"[\u4e00-\u9fff]")
CODE = [
    path
    for room in ("bot", "handlers", "cases", "nlp", "survey", "sandbox")
    for path in (ROOT / room).rglob("*.py")
]
# Names of the fictitious city, and patterns that read Chinese rather than speak it.
EXEMPT = {
    "bot/demo.py",
    "bot/demo_survey.py",
    "bot/reader.py",
    "cases/following.py",
    "nlp/lexicon.py",
    "nlp/neutral.py",
    "nlp/places.py",
    "nlp/training/card.py",
    "nlp/training/examples.py",
    "nlp/masking.py",
    "nlp/similar.py",
    "sandbox/world.py",
}


def facts_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_both_languages_say_the_same_things_with_the_same_facts() -> None:
    first, second = (templates(language) for language in LANGUAGES)
    assert first.keys() == second.keys()
    for key in first:
        assert facts_of(first[key]) == facts_of(second[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_in_the_chat_is_sent_to_the_server(language: str) -> None:
    for key, template in templates(language).items():
        assert not re.search(r"config\.toml|suishoupai |--\w", template), key


def _is_docstring(node: ast.Constant, tree: ast.Module) -> bool:
    return any(isinstance(parent, ast.Expr) and parent.value is node for parent in ast.walk(tree))


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_people_read_only_what_the_catalogues_say(path: Path) -> None:
    if str(path.relative_to(ROOT)) in EXEMPT:
        return
    tree = ast.parse(path.read_text("utf-8"))
    spoken = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and CHINESE.search(node.value)
        and not _is_docstring(node, tree)
    ]
    assert not [text for text in spoken if text not in ("随手拍 Bot", "路灯坏了", "随手拍")]


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_key_that_the_code_names_is_there(path: Path) -> None:
    known = templates("zh")
    sections = {key.split(".")[0] for key in known}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
            continue
        if path.parts[-2] != "handlers" or not re.fullmatch(r"[a-z]+\.[a-z_]*[a-z]", node.value):
            continue
        if node.value.split(".")[0] in sections:
            assert node.value in known or node.value.startswith("notice."), node.value


def test_every_refusal_has_words() -> None:
    assert set(REFUSALS) == set(errors.CaseError.__subclasses__())


def test_every_notice_and_button_has_words() -> None:
    known = templates("zh")
    for kind in KINDS - {"reminder"}:
        assert f"notice.{kind}" in known
    for act in CaseAct:
        assert f"button.{act}" in known

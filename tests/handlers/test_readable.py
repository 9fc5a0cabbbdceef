"""Everything can be read without colour and emoji: signs only repeat what words say."""

import re
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.config import Config
from bot.districts import Districts
from bot.reader import TextReader
from cases.model import Case, CaseId, Kind, Person, PersonId, Place, Report, State
from handlers.card import CardMaker, Names
from handlers.place_words import place_text
from handlers.sending import Outgoing
from handlers.texts import LANGUAGES, Catalogue, templates

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
OWNER = PersonId(2)
MARKS = {"late": "🔴", "soon": "🟡", "paused": "⏸", "asked": "⏸", "urgent": "🚨"}
SAID = {
    "zh": {
        "late": "超期",
        "soon": "还剩",
        "paused": "缓办",
        "asked": "等上报人回答",
        "urgent": "紧急",
    },
    "en": {
        "late": "Overdue",
        "soon": "left",
        "paused": "Suspended",
        "asked": "Waiting for the reporter",
        "urgent": "urgent",
    },
}


def plain(text: str) -> str:
    """Without emoji and other symbols."""
    kept = (c for c in text if unicodedata.category(c) not in ("So", "Sk", "Sm", "Cf", "Mn"))
    return "".join(kept)


def case_that_is(what: str) -> Case:
    report = Report(Kind.PROBLEM, "street_light", "坏了", Place("柳泉路", "张店区"))
    case = Case(
        CaseId(7), "ZB-20260302-0001", report, PersonId(1), State.IN_PROGRESS, NOW, owner=OWNER
    )
    changes: dict[str, dict[str, object]] = {
        "late": {"due_at": NOW - timedelta(hours=5)},
        "soon": {"due_at": NOW + timedelta(hours=1)},
        "paused": {"due_at": NOW + timedelta(days=9), "suspended_at": NOW},
        "asked": {"due_at": NOW + timedelta(days=9), "suspended_at": NOW, "question": "几号?"},
        "urgent": {"due_at": NOW + timedelta(days=9), "report": replace(report, urgent=True)},
    }
    return replace(case, **changes[what])  # type: ignore[arg-type]


def atlas_of(config: Config) -> Districts:
    return Districts.load(config.districts, config.division_code, config.boundaries)


def drawn(config: Config, what: str, language: str) -> Outgoing:
    catalogue = Catalogue(config.city.zone)
    reader = TextReader.of(config)
    maker = CardMaker(config.city, catalogue, reader, atlas_of(config), lambda: NOW)
    person = Person(OWNER, "王磊", language=language)
    return maker.draw(case_that_is(what), person, Names("王磊", "马奶奶"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", MARKS)
def test_what_a_mark_means_is_also_said(config: Config, what: str, language: str) -> None:
    text = drawn(config, what, language).text
    assert MARKS[what] in text
    assert SAID[language][what] in plain(text)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("柳泉路", "张店区 柳泉路"),
        ("张店区柳泉路", "张店区柳泉路"),
        ("淄博市张店区柳泉路", "淄博市张店区柳泉路"),
        ("", "张店区 地图上的点"),
    ],
)
def test_a_place_names_its_district_once(config: Config, address: str, said: str) -> None:
    words = Catalogue(config.city.zone)["zh"]
    assert place_text(Place(address, "张店区"), words) == said


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", ["late", "soon", "paused", "asked"])
def test_a_line_of_a_list_says_it_too(config: Config, what: str, language: str) -> None:
    catalogue = Catalogue(config.city.zone)
    maker = CardMaker(
        config.city,
        catalogue,
        TextReader.of(config),
        atlas_of(config),
        lambda: NOW,
    )
    case = case_that_is(what)
    assert maker.mark(case).strip() == MARKS[what]
    assert len(plain(maker.time_left(case, catalogue[language])).strip()) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_made_of_signs_alone(language: str) -> None:
    """Take the signs and the facts away, and words remain, wherever there were signs."""
    for key, template in templates(language).items():
        without_facts = re.sub(r"\{\w+\}|<[^>]+>", "", template)
        if plain(without_facts) != without_facts and not re.search(r"\w", plain(without_facts)):
            pytest.fail(f"{key} says nothing without its signs: {template!r}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_is_named_in_words(language: str) -> None:
    for key, label in templates(language).items():
        if key.startswith(("button.", "menu.")):
            assert re.search(r"\w{2}", plain(label)), key

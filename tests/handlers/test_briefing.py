"""The page fits into one message, whatever there is to say, and lets no markup through."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.config import Config
from cases.briefing import Briefing, HotSpot, RepeatSpot, place_name
from cases.citizen_book import Honour
from cases.figures import Cut, Days, Figures, Spot
from cases.model import Case, CaseId, Kind, PersonId, Place, Report, State
from cases.ports import Backlog
from cases.records import Said
from cases.topics import Rising, Topic, Why
from handlers.briefing_words import BriefingWords
from handlers.splitting import length
from handlers.texts import LANGUAGES, Catalogue

NOW = datetime(2026, 3, 9, 0, 30, tzinfo=UTC)
LONG = "<b>某某街道办事处</b>&" * 40
MANY = 10**7
FIGURES = Figures(MANY, MANY, MANY, MANY, MANY, MANY, MANY, MANY, MANY, MANY, MANY, 99999.9)
EMPTY = ("rising", "hot", "repeats", "late", "returns", "honours", "topics", "decisions")


def a_case(**changes: object) -> Case:
    report = Report(Kind.PROBLEM, "street_light", LONG, Place(LONG, "张店区"))
    case = Case(CaseId(1), "ZB-20260301-00001", report, PersonId(1), State.IN_PROGRESS, NOW)
    return replace(case, organisation="张店区综合行政执法局", due_at=NOW, **changes)  # type: ignore[arg-type]


def full() -> Briefing:
    """As much of everything as there can be."""
    case = a_case()
    offices = [Backlog("张店区综合行政执法局", MANY, NOW - timedelta(days=999))] * 24
    return Briefing(
        now=NOW,
        days=Days(date(2026, 3, 2), date(2026, 3, 8)),
        figures=FIGURES,
        before=replace(FIGURES, received=3, due=3),
        year_before=FIGURES,
        parts={cut: [] for cut in Cut},
        rising=[Rising("counters", MANY, 3, 7)] * 51,
        course=[],
        spots=[],
        hot=[HotSpot(Spot(36.8, 118.05, MANY), LONG, "张店区")] * 5,
        repeats=[RepeatSpot(case, case, (case,) * 99)] * 99,
        late=offices,
        late_cases=[case],
        returns=[("张店区综合行政执法局", MANY)] * 24,
        honours=[Honour(NOW, LONG, "")] * 50,
        topics=[Topic(why, "counters", MANY, 3, NOW - timedelta(days=999)) for why in Why][:3],
        decisions=[case] * 200,
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_fullest_page_is_one_message_without_foreign_markup(
    config: Config, language: str
) -> None:
    page = BriefingWords(config.city, str).page(full(), Catalogue(config.city.zone)[language])
    assert length(page) <= 4096
    assert "<b>某某" not in page
    assert "&lt;b&gt;某某" in page


def test_a_page_with_nothing_to_say_says_only_the_figures(config: Config) -> None:
    nothing: dict[str, list[object]] = {name: [] for name in EMPTY}
    empty = replace(full(), figures=Figures(), before=Figures(), **nothing)  # type: ignore[arg-type]
    page = BriefingWords(config.city, str).page(empty, Catalogue(config.city.zone)["zh"])
    assert "热点" not in page
    assert "比上期:没有可比的" in page


def test_a_spot_is_called_what_most_people_call_it() -> None:
    def road(text: str) -> str:
        return next((name for name in ("柳泉路", "人民路") if name in text), "")

    said = [
        Said("人民路1号", "", None),
        Said("", "柳泉路灯不亮", None),
        Said("柳泉路9号", "", "张店区"),
        Said("小区门口", "", None),
    ]
    assert place_name(said, road) == "柳泉路"
    assert place_name(said[3:], road) == "小区门口"
    assert place_name([Said("", "灯不亮", None)], road) == ""

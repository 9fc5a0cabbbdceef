"""Exported files: what is in them, what is not, and that no cell is ever a formula."""

import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config import Config
from bot.districts import Districts
from bot.export import COLUMNS, OPERATOR, Exporter
from bot.photos import PhotoBox
from bot.reader import TextReader
from bot.sheets import FORMULA_SIGNS, Csv, Xlsx
from bot.storage.cards import PhotoIds
from cases.errors import StaffOnly
from cases.model import PersonId, Place
from cases.ports import CaseQuery
from handlers.card import CardMaker
from handlers.export import span
from handlers.texts import Catalogue
from tests.casework.conftest import CHEN, GRANNY, LI, WANG, Office, office
from tests.conftest import picture

__all__ = ["office"]
PHONE = "13805330000"


async def nobody(_done: int, _total: int) -> None:
    """Does not listen."""


def exporter(office: Office, config: Config, folder: Path, page: int = 500) -> Exporter:
    catalogue = Catalogue(config.city.zone)
    atlas = Districts.load(config.districts, config.division_code, config.boundaries)
    return Exporter(
        store=office.store,
        city=config.city,
        catalogue=catalogue,
        maker=CardMaker(config.city, catalogue, TextReader.of(config), atlas, office.clock),
        atlas=atlas,
        pictures=box(office, folder),
        page=page,
    )


def box(office: Office, folder: Path) -> PhotoBox:
    return PhotoBox(folder / "photos", PhotoIds(office.database), most_bytes=10**7)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


async def test_the_sheet_has_a_heading_filters_links_and_thumbnails(
    office: Office, config: Config, tmp_path: Path
) -> None:
    photo = (await box(office, tmp_path).add(picture())).sha256
    place = Place("柳泉路", "张店区", 36.81, 118.05)
    case = await office.files(text="=1+1", place=place, photos=(photo,))
    path = tmp_path / "x.xlsx"
    assert await exporter(office, config, tmp_path).write(OPERATOR, CaseQuery(), path, nobody) == 1
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    head = [cell.value for cell in sheet[1]]
    assert (head[0], sheet.freeze_panes, sheet.auto_filter.ref) == ("编号", "B2", "A1:Y2")
    row = dict(zip(COLUMNS, sheet[2], strict=True))
    assert row["number"].value == case.number
    assert (row["text"].value, row["text"].data_type) == ("=1+1", "s")
    assert str(row["map"].value).startswith('=HYPERLINK("https://')
    assert row["submitted"].value.isoformat() == "2026-03-02T10:00:00"
    assert len(sheet._images) == 1


@pytest.mark.parametrize("by", [WANG, CHEN, LI])
async def test_each_gets_what_they_may_see(
    office: Office, config: Config, tmp_path: Path, by: PersonId
) -> None:
    text = f"坏了,请打{PHONE}"
    case = await office.files(text=text, contact=PHONE)
    hidden = await office.files(text=text, anonymous=True, contact=PHONE)
    path = tmp_path / "x.csv"
    await exporter(office, config, tmp_path).write_for(by, CaseQuery(), path, nobody)
    rows = {row["编号"]: row for row in table(path)}
    if by == LI:
        assert rows == {}
        return
    handler = by == WANG
    assert rows[case.number]["上报人"] == ("马奶奶" if handler else "")
    assert rows[hidden.number]["上报人"] == ""
    assert (PHONE in rows[case.number]["问题描述"]) is (handler and case.owner == WANG)


async def test_citizens_get_nothing(office: Office, config: Config, tmp_path: Path) -> None:
    for by in (GRANNY, PersonId(999)):
        with pytest.raises(StaffOnly):
            await exporter(office, config, tmp_path).write_for(
                by, CaseQuery(), tmp_path / "x.csv", nobody
            )


async def test_all_pages_and_only_the_days_that_were_asked_for(
    office: Office, config: Config, tmp_path: Path
) -> None:
    numbers = [(await office.files()).number for _ in range(5)]
    office.later(days=1)
    await office.files()
    heard: list[tuple[int, int]] = []

    async def hear(done: int, total: int) -> None:
        heard.append((done, total))

    path, day = tmp_path / "x.json", date(2026, 3, 2)
    wish = span(day, day, config.city)
    assert await exporter(office, config, tmp_path, page=2).write(OPERATOR, wish, path, hear) == 5
    rows = json.loads(path.read_text("utf-8"))
    assert [row["number"] for row in rows] == numbers
    assert heard == [(2, 5), (4, 5), (5, 5)]
    nothing = span(day + timedelta(days=9), day + timedelta(days=9), config.city)
    await exporter(office, config, tmp_path).write(OPERATOR, nothing, path, hear)
    assert json.loads(path.read_text("utf-8")) == []


@settings(max_examples=50, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40))
def test_no_cell_is_a_formula(text: str) -> None:
    for sign in ("", *FORMULA_SIGNS):
        value = sign + text
        with TemporaryDirectory() as folder:
            path = Path(folder) / "x.csv"
            sheet = Csv(path, {"text": "说明"})
            sheet.add([{"text": value}])
            sheet.close()
            with path.open(encoding="utf-8-sig", newline="") as file:
                _, row = csv.reader(file)
            assert not "".join(row).lstrip(" ").startswith(FORMULA_SIGNS)
            assert "".join(row) in (value, f"'{value}")


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(FORMULA_SIGNS), st.text(st.characters(codec="utf-8"), max_size=40))
def test_no_cell_of_a_workbook_is_a_formula(sign: str, text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.xlsx"
        sheet = Xlsx(path, {"text": "说明"}, lambda _: None)
        sheet.add([{"text": sign + text}])
        sheet.close()
        cell = openpyxl.load_workbook(path).active["A2"]
        assert cell.data_type == "s" or cell.value is None


def test_a_time_is_the_citys(config: Config) -> None:
    wish = replace(span(date(2026, 3, 1), date(2026, 3, 1), config.city))
    assert wish.filed_from is not None
    assert wish.filed_from.isoformat() == "2026-03-01T00:00:00+08:00"

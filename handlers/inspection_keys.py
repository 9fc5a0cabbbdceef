"""How a point looks in the chat: its items by number, as many at once as a screen holds."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from handlers.cleaning import shorten
from handlers.ports import Atlas
from handlers.texts import Html, Words
from survey.visits import Finding, Sheet, Stage, Visit, VisitId

PAGE, ROW = 16, 4  # items on a screen; in a row, wide enough for a thumb in a glove
COUNTS = (1, 2, 3, 5, 10)
LINE, SAID = 90, 60  # characters of an item, and of what was said of it


class InspectionAct(StrEnum):
    """What a button in the field asks for."""

    OPEN = "open"
    PAGE = "page"
    FAIL = "fail"
    COUNT = "count"
    SAME = "same"
    NONE = "none"
    RIGHT = "right"
    DONE = "done"
    SUBMIT = "submit"


INSPECTION_BUTTON = re.compile(
    rf"visit:(\d{{1,18}}):({'|'.join(InspectionAct)}):(\d{{1,3}}):(\d{{1,2}})\Z"
)


@dataclass(frozen=True, slots=True)
class InspectionButton:
    """A button of a visit; *item* is the number of an item from 0, or that of a page. It names
    what is to be, not what is to change, so that a second press does no harm."""

    visit: VisitId
    act: InspectionAct
    item: int = 0
    value: int = 0

    def encode(self) -> str:
        """The callback data."""
        return f"visit:{self.visit}:{self.act}:{self.item}:{self.value}"

    @classmethod
    def decode(cls, data: str) -> "InspectionButton":
        """Read callback data; raises ValueError for anything that encode would not write."""
        match = INSPECTION_BUTTON.match(data)
        if match is None:
            raise ValueError("not a button of a visit")
        return cls(VisitId(int(match[1])), InspectionAct(match[2]), int(match[3]), int(match[4]))


class InspectionScreen:
    """Draws visits."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas

    def point(self, visit: Visit, words: Words) -> Html:
        """Where it is, and who answers for it."""
        spot, point = visit.point.spot, visit.point
        return words(
            f"inspection.point_{visit.stage.name.lower()}",
            kind=point.kind,
            name=point.name,
            place=f"{point.district} {point.place}".strip(),
            organisation=point.organisation,
            link=Html(self._atlas.map_link(spot.latitude, spot.longitude)),
        )

    def sheet(self, sheet: Sheet, page: int, words: Words) -> tuple[Html, InlineKeyboardMarkup]:
        """One screen of items, each with what was found, and a button for each."""
        pages = max(1, -(-len(sheet.items) // PAGE))
        page = min(page, pages - 1)
        shown = range(page * PAGE, min(len(sheet.items), (page + 1) * PAGE))
        lines = [self.point(sheet.visit, words)]
        lines += [self._line(sheet, number, words) for number in shown]
        lines.append(words("inspection.how" if not sheet.visit.done_at else "inspection.over"))
        keys = [self._key(sheet, number) for number in shown]
        rows = [keys[place : place + ROW] for place in range(0, len(keys), ROW)]
        return Html("\n".join(lines)), InlineKeyboardMarkup(
            [*rows, *self._turns(sheet.visit.id, page, pages, words), [_done(sheet, words)]]
        )

    @staticmethod
    def _line(sheet: Sheet, number: int, words: Words) -> Html:
        item = sheet.items[number]
        finding = sheet.finding(item)
        said = shorten(finding.text, SAID)
        key = "failed" if finding.failed else "right"
        return words(
            f"inspection.line_{key}",
            mark=_mark(finding),
            number=number + 1,
            text=shorten(item.text, LINE),
            count=finding.count,
            said=said or words.plain("inspection.no_words"),
            photos=len(finding.photos),
        )

    @staticmethod
    def _key(sheet: Sheet, number: int) -> InlineKeyboardButton:
        finding = sheet.finding(sheet.items[number])
        button = InspectionButton(sheet.visit.id, InspectionAct.FAIL, number)
        return _button(f"{_mark(finding)} {number + 1}", button)

    @staticmethod
    def _turns(
        visit: VisitId, page: int, pages: int, words: Words
    ) -> list[list[InlineKeyboardButton]]:
        """The other screens."""
        turns = [
            _button(
                words.plain("inspection.page", first=number * PAGE + 1),
                InspectionButton(visit, InspectionAct.PAGE, number),
            )
            for number in range(pages)
            if number != page
        ]
        return [turns] if turns else []

    def asking(self, sheet: Sheet, number: int, words: Words) -> tuple[Html, InlineKeyboardMarkup]:
        """What is wanted of an item that failed."""
        item = sheet.items[number]
        finding = sheet.finding(item)
        wants = {(False, False): "both", (True, False): "words", (False, True): "photo"}
        key = wants.get((bool(finding.photos), bool(finding.text)), "more")
        text = words(f"inspection.ask_{key}", number=number + 1, text=shorten(item.text, LINE))

        def button(label: str, act: InspectionAct, value: int = 0) -> InlineKeyboardButton:
            return _button(label, InspectionButton(sheet.visit.id, act, number, value))

        counts = [
            button(
                words.plain(
                    "inspection.count_on" if n == finding.count else "inspection.count", n=n
                ),
                InspectionAct.COUNT,
                n,
            )
            for n in COUNTS
        ]
        same = [button(words.plain("inspection.same"), InspectionAct.SAME)]
        rest = [
            button(words.plain("inspection.none"), InspectionAct.NONE),
            button(words.plain("inspection.right"), InspectionAct.RIGHT),
        ]
        rows = [counts, rest] if finding.text else [same, counts, rest]
        return text, InlineKeyboardMarkup(rows)

    def summary(self, sheet: Sheet, words: Words) -> tuple[Html, InlineKeyboardMarkup]:
        """What is about to be submitted."""
        counts = _counts(sheet)
        text = words("inspection.sure", name=sheet.visit.point.name, **counts)
        back = InspectionButton(sheet.visit.id, InspectionAct.PAGE)
        submit = InspectionButton(sheet.visit.id, InspectionAct.SUBMIT)
        return text, InlineKeyboardMarkup(
            [
                [_button(words.plain("inspection.submit"), submit)],
                [_button(words.plain("inspection.back"), back)],
            ]
        )

    @staticmethod
    def done(sheet: Sheet, left: int, words: Words) -> Html:
        """What came of it."""
        visit = sheet.visit
        linked = sum(one.linked for one in sheet.findings.values())
        cases = sum(one.case is not None for one in sheet.findings.values()) - linked
        key = "inspection.scored" if visit.score is not None else "inspection.kept"
        if visit.stage is Stage.AGAIN:
            key = "inspection.looked_again"
        facts = {"score": visit.score, "cases": cases, "linked": linked, "left": left}
        return words(key, name=visit.point.name, **facts, **_counts(sheet))

    @staticmethod
    def here(words: Words) -> ReplyKeyboardMarkup:
        """The one key that says where the inspector is."""
        key = KeyboardButton(words.plain("inspection.here"), request_location=True)
        return ReplyKeyboardMarkup([[key]], resize_keyboard=True, is_persistent=True)


def open_keys(visits: Sequence[Visit], words: Words) -> InlineKeyboardMarkup:
    """To go on with what was begun."""
    return InlineKeyboardMarkup(
        [
            [
                _button(
                    words.plain("inspection.go_on", name=visit.point.name),
                    InspectionButton(visit.id, InspectionAct.OPEN),
                )
            ]
            for visit in visits
        ]
    )


def _counts(sheet: Sheet) -> dict[str, int]:
    found = [sheet.finding(item) for item in sheet.items]
    failed, none = sum(one.failed for one in found), sum(one.count is None for one in found)
    return {"right": len(found) - failed - none, "failed": failed, "none": none}


def _mark(finding: Finding) -> str:
    if finding.count is None:
        return "➖"
    if not finding.failed:
        return "✅"
    return "❌" if finding.complete else "❗"


def _done(sheet: Sheet, words: Words) -> InlineKeyboardButton:
    counts = _counts(sheet)
    return _button(
        words.plain("inspection.done", **counts),
        InspectionButton(sheet.visit.id, InspectionAct.DONE),
    )


def _button(label: str, button: InspectionButton) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=button.encode())

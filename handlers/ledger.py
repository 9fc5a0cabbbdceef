"""/list: the responsibility list of an organisation, a district, a category or a source."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from cases.city import City
from cases.figures import rate
from cases.listing import Listed, Listing
from cases.model import Source
from cases.ports import CaseQuery, Progress
from handlers.context import Context, Talk, message_of, query_of, session
from handlers.figure_words import percent_of
from handlers.sending import Outgoing
from handlers.show import PAGE, Showing
from handlers.texts import Html, Words

SIDES = ("organisation", "district", "category", "source")
LEDGER_BUTTON = re.compile(
    rf"ledger:(show|{'|'.join(SIDES)}):(\d{{0,4}}):(\d{{0,4}}):(\d{{0,4}}):(\d{{0,4}}):(\d{{1,6}})\Z"
)
CHOICES, BAR = 40, 10


@dataclass(frozen=True, slots=True)
class LedgerButton:
    """A list, by the place of what it is narrowed to among all that there is; *act* shows it, or
    offers what it can be narrowed to on one side."""

    act: str
    places: tuple[int | None, ...] = (None, None, None, None)
    offset: int = 0

    def encode(self) -> str:
        """The callback data."""
        places = ":".join("" if place is None else str(place) for place in self.places)
        return f"ledger:{self.act}:{places}:{self.offset}"

    @classmethod
    def decode(cls, data: str) -> "LedgerButton":
        """Read callback data; raises ValueError for anything that encode would not write."""
        match = LEDGER_BUTTON.match(data)
        if match is None:
            raise ValueError("not a button of a list")
        act, *places, offset = match.groups()
        return cls(act, tuple(int(one) if one else None for one in places), int(offset))

    def narrowed(self, side: int, place: int) -> "LedgerButton":
        """The same list, narrowed on one more side."""
        places = tuple(place if n == side else one for n, one in enumerate(self.places))
        return LedgerButton("show", places)


class Ledger:
    """The list in the chat."""

    def __init__(
        self,
        *,
        listing: Listing,
        city: City,
        districts: Sequence[str],
        talk: Talk,
        showing: Showing,
    ) -> None:
        self._listing, self._talk, self._showing = listing, talk, showing
        self._values: Mapping[str, Sequence[str]] = {
            "organisation": city.organisations,
            "district": districts,
            "category": tuple(city.categories),
            "source": tuple(Source),
        }
        self._city = city

    async def command(self, update: Update, _: Context) -> None:
        """/list, with whatever narrows it, in any order."""
        wish = LedgerButton("show")
        for word in (message_of(update).text or "").split()[1:]:
            found = self._found(word)
            if found is None:
                await self._listing.page(CaseQuery(limit=1), session().person.id)
                await message_of(update).reply_text(self._talk.words("form.list", word=word))
                return
            wish = wish.narrowed(*found)
        page = await self._page(wish)
        await message_of(update).reply_text(page.text, reply_markup=page.buttons)

    async def press(self, update: Update, _: Context) -> None:
        """Another page, another list, or what the list can be narrowed to."""
        query = query_of(update)
        button = LedgerButton.decode(query.data or "")
        page = await (self._page(button) if button.act == "show" else self._choices(button))
        await query.answer()
        await message_of(update).edit_text(page.text, reply_markup=page.buttons)

    def _found(self, word: str) -> tuple[int, int] | None:
        """The side and the place of what *word* names, in either language."""
        for side, name in enumerate(SIDES):
            for place, value in enumerate(self._values[name]):
                if word in (value, *self._names(name, value)):
                    return side, place
        return None

    def _names(self, side: str, value: str) -> Sequence[str]:
        if side == "source":
            return self._talk.catalogue.every(f"source.{value}")
        return [self._label(side, value)]

    def _label(self, side: str, value: str) -> str:
        if side == "source":
            return self._talk.words.plain(f"source.{value}")
        return self._city.categories[value].name if side == "category" else value

    async def _page(self, button: LedgerButton) -> Outgoing:
        narrowed = self._narrowed(button)
        source = narrowed.get("source")
        wish = CaseQuery(
            organisation=narrowed.get("organisation"),
            district=narrowed.get("district"),
            category=narrowed.get("category"),
            source=Source(source) if source else None,
            limit=PAGE,
            offset=button.offset,
        )
        listed = await self._listing.page(wish, session().person.id)
        words = self._talk.words
        names = [self._label(side, value) for side, value in narrowed.items()]
        title = words("ledger.title", what=" · ".join(names) or words.plain("ledger.everything"))
        lines = [title, *_progress(listed.progress, words), *self._showing.lines(listed.cases)]
        return Outgoing(Html("\n".join(lines)), self._buttons(button, listed))

    def _narrowed(self, button: LedgerButton) -> dict[str, str]:
        """What the list is narrowed to; a place that there no longer is narrows nothing."""
        return {
            side: self._values[side][place]
            for side, place in zip(SIDES, button.places, strict=True)
            if place is not None and place < len(self._values[side])
        }

    def _buttons(self, button: LedgerButton, listed: Listed) -> InlineKeyboardMarkup:
        words = self._talk.words
        turns = []
        if button.offset > 0:
            turns.append(("button.newer", max(0, button.offset - PAGE)))
        if button.offset + PAGE < listed.progress.total:
            turns.append(("button.older", button.offset + PAGE))
        rows = self._showing.openings(listed.cases)
        rows.append([_key(words.plain(k), replace(button, offset=to)) for k, to in turns])
        narrow = [
            _key(words.plain(f"ledger.by_{side}"), replace(button, act=side, offset=0))
            for side in SIDES
        ]
        return InlineKeyboardMarkup([*(row for row in rows if row), narrow[:2], narrow[2:]])

    async def _choices(self, button: LedgerButton) -> Outgoing:
        """What the list can be narrowed to on one side."""
        await self._listing.page(CaseQuery(limit=1), session().person.id)
        side, words = SIDES.index(button.act), self._talk.words
        keys = [
            _key(self._label(button.act, value), button.narrowed(side, place))
            for place, value in enumerate(self._values[button.act])
        ]
        shown = keys[button.offset : button.offset + CHOICES]
        rows = [shown[n : n + 2] for n in range(0, len(shown), 2)]
        if button.offset + CHOICES < len(keys):
            more = replace(button, offset=button.offset + CHOICES)
            rows.append([_key(words.plain("button.older"), more)])
        rows.append([_key(words.plain("button.back"), replace(button, act="show", offset=0))])
        return Outgoing(words("ledger.choose"), InlineKeyboardMarkup(rows))


def _progress(progress: Progress, words: Words) -> list[Html]:
    """How far it is: the share that is closed as a bar, and the rectification rate (整改率): of
    the closed, those that were verified as solved."""
    if not progress.total:
        return [words("ledger.none")]
    full = BAR * progress.closed // progress.total
    return [
        words(
            "ledger.progress",
            bar="▓" * full + "░" * (BAR - full),
            percent=percent_of(rate(progress.closed, progress.total)),
            closed=progress.closed,
            total=progress.total,
            late=progress.late,
        ),
        words(
            "ledger.rate",
            rate=percent_of(rate(progress.solved, progress.closed)),
            solved=progress.solved,
            closed=progress.closed,
        ),
    ]


def _key(label: str, button: LedgerButton) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=button.encode())

"""The one card that a person checks before a report is filed, and its menus."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from cases.city import City
from cases.model import Kind
from cases.ports import Clock
from handlers.callback_data import DraftAct, DraftButton
from handlers.cleaning import shorten
from handlers.place_words import place_text
from handlers.ports import Reading
from handlers.sending import Outgoing
from handlers.session import Draft
from handlers.texts import Html, Words

TEXT_SHOWN = 500


class DraftCard:
    """Draws the card of a draft."""

    def __init__(self, city: City, clock: Clock) -> None:
        self._city, self._clock = city, clock
        self._domains = list(dict.fromkeys(c.domain for c in city.categories.values()))

    @property
    def domain_count(self) -> int:
        """How many domains there are to choose from."""
        return len(self._domains)

    def draw(self, draft: Draft, reading: Reading, disputed: str | None, words: Words) -> Outgoing:
        """The card with its six buttons, above them what must be answered first: the category
        while none is sure, and the district where words and point disagree."""
        lines = [
            words("draft.title"),
            words("draft.kind", kind=words.plain(f"kind.{draft.kind}")),
            self._category(draft, reading, words),
            words("draft.place", place=place_text(draft.place, words)),
            self._dispute(draft, disputed, words),
            words("draft.photos", count=len(draft.photos))
            if draft.photos
            else words("draft.no_photos"),
            words("draft.text", text=shorten(draft.text, TEXT_SHOWN)),
            words("draft.anonymous") if draft.anonymous else None,
            words("draft.contact") if draft.contact and not draft.anonymous else None,
            self._promise(draft, words),
            words("draft.confirm"),
        ]
        text = Html("\n".join(line for line in lines if line))
        rows = self._buttons(draft, words)
        if not draft.category:
            every = self._button(draft, words.plain("button.every_category"), DraftAct.CATEGORY)
            rows = [*self._likeliest(draft, reading), [every], *rows]
        if disputed:
            rows = [*self._districts(draft, disputed, words), *rows]
        return Outgoing(text, InlineKeyboardMarkup(rows))

    def _category(self, draft: Draft, reading: Reading, words: Words) -> Html:
        if not draft.category:
            return words("draft.category_unsure")
        category = self._city.categories[draft.category]
        line = words("draft.category", name=category.name, domain=category.domain)
        if draft.chosen or not reading.why:
            return line
        return Html(line + words("draft.why", why="、".join(reading.why)))

    @staticmethod
    def _dispute(draft: Draft, disputed: str | None, words: Words) -> Html | None:
        if not disputed or draft.place is None:
            return None
        return words("draft.disputed", words=disputed, point=draft.place.district or "")

    def _districts(
        self, draft: Draft, disputed: str, words: Words
    ) -> list[list[InlineKeyboardButton]]:
        point = draft.place.district if draft.place else ""
        return [
            [
                self._button(draft, words.plain("button.point", name=point), DraftAct.TRUST_POINT),
                self._button(
                    draft, words.plain("button.words", name=disputed), DraftAct.TRUST_WORDS
                ),
            ]
        ]

    def _promise(self, draft: Draft, words: Words) -> Html | None:
        if not draft.category or draft.kind == Kind.HIGHLIGHT:
            return None
        limit = self._city.categories[draft.category].limit
        due = self._city.calendar.due(self._clock(), limit)
        return words(words.fitting("draft.promise", draft.kind), due=words.moment(due.at))

    def _buttons(self, draft: Draft, words: Words) -> list[list[InlineKeyboardButton]]:
        anonymous = "button.named" if draft.anonymous else "button.anonymous"
        return [
            [self._button(draft, words.plain("button.submit"), DraftAct.SUBMIT)],
            [
                self._button(draft, words.plain("button.category"), DraftAct.CATEGORY),
                self._button(draft, words.plain("button.kind"), DraftAct.KIND),
                self._button(draft, words.plain("button.place"), DraftAct.PLACE),
            ],
            [
                self._button(draft, words.plain(anonymous), DraftAct.ANONYMOUS),
                self._button(draft, words.plain("button.cancel"), DraftAct.CANCEL),
            ],
        ]

    def categories(self, draft: Draft, reading: Reading, words: Words) -> InlineKeyboardMarkup:
        """改类别: the three likeliest first, then the domains."""
        domains = [
            [self._button(draft, f"{domain} ›", DraftAct.DOMAIN, str(index))]
            for index, domain in enumerate(self._domains)
        ]
        rows = [*self._likeliest(draft, reading), *domains, self._back(draft, words)]
        return InlineKeyboardMarkup(rows)

    def domain(self, draft: Draft, index: int, words: Words) -> InlineKeyboardMarkup:
        """All categories of one domain; raises IndexError where there is no such domain."""
        domain = self._domains[index]
        row = [
            self._button(draft, category.name, DraftAct.CATEGORY, category.code)
            for category in self._city.categories.values()
            if category.domain == domain
        ]
        rows = [row[start : start + 2] for start in range(0, len(row), 2)]
        return InlineKeyboardMarkup([*rows, self._back(draft, words)])

    def kinds(self, draft: Draft, words: Words) -> InlineKeyboardMarkup:
        """改类型: the three kinds."""
        row = [
            self._button(draft, words.plain(f"kind.{kind}"), DraftAct.KIND, kind) for kind in Kind
        ]
        return InlineKeyboardMarkup([row, self._back(draft, words)])

    def _likeliest(self, draft: Draft, reading: Reading) -> list[list[InlineKeyboardButton]]:
        known = [c for c in reading.categories if c in self._city.categories]
        return [
            [self._button(draft, self._city.categories[code].name, DraftAct.CATEGORY, code)]
            for code in known[:3]
        ]

    def _back(self, draft: Draft, words: Words) -> list[InlineKeyboardButton]:
        return [self._button(draft, words.plain("button.back"), DraftAct.BACK)]

    @staticmethod
    def _button(draft: Draft, label: str, act: DraftAct, value: str = "") -> InlineKeyboardButton:
        return InlineKeyboardButton(
            label, callback_data=DraftButton(draft.id, act, value).encode()
        )

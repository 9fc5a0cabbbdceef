"""Showing cases: one as a card, many as a list with a button each."""

from collections.abc import Sequence

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from cases.city import City
from cases.errors import NotAllowed
from cases.lifecycle import Action, allowed
from cases.listing import may_look
from cases.model import OPEN, Case, CaseId, Person, Role
from cases.ports import Book
from handlers.callback_data import CaseAct, CaseButton, ListAct
from handlers.card import CardMaker, Names, handles
from handlers.cleaning import one_line, shorten
from handlers.context import Talk, session
from handlers.sending import Outgoing, Sender
from handlers.texts import Html, Words
from survey.appeals import Appeals
from survey.ports import FieldBook, FieldStore

PAGE = 8


class Showing:
    """Puts cases before the person who asks, as far as they may see them."""

    def __init__(
        self,
        *,
        store: FieldStore,
        city: City,
        talk: Talk,
        maker: CardMaker,
        sender: Sender,
        appeals: Appeals,
    ) -> None:
        self._store, self._city, self._talk, self._appeals = store, city, talk, appeals
        self._maker, self._sender = maker, sender

    async def card(self, bot: Bot, case: CaseId) -> None:
        """Send the case as a card, which becomes the live one; raises NotAllowed to strangers."""
        person = session().person
        async with self._store.reading() as book:
            found, names = await self._seen(book, case, person)
        await self._sender.send(bot, person.id, self._maker.draw(found, person, names))

    async def photos(self, bot: Bot, case: CaseId) -> None:
        """Send all photos of the case; raises NotAllowed to strangers."""
        person = session().person
        async with self._store.reading() as book:
            found, _ = await self._seen(book, case, person)
            added = await book.additions(case) if found.followed and handles(found, person) else []
        more = (photo for addition in added for photo in addition.photos)
        await self._sender.album(bot, person.id, (*found.report.photos, *more))

    async def _seen(self, book: FieldBook, case: CaseId, person: Person) -> tuple[Case, Names]:
        """The case to show: one that concerns the person, or stands on a list of theirs."""
        found = await book.case(case)
        if not may_look(found, person, self._city.tree):
            found = await seen_by(book, case, person)
        return found, await names_of(book, found, person, self._appeals)

    def listing(self, cases: Sequence[Case], total: int, offset: int, act: ListAct) -> Outgoing:
        """A page of cases, a button each, with buttons to turn the page."""
        words = self._talk.words
        if not cases:
            return Outgoing(words(f"list.no_{act}"))
        lines = [words(f"list.{act}", total=total), *self.lines(cases)]
        rows = self.openings(cases)
        turns = self._turns(offset, total, act, words)
        markup = InlineKeyboardMarkup([*rows, turns] if turns else rows)
        return Outgoing(Html("\n".join(lines)), markup)

    def lines(self, cases: Sequence[Case]) -> list[Html]:
        """Each case in a line, as whoever is talking may read it."""
        person = session().person
        return [self._line(self._maker.readable(one, person), self._talk.words) for one in cases]

    def openings(self, cases: Sequence[Case]) -> list[list[InlineKeyboardButton]]:
        """A button for each case, which shows its card."""
        return [[self._open(case)] for case in cases]

    def _line(self, case: Case, words: Words) -> Html:
        left = self._maker.time_left(case, words)
        return words(
            "list.line",
            number=case.number,
            mark=f"{self._maker.mark(case)}{self._flag(case)}",
            state=words.plain(f"state.{case.state}"),
            name=self._city.categories[case.report.category].name,
            time=f" · {left}" if left else "",
            text=shorten(one_line(case.report.text), 24),
        )

    @staticmethod
    def _flag(case: Case) -> str:
        """🚩 for those who handle it where somebody should look at the words."""
        return " 🚩" if case.report.flagged and handles(case, session().person) else ""

    @staticmethod
    def _open(case: Case) -> InlineKeyboardButton:
        data = CaseButton(case.id, CaseAct.SHOW, case.version).encode()
        return InlineKeyboardButton(case.number, callback_data=data)

    @staticmethod
    def _turns(offset: int, total: int, act: ListAct, words: Words) -> list[InlineKeyboardButton]:
        turns = []
        if offset > 0:
            turns.append(("button.newer", max(0, offset - PAGE)))
        if offset + PAGE < total:
            turns.append(("button.older", offset + PAGE))
        return [
            InlineKeyboardButton(words.plain(key), callback_data=f"list:{act}:{to}")
            for key, to in turns
        ]

    @staticmethod
    def people(button: CaseButton, people: Sequence[Person]) -> InlineKeyboardMarkup:
        """A button for each person to whom the case of *button* may go."""
        rows = []
        for person in people[:30]:
            office = next((post.organisation for post in person.posts if post.organisation), "")
            data = CaseButton(button.case, CaseAct.GIVE, button.version, str(person.id)).encode()
            rows.append([InlineKeyboardButton(f"{person.name} · {office}", callback_data=data)])
        return InlineKeyboardMarkup(rows)


async def seen_by(book: Book, case: CaseId, person: Person) -> Case:
    """The case, if *person* may look at it; raises NotAllowed to strangers."""
    found = await book.case(case)
    if not await concerned(book, found, person):
        raise NotAllowed(found.number, action=Action.SHOW)
    return found


async def concerned(book: Book, case: Case, person: Person) -> bool:
    """Whether the person has to do with the case, or follows it, or is the group chat of its
    organisation: such a person may look."""
    offices_own = person.id < 0 and person.has(Role.OFFICIAL, case.organisation)
    return (
        Action.SHOW in allowed(case, person)
        or offices_own
        or (case.followed > 0 and await book.follows(case.id, person.id))
    )


async def names_of(book: FieldBook, case: Case, person: Person, appeals: Appeals) -> Names:
    """Who owns the case, who reported it (unless anonymously), what followers added, and, for
    whoever handles the case, the plans that are about it and whether it can be contested."""
    reporter = None if case.report.anonymous else case.reporter
    names = await book.names([one for one in (case.owner, reporter) if one is not None])
    added = await book.additions(case.id) if case.followed else []
    report = case.report
    handling = handles(case, person)
    about = handling and case.state in OPEN
    plans = await book.plans_about(report.category, report.place) if about else []
    contestable = handling and await appeals.open_to(book, case, person)
    owner = names.get(case.owner, "") if case.owner is not None else ""
    told = names.get(reporter, "") if reporter is not None else ""
    additions = tuple(one_line(one.text) for one in added)
    return Names(owner, told, additions, tuple(plans), contestable)

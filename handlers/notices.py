"""What each notice says, composed when it is sent: with the truth of that moment."""

from datetime import datetime

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from cases.ladder import Audience
from cases.model import SHOWING, Case, Notice, Person, State
from cases.ports import Clock, Store
from handlers.board import BoardMaker
from handlers.callback_data import CaseAct, CaseButton
from handlers.card import CardMaker, Names
from handlers.sending import Outgoing, Sender
from handlers.show import concerned, names_of
from handlers.texts import Catalogue, Html, Words

BRIEF = {
    *("reassigned_away", "taken_over", "withdrawn", "declined", "published", "extended"),
    *("suspended", "resumed", "recategorised", "due_moved", "merged", "unmerged"),
    *("declined_follower", "withdrawn_follower", "merged_follower"),
}
WITHOUT_CASE = {"calendar", "stand_in"}
KINDS = SHOWING | BRIEF | {"extension_asked", "board"} | WITHOUT_CASE

GRANTS = (1, 3, 5, 10)
_MOMENTS = ("starts", "ends")
_HANDLED = (State.ASSIGNED, State.IN_PROGRESS)


class Notices:
    """Turns a notice into a message."""

    def __init__(
        self,
        *,
        store: Store,
        catalogue: Catalogue,
        maker: CardMaker,
        sender: Sender,
        boards: BoardMaker,
        clock: Clock,
    ) -> None:
        self._store, self._catalogue, self._maker = store, catalogue, maker
        self._sender, self._boards, self._clock = sender, boards, clock

    async def deliver(self, bot: Bot, notice: Notice) -> None:
        """Send it; raises what Telegram raises. A reminder that is no longer true is not sent."""
        async with self._store.reading() as book:
            person = await book.person(notice.recipient)
            case = await book.case(notice.case) if notice.case is not None else None
            if person is None:
                return
            names = await names_of(book, case) if case is not None else Names()
            looks = case is not None and await concerned(book, case, person)
        if case is None:
            await self._sender.send(bot, person.id, await self._plain(notice, person))
        elif notice.kind == "refresh":
            drawn = (
                self._maker.draw(case, person, names) if looks else self._not_yours(case, person)
            )
            await self._sender.refresh(bot, person.id, drawn)
        elif notice.kind in SHOWING and not _stale(notice, case):
            headline = self._headline(notice, case, person)
            await self._sender.send(
                bot, person.id, self._maker.draw(case, person, names, headline)
            )
        elif notice.kind not in SHOWING:
            text = self._headline(notice, case, person)
            grant = self._grant(notice, case, self._catalogue[person.language])
            await self._sender.send(bot, person.id, Outgoing(text, grant))

    async def _plain(self, notice: Notice, person: Person) -> Outgoing:
        """A notice that is about no single case."""
        words = self._catalogue[person.language]
        if notice.kind == "board":
            return await self._boards.draw(notice.facts["organisation"], words)
        facts = {
            name: words.moment(datetime.fromisoformat(fact)) if name in _MOMENTS else fact
            for name, fact in notice.facts.items()
        }
        return Outgoing(words(f"notice.{notice.kind}", **facts))

    def _not_yours(self, case: Case, person: Person) -> Outgoing:
        """What whoever has nothing to do with the case any more sees in place of the card."""
        words = self._catalogue[person.language]
        return Outgoing(words("card.not_yours", number=case.number), case=case.id)

    def _headline(self, notice: Notice, case: Case, person: Person) -> Html:
        words = self._catalogue[person.language]
        key = f"notice.{notice.kind}"
        if notice.kind == "reminder":
            return self._reminder(notice, case, person, words)
        if words.has(f"{key}_reporter") and person.id == case.reporter:
            key = f"{key}_reporter"
        facts = {
            "due": words.moment(case.due_at) if case.due_at else "",
            "name": self._maker.category_name(case),
            **notice.facts,
        }
        return words(key, number=case.number, **facts)

    def _reminder(self, notice: Notice, case: Case, person: Person, words: Words) -> Html:
        """What is due or late, and why this person gets it."""
        due = words.moment(case.due_at) if case.due_at else ""
        late = case.due_at is not None and case.due_at <= self._clock()
        if case.state in _HANDLED:
            key = f"notice.reminder_{'late' if late else 'soon'}"
        else:
            key = f"notice.reminder_{case.state}"
        reason = words.plain(f"because.{_reason(notice, case, person)}")
        return Html(f"{words(key, due=due)}\n{words('because.line', reason=reason)}")

    @staticmethod
    def _grant(notice: Notice, case: Case, words: Words) -> InlineKeyboardMarkup | None:
        """The days that a supervisor may grant, under a request for more time."""
        if notice.kind != "extension_asked":
            return None
        row = [
            InlineKeyboardButton(
                words.plain("button.days", days=days),
                callback_data=CaseButton(case.id, CaseAct.GRANT, case.version, str(days)).encode(),
            )
            for days in GRANTS
        ]
        return InlineKeyboardMarkup([row])


def _reason(notice: Notice, case: Case, person: Person) -> str:
    """What made *person* the one to remind: the audience of the rung, as it turned out."""
    audience = notice.facts.get("as", Audience.OWNER)
    if case.state not in _HANDLED or case.owner is None or audience != Audience.OWNER:
        return f"{case.state}_{audience}" if case.state not in _HANDLED else str(audience)
    if case.owner == person.id:
        return "owner"
    return "deputy" if case.owner in person.stands_in_for else "unreachable"


def _stale(notice: Notice, case: Case) -> bool:
    """A reminder of a case that is over, or of somebody who owned it once."""
    if notice.kind != "reminder":
        return False
    over = case.due_at is None or case.suspended_at is not None
    version = notice.key.split(":")[2]
    return over or version != str(case.due_version)

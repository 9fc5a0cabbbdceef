"""What each notice says, composed when it is sent: with the truth of that moment."""

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from cases.model import SHOWING, Case, Notice, Person, State
from cases.ports import Store
from handlers.callback_data import CaseAct, CaseButton
from handlers.card import CardMaker, Names
from handlers.sending import Outgoing, Sender
from handlers.show import concerned, names_of
from handlers.texts import Catalogue, Html, Words

BRIEF = {"reassigned_away", "taken_over", "withdrawn", "declined", "published", "extended"} | {
    f"{state}_follower" for state in ("declined", "withdrawn", "merged")
}
KINDS = SHOWING | BRIEF | {"extension_asked"}

GRANTS = (1, 3, 5, 10)
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
    ) -> None:
        self._store, self._catalogue, self._maker = store, catalogue, maker
        self._sender = sender

    async def deliver(self, bot: Bot, notice: Notice) -> None:
        """Send it; raises what Telegram raises. A reminder that is no longer true is not sent."""
        async with self._store.reading() as book:
            person = await book.person(notice.recipient)
            case = await book.case(notice.case) if notice.case is not None else None
            if person is None or case is None:
                return
            names = await names_of(book, case)
            is_concerned = await concerned(book, case, person)
        if notice.kind == "refresh":
            now = self._now(case, person, names, is_concerned=is_concerned)
            await self._sender.refresh(bot, person.id, now)
        elif notice.kind in SHOWING and not _stale(notice, case):
            headline = self._headline(notice, case, person)
            await self._sender.send(
                bot, person.id, self._maker.draw(case, person, names, headline)
            )
        elif notice.kind not in SHOWING:
            text = self._headline(notice, case, person)
            grant = self._grant(notice, case, self._catalogue[person.language])
            await self._sender.send(bot, person.id, Outgoing(text, grant))

    def _now(self, case: Case, person: Person, names: Names, *, is_concerned: bool) -> Outgoing:
        """The card as it stands; whoever has nothing to do with the case any more sees that."""
        if is_concerned:
            return self._maker.draw(case, person, names)
        words = self._catalogue[person.language]
        return Outgoing(words("card.not_yours", number=case.number), case=case.id)

    def _headline(self, notice: Notice, case: Case, person: Person) -> Html:
        words = self._catalogue[person.language]
        key = f"notice.{notice.kind}"
        if notice.kind == "reminder":
            key = self._reminder_key(case, person)
        if words.has(f"{key}_reporter") and person.id == case.reporter:
            key = f"{key}_reporter"
        facts = {"due": words.moment(case.due_at) if case.due_at else "", **notice.facts}
        return words(key, number=case.number, **facts)

    def _reminder_key(self, case: Case, person: Person) -> str:
        if case.state not in _HANDLED:
            return "notice.reminder_desk"
        late = "🔴" in self._maker.mark(case)
        whose = "owner" if person.id == case.owner or case.owner is None else "above"
        return f"notice.reminder_{'late' if late else 'soon'}_{whose}"

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


def _stale(notice: Notice, case: Case) -> bool:
    """A reminder of a case that is over, or of somebody who owned it once."""
    if notice.kind != "reminder":
        return False
    over = case.due_at is None
    version = notice.key.split(":")[2]
    return over or version != str(case.due_version)

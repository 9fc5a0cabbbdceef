"""What each notice says, composed when it is sent: with the truth of that moment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from cases.ladder import Audience
from cases.model import GONE, HANDLED, SHOWING, Case, Notice, Person
from cases.ports import Clock
from handlers.asking import under
from handlers.board import BoardMaker
from handlers.briefing import PackPost
from handlers.callback_data import CaseAct, CaseButton
from handlers.card import CardMaker, Names
from handlers.conduct import under_appeal
from handlers.contesting import under_contest
from handlers.digest import DigestMaker
from handlers.press import Press
from handlers.sending import Outgoing, Sender
from handlers.show import concerned, names_of
from handlers.texts import Catalogue, Html, Words
from survey.appeals import Appeals
from survey.ports import FieldStore

BRIEF = {
    *("reassigned_away", "taken_over", "withdrawn", "declined", "published", "extended"),
    *("suspended", "resumed", "recategorised", "due_moved", "merged", "unmerged"),
    *("declined_follower", "withdrawn_follower", "merged_follower"),
}
SAID = {"asked", "answered", "added", "unanswered", "adopted", "praised"}
SAID |= {"struck", "appealed", "appeal_kept", "appeal_lifted"}
SAID |= {"contested", "contest_upheld", "contest_kept"}
WITHOUT_CASE = {"calendar", "stand_in", "unreachable"}
WITHOUT_CASE |= {"inspections", "inspections_more", "not_handed_out"}
KINDS = SHOWING | BRIEF | SAID | {"extension_asked", "board", "publication"} | WITHOUT_CASE

GRANTS = (1, 3, 5, 10)
_MOMENTS = ("starts", "ends")


class Fate(StrEnum):
    """What became of a notice that Telegram did not refuse."""

    SENT = ""
    STALE = "stale"
    BLOCKED = "blocked"


class Notices:
    """Turns a notice into a message."""

    def __init__(
        self,
        *,
        store: FieldStore,
        catalogue: Catalogue,
        maker: CardMaker,
        digests: DigestMaker,
        sender: Sender,
        boards: BoardMaker,
        clock: Clock,
        press: Press,
        packs: PackPost,
        appeals: Appeals,
    ) -> None:
        self._store, self._catalogue, self._maker = store, catalogue, maker
        self._digests, self._sender, self._boards, self._clock = digests, sender, boards, clock
        self._press, self._packs, self._appeals = press, packs, appeals

    async def deliver(self, bot: Bot, notice: Notice, *, twice: bool = False) -> Fate:
        """Send it; raises what Telegram raises. A reminder that is no longer true is not sent,
        nor anything to somebody who has blocked us. *twice*: it may have arrived already."""
        if notice.kind == "publication":
            await self._press.publish(bot, notice)
            return Fate.SENT
        async with self._store.reading() as book:
            person = await book.person(notice.recipient)
            case = await book.case(notice.case) if notice.case is not None else None
            if person is None or person.id >= GONE:
                return Fate.STALE
            if person.blocked or (case is not None and _stale(notice, case)):
                return Fate.BLOCKED if person.blocked else Fate.STALE
            looks = case is not None and await concerned(book, case, person)
            names = Names()
            if case is not None:
                names = await names_of(book, case, person, self._appeals)
        if case is not None and notice.kind == "reminder" and not looks:
            await self._pass_on(notice, case)
            return Fate.STALE
        if case is not None and notice.kind == "refresh":
            drawn = self._maker.draw(case, person, names) if looks else None
            what = drawn or self._not_yours(case, person)
            await self._sender.refresh(bot, person.id, what)
            return Fate.SENT
        if notice.kind == "briefing":
            await self._packs.deliver(bot, notice, person)
        else:
            what = await self._message(notice, case, person, names)
            await self._sender.send(bot, person.id, self._marked(what, person) if twice else what)
        return Fate.SENT

    async def digest(self, bot: Bot, notices: Sequence[Notice], *, twice: bool = False) -> Fate:
        """Send several reminders of one person as one message, those that are still true."""
        async with self._store.reading() as book:
            person = await book.person(notices[0].recipient)
            known = await book.cases([one.case for one in notices if one.case is not None])
            by_id = {case.id: case for case in known}
            found = [(one, by_id[one.case]) for one in notices if one.case in by_id]
            looks = [person and await concerned(book, case, person) for _, case in found]
        for (notice, case), concerns in zip(found, looks, strict=True):
            if not concerns and not _stale(notice, case):
                await self._pass_on(notice, case)
        found = [one for one, concerns in zip(found, looks, strict=True) if concerns]
        true = {case.id: (notice, case) for notice, case in found if not _stale(notice, case)}
        if len(true) == 1:
            return await self.deliver(bot, next(iter(true.values()))[0], twice=twice)
        if person is None or person.blocked or not true:
            return Fate.BLOCKED if person and person.blocked else Fate.STALE
        words = self._catalogue[person.language]
        what = self._digests.draw([case for _, case in true.values()], words)
        await self._sender.send(bot, person.id, self._marked(what, person) if twice else what)
        return Fate.SENT

    async def _pass_on(self, notice: Notice, case: Case) -> None:
        """Whoever stood in for the owner when the reminder was written does so no more: the owner
        is back and is told instead, unless he was told of that rung."""
        if notice.facts.get("as") != Audience.OWNER or case.owner in (None, notice.recipient):
            return
        key = f"{notice.key.rpartition(':')[0]}:{case.owner}"
        async with self._store.writing() as book:
            await book.tell([replace(notice, key=key, recipient=case.owner)])

    async def _message(
        self, notice: Notice, case: Case | None, person: Person, names: Names
    ) -> Outgoing:
        if case is None:
            return await self._plain(notice, person)
        headline = self._headline(notice, case, person)
        if notice.kind in SHOWING:
            what = self._maker.draw(case, person, names, headline)
            compares = notice.kind == "to_verify" and case.resolution and case.resolution.photos
            before = next(iter(case.report.photos), None) if compares else None
            return replace(what, before=before)
        words = self._catalogue[person.language]
        keys = self._grant(notice, case, words) or under_appeal(notice, words)
        keys = keys or under_contest(notice, words) or under(notice, case, words)
        return Outgoing(headline, keys, notice.facts.get("photo"))

    def _marked(self, what: Outgoing, person: Person) -> Outgoing:
        """With a small line that says so: the reader may have seen it before."""
        mark = self._catalogue[person.language]("notice.twice")
        return replace(what, text=Html(f"{what.text}\n{mark}"))

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
        if notice.facts.get("reason") == "" and words.has(f"{key}_unexplained"):
            key = f"{key}_unexplained"
        key = words.fitting(key, case.report.kind)
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
        if case.state in HANDLED:
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
    if case.state not in HANDLED:
        return f"{case.state}_{audience}"
    if audience != Audience.OWNER:
        return str(audience)
    if case.owner is None:
        return "unclaimed"
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

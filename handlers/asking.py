"""问上报人, 回答, 补充: what owner and reporter say to each other, and how all of it is shown."""

from collections.abc import Awaitable, Callable, Mapping

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update

from cases.asking import Asking
from cases.citizen_book import Remark
from cases.errors import NotAllowed
from cases.lifecycle import parties
from cases.model import Case, CaseId, Notice
from cases.ports import Store
from cases.step import Ask
from handlers.arguments import arguments
from handlers.callback_data import CaseAct, CaseButton
from handlers.card import handles
from handlers.context import Context, Talk, ask_of, message_of, query_of, session
from handlers.ports import Reader
from handlers.sending import Sender
from handlers.session import Work
from handlers.show import seen_by
from handlers.texts import Html, Words

Doing = Callable[[Work, Ask], Awaitable[Case]]

# What each of these notices offers to press.
_UNDER = {
    "asked": CaseAct.ANSWER,
    "answered": CaseAct.REMARKS,
    "added": CaseAct.REMARKS,
}
# What may consist of photos alone.
WORDLESS = (CaseAct.ANSWER, CaseAct.ADD)


class Remarking:
    """The conversation about a case."""

    def __init__(
        self, *, store: Store, asking: Asking, talk: Talk, sender: Sender, reader: Reader
    ) -> None:
        self._store, self._asking, self._talk = store, asking, talk
        self._sender, self._reader = sender, reader

    def does(self) -> Mapping[str, Doing]:
        """What becomes of words that were collected."""
        return {
            CaseAct.ASK: lambda w, ask: self._asking.ask(CaseId(w.case), w.text, ask),
            CaseAct.ANSWER: lambda w, ask: self._asking.answer(
                CaseId(w.case), w.text, ask, tuple(w.photos)
            ),
            CaseAct.ADD: lambda w, ask: self._asking.add(
                CaseId(w.case), w.text, ask, tuple(w.photos)
            ),
        }

    async def ask(self, update: Update, _: Context) -> None:
        """/ask NUMBER question."""
        parts = arguments(update, 2)
        if not parts:
            await message_of(update).reply_text(self._talk.words("form.ask"))
            return
        async with self._store.reading() as book:
            case = await book.find(parts[0].upper())
        case = await self._asking.ask(case.id, parts[1], ask_of(update))
        await message_of(update).reply_text(self._talk.words("work.done_ask", number=case.number))

    async def show(self, update: Update, context: Context) -> None:
        """「补充与问答」: everything that was said, with its photos."""
        query = query_of(update)
        button = CaseButton.decode(query.data or "")
        person = session().person
        async with self._store.reading() as book:
            case = await seen_by(book, button.case, person)
            if not parties(case, person):
                raise NotAllowed(case.number, action="read the remarks")
            remarks = await book.remarks(case.id)
        reads_all = handles(case, person) or person.id == case.reporter
        words = self._talk.words
        lines = [self._line(one, words, reads_all=reads_all) for one in remarks]
        title = words("remark.title", number=case.number)
        await query.answer()
        photos = tuple(photo for one in remarks for photo in one.photos)
        await self._sender.album(context.bot, person.id, photos)
        for start in range(0, max(len(lines), 1), 3):
            page = lines[start : start + 3]
            await message_of(update).reply_text(Html("\n\n".join([title, *page])))

    def _line(self, remark: Remark, words: Words, *, reads_all: bool) -> Html:
        return words(
            f"remark.{remark.kind}",
            at=words.moment(remark.at),
            text=remark.text if reads_all else self._reader.mask(remark.text),
            count=len(remark.photos),
        )


def under(notice: Notice, case: Case, words: Words) -> InlineKeyboardMarkup | None:
    """The button under a notice of what was said, or none."""
    act = _UNDER.get(notice.kind)
    if act is None:
        return None
    data = CaseButton(case.id, act, case.version).encode()
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(words.plain(f"button.{act}"), callback_data=data)]]
    )

"""/contest NUMBER and 「申诉」: an appeal against a finding, and the admins' word on it."""

import re
from collections.abc import Mapping
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from cases.model import CaseId, Notice
from cases.ports import Clock, Store
from handlers.arguments import arguments
from handlers.asking import Doing
from handlers.callback_data import CaseAct, CaseButton, pattern_of
from handlers.context import Context, Talk, id_of, message_of, query_of, session
from handlers.sending import Sender
from handlers.session import Work
from handlers.texts import Words
from handlers.work import END, Step
from survey.appeals import Appeals

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
_UPHELD, _KEPT, _PHOTOS = "upheld", "kept", "photos"
CONTEST_BUTTON = re.compile(rf"contest:(\d{{1,18}}):({_UPHELD}|{_KEPT}|{_PHOTOS})\Z")


class Contesting:
    """Appeals in the chat; their words and photos are collected as those about any case."""

    def __init__(
        self, *, appeals: Appeals, store: Store, sender: Sender, talk: Talk, clock: Clock
    ) -> None:
        self._appeals, self._store, self._sender = appeals, store, sender
        self._talk, self._clock = talk, clock

    def does(self) -> Mapping[str, Doing]:
        """What becomes of words that were collected."""
        return {
            CaseAct.CONTEST: lambda w, ask: self._appeals.appeal(
                CaseId(w.case), w.text, w.photos, ask
            )
        }

    def entries(self) -> list[BaseHandler[Any, Any, Any]]:
        """Where the conversation about a case begins."""
        return [
            CommandHandler("contest", self.begin, PRIVATE),
            CallbackQueryHandler(self.begin_at, pattern_of(CaseAct.CONTEST)),
        ]

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Every button."""
        return [CallbackQueryHandler(self.press, CONTEST_BUTTON)]

    async def begin(self, update: Update, _: Context) -> int | Step:
        """/contest NUMBER: ask for words and a photo."""
        message, words = message_of(update), self._talk.words
        parts = arguments(update, 1)
        if not parts:
            await message.reply_text(words("form.contest"))
            return END
        async with self._store.reading() as book:
            case = await book.find(parts[0].upper())
        return await self._begin(update, case.id)

    async def begin_at(self, update: Update, _: Context) -> Step:
        """「申诉」 on the card of a case: the same."""
        query = query_of(update)
        step = await self._begin(update, CaseButton.decode(query.data or "").case)
        await query.answer()
        return step

    async def _begin(self, update: Update, about: CaseId) -> Step:
        case = await self._appeals.begin(about, session().person.id)
        now = self._clock().isoformat()
        session().work = Work(id_of(update), now, case.id, CaseAct.CONTEST)
        text = self._talk.words("work.ask_contest", number=case.number)
        await message_of(update).reply_text(text)
        return Step.SAYING

    async def press(self, update: Update, context: Context) -> None:
        """「申诉成立」, 「维持原分」, or all photos."""
        query, by = query_of(update), session().person.id
        match = CONTEST_BUTTON.match(query.data or "")
        appeal, wish = (int(match[1]), match[2]) if match else (0, _KEPT)
        if wish == _PHOTOS:
            photos = await self._appeals.photos(appeal, by)
            await query.answer()
            await self._sender.album(context.bot, by, photos)
            return
        decided = await self._appeals.decide(appeal, by, upheld=wish == _UPHELD)
        await query.answer()
        await query.edit_message_reply_markup(None)
        key = "contest.upheld" if decided.upheld else "contest.kept"
        await message_of(update).reply_text(
            self._talk.words(key, before=str(decided.before), after=str(decided.after))
        )


def under_contest(notice: Notice, words: Words) -> InlineKeyboardMarkup | None:
    """What an admin can press under an appeal."""
    appeal = notice.facts.get("appeal")
    if notice.kind != "contested" or appeal is None:
        return None
    wishes = [_UPHELD, _KEPT, *([_PHOTOS] if notice.facts["photos"] != "1" else [])]
    row = [
        InlineKeyboardButton(
            words.plain(f"contest.button_{wish}"), callback_data=f"contest:{appeal}:{wish}"
        )
        for wish in wishes
    ]
    return InlineKeyboardMarkup([row])

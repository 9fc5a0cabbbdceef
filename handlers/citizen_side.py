"""The citizens' side, gathered: what is asked and added, good deeds, privacy, conduct, points."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers.asking import Doing, Remarking
from handlers.audit import Auditing
from handlers.callback_data import CaseAct, pattern_of
from handlers.conduct import STRIKE_BUTTON, Conducting
from handlers.editor import Editor
from handlers.points import Scores
from handlers.privacy import FORGET_BUTTON, PrivacyTalk

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE

# Acts of this side that need words first, and those that show or ask something.
NEEDS_WORDS = (CaseAct.ASK, CaseAct.ANSWER, CaseAct.ADD, CaseAct.EDIT)
SHOWS = (CaseAct.REMARKS, CaseAct.PUBLISH, CaseAct.SIGN, CaseAct.ISSUE, CaseAct.CONTACT)


@dataclass(frozen=True, slots=True)
class CitizenSide:
    """Its conversations."""

    auditing: Auditing
    remarking: Remarking
    editor: Editor
    privacy: PrivacyTalk
    conduct: Conducting
    scores: Scores

    def does(self) -> Mapping[str, Doing]:
        """What becomes of words that were collected about a case."""
        return {**self.remarking.does(), **self.editor.does()}

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Every command and button."""
        return [
            CommandHandler("audit", self.auditing.command, PRIVATE),
            CommandHandler("ask", self.remarking.ask, PRIVATE),
            CommandHandler("honours", self.editor.honours, PRIVATE),
            CommandHandler("mydata", self.privacy.mine, PRIVATE),
            CommandHandler("forgetme", self.privacy.forget, PRIVATE),
            CommandHandler("strike", self.conduct.strike, PRIVATE),
            CommandHandler("appeal", self.conduct.appeal, PRIVATE),
            CommandHandler("points", self.scores.show, PRIVATE),
            CommandHandler("nick", self.scores.nick, PRIVATE),
            CallbackQueryHandler(self.remarking.show, pattern_of(CaseAct.REMARKS)),
            CallbackQueryHandler(self.editor.begin, pattern_of(CaseAct.PUBLISH)),
            CallbackQueryHandler(self.editor.sign, pattern_of(CaseAct.SIGN)),
            CallbackQueryHandler(self.editor.issue, pattern_of(CaseAct.ISSUE)),
            CallbackQueryHandler(self.privacy.decide, FORGET_BUTTON),
            CallbackQueryHandler(self.privacy.contact, pattern_of(CaseAct.CONTACT)),
            CallbackQueryHandler(self.conduct.judge, STRIKE_BUTTON),
        ]

"""The weekly analysis in the chat, gathered."""

from dataclasses import dataclass
from typing import Any

from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from handlers.briefing import BriefingTalk
from handlers.deciding import DECIDE_BUTTON, Deciding

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE


@dataclass(frozen=True, slots=True)
class AnalysisSide:
    """Its commands."""

    briefing: BriefingTalk
    deciding: Deciding

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Every command and button."""
        return [
            CommandHandler("briefing", self.briefing.command, PRIVATE),
            CommandHandler("decide", self.deciding.command, PRIVATE),
            CallbackQueryHandler(self.deciding.press, DECIDE_BUTTON),
        ]

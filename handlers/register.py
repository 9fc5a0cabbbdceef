"""Every handler, in the order in which they are asked."""

import re
from collections.abc import Sequence
from typing import Any, Protocol

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    TypeHandler,
    filters,
)

from handlers.answers import Step as ReportStep
from handlers.bulk import Entering
from handlers.callback_data import (
    DRAFT_BUTTON,
    LANGUAGE_BUTTON,
    LIST_BUTTON,
    MODEL_BUTTON,
    WORK_BUTTON,
    CaseAct,
    ListAct,
    pattern_of,
)
from handlers.citizen_side import NEEDS_WORDS, SHOWS, CitizenSide
from handlers.confirming import Confirming
from handlers.contesting import Contesting
from handlers.desk import CaseButtons
from handlers.duty import Duty
from handlers.errors import Errors
from handlers.export import Exporting
from handlers.families import FamilyCommands
from handlers.learning import Learning
from handlers.ledger import LEDGER_BUTTON, Ledger
from handlers.mine import Mine
from handlers.office import Office
from handlers.report import Reporting
from handlers.session import Conversation
from handlers.start import Start
from handlers.statistics import STATS_BUTTON, StatisticsTalk
from handlers.stray import Stray
from handlers.texts import Catalogue
from handlers.timing import Timing
from handlers.turnover import TurnoverCommands
from handlers.undelivered import UNDELIVERED_BUTTON, UndeliveredList
from handlers.work import Step as WorkStep
from handlers.work import Working

Handlers = list[BaseHandler[Any, Any, Any]]
App = Application[Any, Any, Any, Any, Any, Any]

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
TEXT = PRIVATE & filters.TEXT & ~filters.COMMAND
PICTURE = PRIVATE & (filters.PHOTO | filters.Document.ALL)
PLACE = PRIVATE & (filters.LOCATION | filters.VENUE)
ANYTHING = PRIVATE & ~filters.COMMAND & ~filters.StatusUpdate.ALL

_NEEDS_WORDS = (
    CaseAct.RESOLVE,
    CaseAct.RETURN,
    CaseAct.REJECT,
    CaseAct.EXTEND,
    CaseAct.DECLINE,
    CaseAct.SUSPEND,
    CaseAct.MERGE,
    CaseAct.ASSIST,
    *NEEDS_WORDS,
)
_SHOWS = (
    CaseAct.SHOW,
    CaseAct.PHOTOS,
    CaseAct.REASSIGN,
    CaseAct.WHY,
    CaseAct.SNOOZE,
    CaseAct.CATEGORY,
    *SHOWS,
)
GROUP = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE


class Side(Protocol):
    """Conversations that stand on their own."""

    def handlers(self) -> Handlers:
        """Every command, button and message of theirs."""


def register(
    app: App,
    *,
    catalogue: Catalogue,
    start: Start,
    reporting: Reporting,
    confirming: Confirming,
    working: Working,
    buttons: CaseButtons,
    mine: Mine,
    office: Office,
    duty: Duty,
    families: FamilyCommands,
    turnover: TurnoverCommands,
    timing: Timing,
    learning: Learning,
    ledger: Ledger,
    exporting: Exporting,
    entering: Entering,
    undelivered: UndeliveredList,
    statistics: StatisticsTalk,
    stray: Stray,
    errors: Errors,
    citizens: CitizenSide,
    sides: Sequence[Side],
    contesting: Contesting,
) -> None:
    """Add every handler to *app*."""
    app.add_handlers(
        [
            *_commands(catalogue, start, mine, office),
            *_time(duty, timing),
            *_learning(learning),
            *_lists(ledger, exporting, entering),
            *citizens.handlers(),
            *(one for side in sides for one in side.handlers()),
            *_families(families),
            *_turnover(turnover),
            _work(working, contesting),
            _report(catalogue, reporting, confirming),
            *_presses(buttons, mine, office, start),
            *_undelivered(undelivered),
            *_statistics(statistics),
            *_rest(stray),
        ]
    )
    app.add_error_handler(errors.handle)


def _says(catalogue: Catalogue, key: str) -> filters.BaseFilter:
    """A press on a key of the keyboard, in whichever language it was drawn."""
    return PRIVATE & filters.Text(catalogue.every(key))


def _commands(catalogue: Catalogue, start: Start, mine: Mine, office: Office) -> Handlers:
    return [
        CommandHandler("start", start.start, PRIVATE),
        CommandHandler("help", start.help, PRIVATE),
        CommandHandler("language", start.language, PRIVATE),
        CommandHandler("my", mine.command, PRIVATE),
        MessageHandler(_says(catalogue, "menu.my"), mine.command),
        MessageHandler(_says(catalogue, "menu.help"), start.help),
        CommandHandler("case", office.case, PRIVATE),
        CommandHandler("pending", office.pending, PRIVATE),
        CommandHandler("overdue", office.overdue, PRIVATE),
        CommandHandler("reassign", office.reassign, PRIVATE),
        CommandHandler("decline", office.decline, PRIVATE),
        CommandHandler("invite", office.invite, PRIVATE),
        CommandHandler("staff", office.staff, PRIVATE),
    ]


def _time(duty: Duty, timing: Timing) -> Handlers:
    return [
        CommandHandler("due", duty.due, PRIVATE),
        CommandHandler("leave", duty.leave, PRIVATE),
        CommandHandler("bind", duty.bind, GROUP),
        CommandHandler("suspend", timing.suspend, PRIVATE),
        CommandHandler("resume", timing.resume, PRIVATE),
        CommandHandler("category", timing.category, PRIVATE),
        CallbackQueryHandler(timing.why, pattern_of(CaseAct.WHY)),
        CallbackQueryHandler(timing.snooze, pattern_of(CaseAct.SNOOZE)),
        CallbackQueryHandler(timing.categories, pattern_of(CaseAct.CATEGORY)),
        CallbackQueryHandler(duty.turn, re.compile(rf"list:{ListAct.DUE}:\d{{1,6}}\Z")),
    ]


def _learning(learning: Learning) -> Handlers:
    return [
        CommandHandler("model", learning.command, PRIVATE),
        CallbackQueryHandler(learning.press, MODEL_BUTTON),
    ]


def _lists(ledger: Ledger, exporting: Exporting, entering: Entering) -> Handlers:
    return [
        CommandHandler("list", ledger.command, PRIVATE),
        CommandHandler("export", exporting.command, PRIVATE),
        CommandHandler("template", entering.template, PRIVATE),
        CallbackQueryHandler(ledger.press, LEDGER_BUTTON),
    ]


def _turnover(turnover: TurnoverCommands) -> Handlers:
    return [
        CommandHandler("dismiss", turnover.dismiss, PRIVATE),
        CommandHandler("replace", turnover.replace, PRIVATE),
        CommandHandler("workload", turnover.workload, PRIVATE),
    ]


def _families(families: FamilyCommands) -> Handlers:
    return [
        CommandHandler("merge", families.merge, PRIVATE),
        CommandHandler("unmerge", families.unmerge, PRIVATE),
        CommandHandler("assist", families.assist, PRIVATE),
    ]


def _work(working: Working, contesting: Contesting) -> Conversation:
    return Conversation(
        name="work",
        entry_points=[
            *contesting.entries(),
            CallbackQueryHandler(working.begin, pattern_of(*_NEEDS_WORDS)),
        ],
        states={
            WorkStep.SAYING: [
                CallbackQueryHandler(working.press, WORK_BUTTON),
                MessageHandler(PICTURE, working.photo),
                MessageHandler(TEXT, working.text),
            ]
        },
        fallbacks=[
            CommandHandler("cancel", working.cancel, PRIVATE),
            MessageHandler(ANYTHING, working.strange),
        ],
        allow_reentry=True,
    )


def _report(catalogue: Catalogue, reporting: Reporting, confirming: Confirming) -> Conversation:
    everything: Handlers = [
        CommandHandler("report", reporting.begin, PRIVATE),
        MessageHandler(_says(catalogue, "menu.report"), reporting.begin),
        MessageHandler(_says(catalogue, "button.skip_photos"), reporting.skip_photos),
        MessageHandler(_says(catalogue, "button.cancel"), reporting.cancel),
        CommandHandler("cancel", reporting.cancel, PRIVATE),
        CallbackQueryHandler(confirming.press, DRAFT_BUTTON),
        MessageHandler(PICTURE, reporting.photo),
        MessageHandler(PLACE, reporting.location),
        MessageHandler(PRIVATE & filters.CONTACT, reporting.contact),
        MessageHandler(TEXT, reporting.text),
        MessageHandler(ANYTHING, reporting.strange),
    ]
    return Conversation(
        name="report",
        entry_points=everything,
        states=dict.fromkeys(ReportStep, everything),
        fallbacks=[],
        allow_reentry=True,
    )


def _presses(buttons: CaseButtons, mine: Mine, office: Office, start: Start) -> Handlers:
    done = [act for act in CaseAct if act not in (*_NEEDS_WORDS, *_SHOWS, CaseAct.CONTEST)]
    return [
        CallbackQueryHandler(buttons.show, pattern_of(CaseAct.SHOW)),
        CallbackQueryHandler(buttons.photos, pattern_of(CaseAct.PHOTOS)),
        CallbackQueryHandler(buttons.candidates, pattern_of(CaseAct.REASSIGN)),
        CallbackQueryHandler(buttons.press, pattern_of(*done)),
        CallbackQueryHandler(mine.turn, re.compile(rf"list:{ListAct.MY}:\d{{1,6}}\Z")),
        CallbackQueryHandler(office.turn, LIST_BUTTON),
        CallbackQueryHandler(start.speak, LANGUAGE_BUTTON),
    ]


def _undelivered(undelivered: UndeliveredList) -> Handlers:
    return [
        CommandHandler("undelivered", undelivered.command, PRIVATE),
        CallbackQueryHandler(undelivered.press, UNDELIVERED_BUTTON),
    ]


def _statistics(statistics: StatisticsTalk) -> Handlers:
    return [
        CommandHandler("stats", statistics.command, PRIVATE),
        CallbackQueryHandler(statistics.press, STATS_BUTTON),
    ]


def _rest(stray: Stray) -> Handlers:
    return [
        MessageHandler(PRIVATE & filters.COMMAND, stray.command),
        CallbackQueryHandler(stray.press),
        MessageHandler(filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE, stray.edited),
        TypeHandler(Update, stray.elsewhere),
    ]

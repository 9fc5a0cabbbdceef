"""The only place where an exception becomes a sentence."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from telegram import Update
from telegram.error import BadRequest, Forbidden, TelegramError

from cases import errors
from handlers.context import Context, Talk, session
from handlers.texts import Words
from survey import errors as field

logger = logging.getLogger(__name__)

REFUSALS: Mapping[type[errors.CaseError], Callable[[Words, Any], str]] = {
    errors.IllegalTransition: lambda w, e: w.plain(
        "refusal.illegal",
        number=e.number,
        state=w.plain(f"state.{e.state}") if e.state else "",
    ),
    errors.NotAllowed: lambda w, e: w.plain("refusal.not_allowed", number=e.number),
    errors.OwnWork: lambda w, e: w.plain("refusal.own_work", number=e.number),
    errors.AlreadyTaken: lambda w, e: w.plain(
        "refusal.already_taken", number=e.number, owner=e.owner
    ),
    errors.UnknownCase: lambda w, e: w.plain("refusal.unknown_case", number=e.number),
    errors.UnknownTarget: lambda w, e: w.plain("refusal.unknown_target", target=e.target),
    errors.AmbiguousTarget: lambda w, e: w.plain(
        "refusal.ambiguous_target", target=e.target, candidates="\n".join(e.candidates)
    ),
    errors.ProofMissing: lambda w, e: w.plain("refusal.proof_missing", number=e.number),
    errors.ReasonMissing: lambda w, _: w.plain("refusal.reason_missing"),
    errors.ReopenedTooOften: lambda w, e: w.plain("refusal.reopened_too_often", number=e.number),
    errors.IncompleteReport: lambda w, _: w.plain("refusal.incomplete"),
    errors.AdminsOnly: lambda w, _: w.plain("refusal.admins_only"),
    errors.StaffOnly: lambda w, _: w.plain("refusal.staff_only"),
    errors.DeadInvitation: lambda w, _: w.plain("refusal.dead_invitation"),
    errors.UnknownOrganisation: lambda w, e: w.plain(
        "refusal.unknown_organisation", name=e.name, known="\n".join(e.known)
    ),
    errors.UrgedTooOften: lambda w, e: w.plain("refusal.urged_too_often", number=e.number),
    errors.ReturnTooLate: lambda w, e: w.plain("refusal.return_too_late", number=e.number),
    errors.BindingRuling: lambda w, e: w.plain("refusal.binding_ruling", number=e.number),
    errors.OldPicture: lambda w, e: w.plain("refusal.old_picture", number=e.number),
    errors.PartsOpen: lambda w, e: w.plain(
        "refusal.parts_open", number=e.number, parts=", ".join(e.parts)
    ),
    errors.CannotMerge: lambda w, e: w.plain("refusal.cannot_merge", number=e.number),
    errors.ExtendedAlready: lambda w, e: w.plain("refusal.extended_already", number=e.number),
    errors.SuspendedTooLong: lambda w, e: w.plain(
        "refusal.suspended_too_long", number=e.number, at_most=w.moment(e.at_most)
    ),
    errors.UnknownCategory: lambda w, e: w.plain("refusal.unknown_category", name=e.category),
    errors.UnknownPerson: lambda w, e: w.plain("refusal.unknown_person", name=e.name),
    errors.NothingAsked: lambda w, e: w.plain("refusal.nothing_asked", number=e.number),
    errors.CannotBeAsked: lambda w, e: w.plain("refusal.cannot_be_asked", number=e.number),
    errors.TooManyRemarks: lambda w, e: w.plain("refusal.too_many_remarks", number=e.number),
    errors.ConsentMissing: lambda w, e: w.plain("refusal.consent_missing", number=e.number),
    errors.StaysAnonymous: lambda w, e: w.plain("refusal.stays_anonymous", number=e.number),
    errors.NoContact: lambda w, e: w.plain("refusal.no_contact", number=e.number),
    errors.StaffStays: lambda w, _: w.plain("refusal.staff_stays"),
    errors.TooManyReports: lambda w, e: w.plain("refusal.too_many", until=w.moment(e.until)),
    errors.NothingToAppeal: lambda w, _: w.plain("refusal.nothing_to_appeal"),
    errors.BadNickname: lambda w, _: w.plain("refusal.bad_nickname"),
    errors.NicknameTaken: lambda w, e: w.plain("refusal.nickname_taken", name=e.name),
    errors.BadLeave: lambda w, _: w.plain("refusal.bad_leave"),
    errors.UnknownPlan: lambda w, _: w.plain("refusal.unknown_plan"),
    errors.PlanInForce: lambda w, e: w.plain("refusal.plan_in_force", name=e.name),
    field.BadRound: lambda w, e: w.plain(f"refusal.round_{e.why}"),
    field.UnknownKind: lambda w, e: (
        w.plain("refusal.unknown_kind_near", name=e.name, near=e.near)
        if e.near
        else w.plain("refusal.unknown_kind", name=e.name, known="\n".join(e.known))
    ),
    field.NoIndicators: lambda w, _: w.plain("refusal.no_indicators"),
    field.InspectorsOnly: lambda w, _: w.plain("refusal.inspectors_only"),
    field.ResultsNotYours: lambda w, _: w.plain("refusal.results_not_yours"),
    field.NotYourPoint: lambda w, _: w.plain("refusal.not_your_point"),
    field.OwnPoint: lambda w, _: w.plain("refusal.own_point"),
    field.TooFar: lambda w, e: w.plain("refusal.too_far", name=e.name),
    field.NotOpened: lambda w, _: w.plain("refusal.not_opened"),
    field.AlreadyDone: lambda w, _: w.plain("refusal.visit_done"),
    field.MarkedMeanwhile: lambda w, e: w.plain(f"refusal.marked_{e.mark}", number=e.number),
    field.Unfinished: lambda w, e: w.plain(
        "refusal.unfinished", items=", ".join(map(str, e.items))
    ),
    field.NotContestable: lambda w, e: w.plain("refusal.not_contestable", number=e.number),
    field.ContestTooLate: lambda w, e: w.plain(
        "refusal.contest_too_late", number=e.number, until=w.moment(e.until)
    ),
    field.ContestUnproven: lambda w, e: w.plain("refusal.contest_unproven", number=e.number),
    field.ContestedAlready: lambda w, e: w.plain("refusal.contested_already", number=e.number),
    field.UnknownContest: lambda w, _: w.plain("refusal.unknown_contest"),
    field.OwnContest: lambda w, _: w.plain("refusal.own_contest"),
    errors.DeadlineInThePast: lambda w, e: w.plain("refusal.deadline_past", number=e.number),
}


class Errors:
    """Answers when a handler raised."""

    def __init__(self, talk: Talk) -> None:
        self._talk = talk

    async def handle(self, update: object, context: Context) -> None:
        """A refusal is said; anything else is logged and apologised for, never shown."""
        error = context.error
        if not isinstance(update, Update):
            logger.error("error outside an update", exc_info=error)
            return
        if isinstance(error, errors.CaseError):
            logger.info("update %s refused: %s", update.update_id, error)
            await self._say(update, REFUSALS[type(error)](self._talk.words, error))
            return
        session().failed = error
        if isinstance(error, Forbidden):
            logger.info("update %s: the person cannot be written to", update.update_id)
        elif isinstance(error, TelegramError) and not isinstance(error, BadRequest):
            logger.warning("update %s: Telegram could not be reached: %s", update.update_id, error)
        else:
            logger.error("update %s failed", update.update_id, exc_info=error)
            await self._say(update, self._talk.words.plain("refusal.unexpected"))

    @staticmethod
    async def _say(update: Update, text: str) -> None:
        """Answer the press with an alert, or the message with a message."""
        try:
            if update.callback_query:
                await update.callback_query.answer(text[:200], show_alert=True)
            elif update.effective_message:
                await update.effective_message.reply_text(text, parse_mode=None)
        except TelegramError as error:
            logger.warning("update %s: the answer was not sent: %s", update.update_id, error)

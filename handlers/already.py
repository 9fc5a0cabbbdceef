"""已有人上报?: what may be the same is shown before filing, one at a time, to be joined."""

import logging
from dataclasses import replace

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup

from cases.city import City
from cases.following import Following, Match
from cases.model import Case, CaseId, Report
from cases.step import Ask
from handlers.callback_data import DraftAct, DraftButton
from handlers.cleaning import one_line, shorten
from handlers.context import Talk, session
from handlers.place_words import place_text
from handlers.ports import Reader
from handlers.sending import Outgoing, Sender
from handlers.session import Draft
from handlers.texts import Html, Words

logger = logging.getLogger(__name__)

MOST_SHOWN = 3
TEXT_SHOWN = 300


class Already:
    """Asks whether a report is one that is open already."""

    def __init__(
        self, *, following: Following, city: City, talk: Talk, reader: Reader, sender: Sender
    ) -> None:
        self._following, self._city, self._talk = following, city, talk
        self._reader, self._sender = reader, sender

    async def offer(self, bot: Bot, draft: Draft, report: Report, road: str) -> bool:
        """Show the likeliest case that was not ruled out yet; False where there is none, and
        where somebody is in danger: that is filed at once."""
        if report.urgent or len(draft.not_same) >= MOST_SHOWN:
            return False
        person = session().person.id
        ruled_out = [CaseId(case) for case in draft.not_same]
        found = await self._following.alike(report, person, road=road, but=ruled_out)
        if not found:
            return False
        await self._sender.send(bot, person, self._drawn(draft, found[0]))
        draft.offered = found[0].case.id
        return True

    async def join(self, draft: Draft, report: Report, case: CaseId) -> Case | None:
        """Follow the case instead of filing *report*; None where it is over meanwhile."""
        person = session().person.id
        joined = await self._following.follow(case, report, Ask(person, f"draft:{draft.id}"))
        logger.info("case %s joined by %s: %s", case, person, joined is not None)
        return joined

    @staticmethod
    def rule_out(draft: Draft, case: CaseId) -> None:
        """The case is another one, or over: it will not be shown again."""
        draft.not_same.append(case)
        draft.offered = None

    def _drawn(self, draft: Draft, match: Match) -> Outgoing:
        case, words = match.case, self._talk.words
        lines = [
            words("already.title"),
            words(
                "card.title",
                number=case.number,
                state=words.plain(f"state.{case.state}"),
                mark=f" · {words.moment(case.submitted_at)}",
            ),
            self._category(case, words),
            self._place(match, words),
            words("card.text", text=self._hidden(case.report.text, TEXT_SHOWN)),
            words("card.followed", count=case.followed) if case.followed else None,
        ]
        text = Html("\n".join(line for line in lines if line))
        photo = next(iter(case.report.photos), None)
        return Outgoing(text, self._buttons(draft, case, words), photo)

    def _category(self, case: Case, words: Words) -> Html:
        category = self._city.categories[case.report.category]
        return words(
            "card.category",
            urgent=words.plain("card.urgent") if case.report.urgent else "",
            kind=words.plain(f"kind.{case.report.kind}"),
            name=category.name,
            domain=category.domain,
        )

    def _place(self, match: Match, words: Words) -> Html:
        place = match.case.report.place
        shown = replace(place, address=self._hidden(one_line(place.address), 120))
        where = words("card.place", place=place_text(shown, words))
        if match.metres is None:
            return where
        return Html(where + words("already.metres", metres=round(match.metres)))

    def _hidden(self, text: str, length: int) -> str:
        """What somebody else wrote, as everybody may read it."""
        return shorten(self._reader.mask(text), length)

    @staticmethod
    def _buttons(draft: Draft, case: Case, words: Words) -> InlineKeyboardMarkup:
        labels = ((DraftAct.SAME, "button.same"), (DraftAct.OTHER, "button.other"))
        row = [
            InlineKeyboardButton(
                words.plain(key), callback_data=DraftButton(draft.id, act, str(case.id)).encode()
            )
            for act, key in labels
        ]
        return InlineKeyboardMarkup([row])

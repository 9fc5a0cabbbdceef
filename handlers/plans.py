"""/plan: plans of communities and standing measures of categories, made, read and ended."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from telegram import Update
from telegram.ext import (
    BaseHandler,
    CallbackQueryHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from cases.assigning import Target
from cases.errors import AmbiguousTarget, UnknownTarget
from cases.plans import Outline, Plans, PlanStep
from cases.ports import Clock
from cases.step import Ask
from handlers.cleaning import clean, one_line, shorten
from handlers.context import Context, Talk, ask_of, id_of, message_of, query_of, session
from handlers.plan_form import Fault, PlanForm, PlanRead
from handlers.plan_words import PAGE, PlanWords, ending
from handlers.sending import Outgoing
from handlers.session import PlanDraft
from handlers.texts import Html

PRIVATE = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
PLAN_BUTTON = re.compile(r"plan:(page|show|end|sure):(\d{1,9})\Z")
PLAN_DRAFT_BUTTON = re.compile(r"plan:(file|drop):([0-9a-f]{8})\Z")
_LINK = re.compile(r"\A/plan_(\d{1,9})\Z")  # as it stands on a card, to be tapped


class PlanTalk:
    """Plans in the chat."""

    def __init__(
        self, *, plans: Plans, form: PlanForm, drawn: PlanWords, talk: Talk, clock: Clock
    ) -> None:
        self._plans, self._form, self._drawn = plans, form, drawn
        self._talk, self._clock = talk, clock

    def handlers(self) -> list[BaseHandler[Any, Any, Any]]:
        """Every command and button."""
        return [
            CommandHandler("plan", self.command, PRIVATE),
            MessageHandler(PRIVATE & filters.Regex(_LINK), self.link),
            CallbackQueryHandler(self.press, PLAN_BUTTON),
            CallbackQueryHandler(self.decide, PLAN_DRAFT_BUTTON),
        ]

    async def command(self, update: Update, _: Context) -> None:
        """/plan: the list; /plan NAME: that one; with more lines: a new one."""
        text = clean(message_of(update).text or "")
        if "\n" in text:
            await self._begin(update, text)
            return
        name = one_line(text.partition(" ")[2])
        await self._answer(update, await (self._called(name) if name else self._page(0)))

    async def link(self, update: Update, _: Context) -> None:
        """/plan_12, tapped."""
        match = _LINK.match(message_of(update).text or "")
        await self._answer(update, await self._full(int(match[1]) if match else 0))

    async def press(self, update: Update, _: Context) -> None:
        """Another page, a plan in full, or its end."""
        query = query_of(update)
        match = PLAN_BUTTON.match(query.data or "")
        act, number = (match[1], int(match[2])) if match else ("page", 0)
        if act == "page":
            what = await self._page(number)
        elif act == "end":
            shown = await self._plans.show(number, session().person.id)
            what = ending(shown, self._talk.words)
        else:
            if act == "sure":
                await self._plans.end(number, ask_of(update))
            what = await self._full(number)
        await query.answer()
        await message_of(update).edit_text(what.text, reply_markup=what.buttons)

    async def decide(self, update: Update, _: Context) -> None:
        """「✅ 提交」 or 「❌ 取消」 under what was understood."""
        query, words = query_of(update), self._talk.words
        match = PLAN_DRAFT_BUTTON.match(query.data or "")
        draft = session().plan
        if match is None or draft is None or match[2] != draft.id:
            await query.answer(words.plain("plan.old"), show_alert=True)
            return
        if match[1] == "drop":
            what = Outgoing(words("work.cancelled"))
        else:
            ask = Ask(session().person.id, f"plan:{draft.id}")
            what = await self._full((await self._plans.make(_outline(draft), ask)).id)
        session().plan = None
        await query.answer()
        await message_of(update).edit_text(what.text, reply_markup=what.buttons)

    async def _begin(self, update: Update, text: str) -> None:
        """Read a new plan, and show either what is wrong or what was understood."""
        read, words = self._form.read(text), self._talk.words
        names = {step.target for step in read.outline.steps}
        found = await self._plans.targets(names, session().person.id)
        faults = [*read.faults, *_strangers(read, found)]
        if faults:
            wrong, form = self._drawn.faults(faults, words), words("form.plan")
            await message_of(update).reply_text(f"{wrong}\n\n{form}")
            return
        now = self._clock().isoformat()
        session().plan = draft = _draft(read.outline, id_of(update), now)
        goals = {name: goal for name, goal in found.items() if isinstance(goal, Target)}
        await self._answer(update, self._drawn.preview(read, goals, draft.id, words))

    async def _page(self, offset: int) -> Outgoing:
        words = self._talk.words
        found, total = await self._plans.page(session().person.id, offset, PAGE)
        if not total:
            return Outgoing(Html(f"{words('plan.none')}\n\n{words('form.plan')}"))
        return self._drawn.page(found, total, offset, words)

    async def _called(self, name: str) -> Outgoing:
        """The plan of that name or number; several of one name as a list."""
        person, words = session().person, self._talk.words
        if name.isascii() and name.isdecimal() and len(name) <= 9:  # noqa: PLR2004 - as on buttons
            return await self._full(int(name))
        found = await self._plans.called(name, person.id)
        if len(found) == 1:
            return await self._full(found[0].plan.id)
        if found:
            return self._drawn.page(found, len(found), 0, words)
        return Outgoing(Html(f"{words('plan.unknown', name=name)}\n\n{words('form.plan')}"))

    async def _full(self, plan: int) -> Outgoing:
        person = session().person
        return self._drawn.full(await self._plans.show(plan, person.id), person, self._talk.words)

    @staticmethod
    async def _answer(update: Update, what: Outgoing) -> None:
        await message_of(update).reply_text(what.text, reply_markup=what.buttons)


def _strangers(
    read: PlanRead, found: Mapping[str, Target | UnknownTarget | AmbiguousTarget]
) -> list[Fault]:
    """The steps whose target is nobody, or several."""
    faults = []
    for line, step in zip(read.lines, read.outline.steps, strict=True):
        goal = found[step.target]
        if isinstance(goal, UnknownTarget):
            faults.append(Fault(line, "target", shorten(step.target, 40)))
        elif isinstance(goal, AmbiguousTarget):
            faults.append(Fault(line, "several", ", ".join(goal.candidates)))
    return faults


def _draft(outline: Outline, key: str, now: str) -> PlanDraft:
    steps = [(one.text, one.due.isoformat(), one.target, one.category) for one in outline.steps]
    return PlanDraft(
        key,
        now,
        outline.title,
        outline.text,
        outline.district,
        outline.community,
        outline.category,
        steps,
    )


def _outline(draft: PlanDraft) -> Outline:
    steps = (
        PlanStep(text, datetime.fromisoformat(due), target, category)
        for text, due, target, category in draft.steps
    )
    return Outline(
        title=draft.title,
        text=draft.text,
        district=draft.district,
        community=draft.community,
        category=draft.category,
        steps=tuple(steps),
    )

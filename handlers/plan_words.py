"""How a plan looks in a chat: before it is filed, in full, and in a line of a list."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from cases.assigning import Target
from cases.city import City
from cases.model import HANDLED, OPEN, Case, Person, Role, State
from cases.plans import Outline, Progressing, is_done
from cases.records import Plan
from handlers.card import CardMaker
from handlers.cleaning import one_line, shorten
from handlers.plan_form import Fault, PlanRead
from handlers.sending import Outgoing
from handlers.show import Showing
from handlers.texts import Html, Words

PAGE = 8
STEP_SHOWN, TEXT_SHOWN = 60, 300


class PlanWords:
    """Draws plans."""

    def __init__(self, city: City, maker: CardMaker, showing: Showing) -> None:
        self._city, self._maker, self._showing = city, maker, showing

    def preview(
        self, read: PlanRead, goals: Mapping[str, Target], draft: str, words: Words
    ) -> Outgoing:
        """What was understood, with 「✅ 提交」."""
        outline = read.outline
        lines = [
            words("plan.preview"),
            self._subject(outline, words),
            words("plan.text", text=shorten(outline.text, TEXT_SHOWN)),
        ]
        for place, (line, step) in enumerate(zip(read.lines, outline.steps, strict=True), start=1):
            lines.append(
                words(
                    "plan.asked",
                    place=place,
                    text=shorten(step.text, STEP_SHOWN),
                    due=_moment(step.due, words),
                    who=_name(goals[step.target]),
                    category=self._city.categories[step.category].name,
                    unsure=words.plain("plan.unsure") if line in read.unsure else "",
                )
            )
        lines.append(words("plan.check_steps" if outline.steps else "plan.check"))
        row = [
            _key(words.plain("button.submit"), "file", draft),
            _key(words.plain("button.cancel"), "drop", draft),
        ]
        return Outgoing(
            Html("\n".join(line for line in lines if line)), InlineKeyboardMarkup([row])
        )

    def page(
        self, plans: Sequence[Progressing], total: int, offset: int, words: Words
    ) -> Outgoing:
        """A list of plans, a button each."""
        lines = [words("plan.list", total=total), *(self._line(one, words) for one in plans)]
        rows = [[_key(shorten(one.plan.title, 40), "show", one.plan.id)] for one in plans]
        turns = []
        if offset > 0:
            turns.append(_key(words.plain("button.newer"), "page", max(0, offset - PAGE)))
        if offset + PAGE < total:
            turns.append(_key(words.plain("button.older"), "page", offset + PAGE))
        markup = InlineKeyboardMarkup([*rows, turns] if turns else rows)
        return Outgoing(Html("\n".join(lines)), markup)

    def full(self, shown: Progressing, person: Person, words: Words) -> Outgoing:
        """The plan with its steps, a button for each; admins can end it."""
        plan = shown.plan
        lines = [
            words("plan.title", title=plan.title, ended=self._ended(plan, words)),
            self._subject(plan, words),
            words("plan.made", name=shown.names.get(plan.by, ""), at=_moment(plan.made_at, words)),
            words("plan.text", text=plan.text),
        ]
        if shown.steps:
            lines.append(words("plan.done", done=shown.done, total=len(shown.steps)))
        for place, case in enumerate(shown.steps, start=1):
            lines.append(self._step(place, case, shown, person, words))
        keys = [key for row in self._showing.openings(shown.steps) for key in row]
        rows = [keys[start : start + 2] for start in range(0, len(keys), 2)]
        if plan.ended_at is None and person.has(Role.ADMIN):
            rows.append([_key(words.plain("plan.end"), "end", plan.id)])
        return Outgoing(_joined(lines), InlineKeyboardMarkup(rows) if rows else None)

    def faults(self, faults: Sequence[Fault], words: Words) -> Html:
        """Each wrong line with its mend."""
        ordered = sorted(faults, key=lambda fault: fault.line)
        lines = [
            words(
                "plan.fault",
                line=fault.line,
                why=words.plain(f"plan.why_{fault.why}", value=fault.value),
            )
            for fault in ordered
        ]
        return Html("\n".join([words("plan.faults", count=len(faults)), *lines]))

    def _subject(self, plan: Plan | Outline, words: Words) -> Html:
        """For whom or what it is."""
        if plan.community:
            return words("plan.for_community", community=plan.community, district=plan.district)
        return words("plan.for_category", category=self._city.categories[plan.category].name)

    def _line(self, one: Progressing, words: Words) -> Html:
        steps = words.plain("plan.count", done=one.done, total=len(one.steps)) if one.steps else ""
        ended = self._ended(one.plan, words)
        return words("plan.line", title=one.plan.title, steps=steps, ended=ended, id=one.plan.id)

    @staticmethod
    def _ended(plan: Plan, words: Words) -> str:
        if plan.ended_at is None:
            return ""
        return words.plain("plan.ended", at=_moment(plan.ended_at, words))

    def _step(
        self, place: int, case: Case, shown: Progressing, person: Person, words: Words
    ) -> Html:
        owner = shown.names.get(case.owner, "") if case.owner is not None else ""
        readable = self._maker.readable(case, person)
        return words(
            "plan.step",
            place=place,
            mark=" ✅" if is_done(case) else self._maker.mark(case),
            text=shorten(one_line(readable.report.text), STEP_SHOWN),
            who=f"{case.organisation or ''} {owner}".strip(),
            state=self._state(case, words),
            number=case.number,
        )

    def _state(self, case: Case, words: Words) -> str:
        """How it ended, until when there is time, or where it is."""
        if case.state is State.CLOSED and case.outcome is not None:
            return words.plain(f"outcome.{case.outcome}")
        if case.state in HANDLED and case.due_at is not None:
            left = self._maker.time_left(case, words)
            return words.plain("plan.until", due=_moment(case.due_at, words), left=left)
        return words.plain(f"state.{case.state}")


def ending(plan: Progressing, words: Words) -> Outgoing:
    """Whether it is really to end; what is open goes on."""
    row = [_key(words.plain("plan.end_sure"), "sure", plan.plan.id)]
    row.append(_key(words.plain("button.back"), "show", plan.plan.id))
    count = sum(step.state in OPEN for step in plan.steps)
    text = words("plan.ask_end", title=plan.plan.title, count=count)
    return Outgoing(text, InlineKeyboardMarkup([row]))


def _joined(lines: Sequence[Html]) -> Html:
    return Html("\n".join(line for line in lines if line))


def _name(goal: Target) -> str:
    organisation = goal.organisation or ""
    return f"{organisation} {goal.official.name}".strip() if goal.official else organisation


def _moment(at: datetime, words: Words) -> str:
    return f"{words.year(at)}{words.moment(at)}"


def _key(label: str, act: str, what: int | str) -> InlineKeyboardButton:
    return InlineKeyboardButton(label, callback_data=f"plan:{act}:{what}")

"""问答 and 补充: the owner asks the reporter, the reporter answers or adds what came to mind."""

from dataclasses import replace

from cases.assigning import offered_to
from cases.citizen_book import Remark, RemarkKind
from cases.city import City
from cases.closing import checkers
from cases.errors import (
    CannotBeAsked,
    IllegalTransition,
    NotAllowed,
    NothingAsked,
    ReasonMissing,
    TooManyRemarks,
)
from cases.lifecycle import Action
from cases.model import Case, CaseId, PersonId, State
from cases.ports import Clock, Store
from cases.step import Ask, Step, Steps, deciders

QUESTIONS = 3
REMARKS = 30


class Asking:
    """What owner and reporter say to each other about a case."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._steps = Steps(store, city, clock)

    async def ask(self, case: CaseId, question: str, ask: Ask) -> Case:
        """问上报人: the clock stops until the answer, or for as long as the city waits for one.

        It goes on running in an urgent case, and in one that is late already. Raises
        CannotBeAsked, and ReasonMissing for a question without words.
        """
        if not question.strip():
            raise ReasonMissing(Action.ASK)

        async def work(step: Step) -> Case:
            await _check_asked(step)
            step.why = question
            asked = await _remarked(step, RemarkKind.QUESTION, question)
            asked = replace(asked, question=question)
            if not (step.case.report.urgent or _is_late(step)):
                asked = self._paused(asked, step)
            step.tell("asked", step.case.reporter, question=question)
            return asked

        return await self._steps.take(case, Action.ASK, ask, work)

    async def answer(
        self, case: CaseId, text: str, ask: Ask, photos: tuple[str, ...] = ()
    ) -> Case:
        """回答: the case goes on with the time that was left. Raises NothingAsked."""

        async def work(step: Step) -> Case:
            step.why = text
            answered = await _remarked(step, RemarkKind.ANSWER, text, photos)
            step.tell("answered", *await _handlers(step), text=text, photos=str(len(photos)))
            answered = replace(answered, question="")
            if step.case.suspended_at is None:
                return answered
            return self._city.resumed(answered, step.now)

        try:
            return await self._steps.take(case, Action.ANSWER, ask, work)
        except IllegalTransition as error:
            raise NothingAsked(error.number) from None

    async def add(self, case: CaseId, text: str, ask: Ask, photos: tuple[str, ...] = ()) -> Case:
        """补充, by the reporter while the case is open; whoever has the case is told."""

        async def work(step: Step) -> Case:
            step.why = text
            step.tell("added", *await _handlers(step), text=text, photos=str(len(photos)))
            return await _remarked(step, RemarkKind.ADDITION, text, photos)

        return await self._steps.note(case, Action.ADD, ask, work)

    def _paused(self, case: Case, step: Step) -> Case:
        return replace(
            case,
            suspended_at=step.now,
            left=self._city.left(case, step.now),
            due_at=self._city.calendar.due(step.now, self._city.house.answer_within).at,
        )


async def _check_asked(step: Step) -> None:
    reporter = await step.book.person(step.case.reporter)
    asked = [r for r in await step.book.remarks(step.case.id) if r.kind is RemarkKind.QUESTION]
    unreachable = reporter is None or reporter.blocked or reporter.id == step.actor
    part = step.case.parent is not None  # whoever leads speaks to the reporter
    if unreachable or part or len(asked) >= QUESTIONS:
        raise CannotBeAsked(step.case.number)


async def _remarked(step: Step, kind: RemarkKind, text: str, photos: tuple[str, ...] = ()) -> Case:
    """Keep what was said; the case counts it."""
    if not (text.strip() or photos):
        raise ReasonMissing(kind)
    if step.case.remarks >= REMARKS and kind is RemarkKind.ADDITION:
        raise TooManyRemarks(step.case.number)
    if step.actor is None:
        raise NotAllowed(step.case.number, action=kind)
    if photos:
        await step.book.use_pictures(photos)
    await step.book.remark(step.case.id, Remark(kind, step.actor, step.now, text, photos))
    return replace(step.case, remarks=step.case.remarks + 1)


async def _handlers(step: Step) -> list[PersonId]:
    """Whose move the case is."""
    case = step.case
    if case.state is State.SUBMITTED:
        return await deciders(step.book, case)
    if case.state is State.RESOLVED:
        able = await checkers(step.book, case)
        checks = able[case.id % len(able)] if able else None
        return [person for person in (checks, case.owner) if person is not None]
    if case.owner is None:
        return await offered_to(step.book, case.organisation)
    return [case.owner]


def _is_late(step: Step) -> bool:
    return step.case.due_at is None or step.case.due_at <= step.now

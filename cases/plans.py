"""方案 and 措施: what is to be done for a community, or always with a category, step by step."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from cases.assigning import Target, find_target
from cases.city import City
from cases.dispatch import admin_of
from cases.errors import (
    AmbiguousTarget,
    IncompleteReport,
    PlanInForce,
    StaffOnly,
    UnknownCategory,
    UnknownTarget,
)
from cases.intake import Commission, Intake
from cases.model import Case, CaseId, Kind, Outcome, PersonId, Place, Report, Source, State
from cases.ports import Book, Clock, Store
from cases.records import Plan
from cases.step import Ask

NEW = 0  # the book gives the id
ALIKE = 8


@dataclass(frozen=True, slots=True)
class PlanStep:
    """What is to be done until when: *target* names an official or an organisation."""

    text: str
    due: datetime
    target: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A plan as an admin wishes it: for a community of a district, or for a category."""

    title: str
    text: str
    district: str = ""
    community: str = ""
    category: str = ""
    steps: tuple[PlanStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Progressing:
    """A plan, the cases that are its steps, and what the people in it are called."""

    plan: Plan
    steps: tuple[Case, ...] = ()
    names: Mapping[PersonId, str] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(is_done(step) for step in self.steps)


class Plans:
    """Makes plans, shows and ends them."""

    def __init__(self, store: Store, city: City, intake: Intake, clock: Clock) -> None:
        self._store, self._city, self._intake, self._clock = store, city, intake, clock

    async def targets(
        self, names: Collection[str], by: PersonId
    ) -> Mapping[str, Target | UnknownTarget | AmbiguousTarget]:
        """Whom each of *names* means, or why nobody; raises AdminsOnly."""
        found: dict[str, Target | UnknownTarget | AmbiguousTarget] = {}
        async with self._store.reading() as book:
            await admin_of(book, by)
            for name in names:
                try:
                    found[name] = await find_target(book, self._city, name)
                except (UnknownTarget, AmbiguousTarget) as error:
                    found[name] = error
        return found

    async def make(self, outline: Outline, ask: Ask) -> Plan:
        """Put the plan in force; each step is filed as a case of whoever it names. All or nothing.

        Raises AdminsOnly, PlanInForce, UnknownCategory, IncompleteReport, UnknownTarget,
        AmbiguousTarget, DeadlineInThePast.
        """
        async with self._store.writing() as book:
            await admin_of(book, ask.by)
            made = await book.plan_made(ask.key)
            if made is not None:
                return made
            plan = await book.add_plan(self._plan(outline, ask.by), ask.key)
            if plan is None:
                raise PlanInForce(outline.title)
            cases = [
                await self._file(book, plan, step, Ask(ask.by, f"{ask.key}/{place}"))
                for place, step in enumerate(outline.steps, start=1)
            ]
            await book.add_steps(plan.id, cases)
            return plan

    def _plan(self, outline: Outline, by: PersonId) -> Plan:
        """The plan that is to be; one is for a community or for a category, never for both."""
        if not (outline.text or outline.steps):
            raise IncompleteReport("text")
        if bool(outline.category) == bool(outline.district and outline.community):
            raise IncompleteReport("place")
        if outline.category and outline.category not in self._city.categories:
            raise UnknownCategory(outline.category)
        return Plan(
            id=NEW,
            title=outline.title,
            text=outline.text,
            by=by,
            made_at=self._clock(),
            district=outline.district,
            community=outline.community,
            category=outline.category,
        )

    async def _file(self, book: Book, plan: Plan, step: PlanStep, ask: Ask) -> CaseId:
        place = Place(plan.community or self._city.name, plan.district or None)
        report = Report(Kind.PROBLEM, step.category, step.text, place, source=Source.PLAN)
        goal = await find_target(book, self._city, step.target)
        order = Commission(goal, plan.title, step.due)
        return (await self._intake.commission(book, report, order, ask)).id

    async def page(self, by: PersonId, offset: int, limit: int) -> tuple[list[Progressing], int]:
        """Plans, newest first, and how many there are in all; raises StaffOnly."""
        async with self._store.reading() as book:
            await _require_staff(book, by)
            found = await book.plans(offset, limit)
            return await _with_steps(book, found), await book.count_plans()

    async def called(self, name: str, by: PersonId) -> list[Progressing]:
        """The plans in force that *name* means: a title, a community, a category; if there are
        none, those that were. Raises StaffOnly."""
        codes = {one.name: code for code, one in self._city.categories.items()}
        async with self._store.reading() as book:
            await _require_staff(book, by)
            found = await book.plans_called(name, codes.get(name, ""), ALIKE)
            in_force = [plan for plan in found if plan.ended_at is None]
            return await _with_steps(book, in_force or found)

    async def show(self, plan: int, by: PersonId) -> Progressing:
        """The plan with its steps; raises StaffOnly and UnknownPlan."""
        async with self._store.reading() as book:
            await _require_staff(book, by)
            (shown,) = await _with_steps(book, [await book.plan(plan)])
            owners = {step.owner for step in shown.steps if step.owner is not None}
            return replace(shown, names=await book.names({shown.plan.by, *owners}))

    async def end(self, plan: int, ask: Ask) -> Progressing:
        """The plan is in force no longer; steps that are open go on as the cases that they are.
        Ending it again changes nothing. Raises AdminsOnly and UnknownPlan."""
        async with self._store.writing() as book:
            await admin_of(book, ask.by)
            found = await book.plan(plan)
            if found.ended_at is None:
                await book.end_plan(plan, ask.by, self._clock())
            (ended,) = await _with_steps(book, [await book.plan(plan)])
            return ended


def is_done(step: Case) -> bool:
    """Whether the case of the step is closed as solved; that its owner says so is not enough."""
    return step.state is State.CLOSED and step.outcome is Outcome.SOLVED


async def _with_steps(book: Book, plans: list[Plan]) -> list[Progressing]:
    steps = await book.steps_of([plan.id for plan in plans])
    return [Progressing(plan, tuple(steps.get(plan.id, ()))) for plan in plans]


async def _require_staff(book: Book, by: PersonId) -> None:
    person = await book.person(by)
    if person is None or not person.posts:
        raise StaffOnly

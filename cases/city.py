"""What casework must know of its city; read from the configuration, never changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, tzinfo

from cases.deadlines import WorkCalendar, shortened
from cases.house import HouseRules
from cases.ladder import Ladder, Planned, Scope, Timer, next_after
from cases.limits import Limit
from cases.model import Case, Category, Kind, Rule, Source, State
from cases.reckoning import Basis, Part, handed_on, reckon
from cases.sitting import Sitting
from cases.tree import Tree

ASK_AGAIN_AFTER = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """The city."""

    name: str
    prefix: str
    categories: Mapping[str, Category]
    organisations: Sequence[str]
    tree: Tree
    rules: Sequence[Rule]
    calendar: WorkCalendar
    ladder: Ladder
    accept_within: Limit
    verify_within: Limit
    suspend_at_most: Limit
    return_within: Limit
    checks_a_day: int
    check_share: float
    invitation_lasts: timedelta
    draft_lasts: timedelta
    house: HouseRules = field(default_factory=HouseRules)
    alike_radius: float = 100.0
    alike_for: timedelta = timedelta(days=30)
    sitting: Sitting = field(default_factory=Sitting)
    repeat_metres: float = 50.0
    repeat_within: timedelta = timedelta(days=30)

    @property
    def zone(self) -> tzinfo:
        """The time zone in which the city lives."""
        return self.calendar.zone

    def local_day(self, at: datetime) -> date:
        """The day that the city writes at that moment."""
        return at.astimezone(self.zone).date()

    def case_number(self, day: date, count: int) -> str:
        """Such as ``ZB-20260301-0001``; the count grows to five digits on a very bad day."""
        return f"{self.prefix}-{day:%Y%m%d}-{count:04d}"

    def lead(
        self,
        category: str,
        district: str | None,
        refused_by: Sequence[str] = (),
        rulings: Sequence[Rule] = (),
    ) -> tuple[str | None, str]:
        """The organisation that leads, and the rule that says so: the first of the *rulings* and
        rules that matches, else the category's own; never one that gave the case back."""
        found = self.categories[category]
        for rule in (*rulings, *self.rules):
            if rule.matches(found, district) and rule.organisation not in refused_by:
                return rule.organisation, _written(rule, found)
        if found.organisation in refused_by:
            return None, ""
        return found.organisation, f"{found.name} → {found.organisation}"

    def limit(self, case: Case) -> Limit:
        """How long handling may take."""
        return self.categories[case.report.category].limit

    def timed(self, case: Case, *parts: Part) -> Case:
        """The case with the timer of its present state reckoned from *parts*."""
        deadline = reckon(self.calendar, parts)
        return replace(
            case,
            since=deadline.start,
            due_at=deadline.at,
            provisional=deadline.provisional,
            reckoning=parts,
            suspended_at=None,
            left=None,
            question="",
        )

    def promised(self, case: Case, *parts: Part) -> Case:
        """The case timed likewise, its end of handling promised to the reporter."""
        case = self.timed(case, *parts)
        return replace(case, promised_at=case.due_at)

    def accepting(self, case: Case, now: datetime) -> Case:
        """The case at the desk: the clock of 受理 runs."""
        return self.timed(case, Part(Basis.LIMIT, now, self.accept_within))

    def verifying(self, case: Case, now: datetime) -> Case:
        """The case at the verifier: the clock of 核查 runs."""
        return self.timed(case, Part(Basis.LIMIT, now, self.verify_within))

    def handling(self, case: Case, now: datetime) -> Part:
        """The time of whoever is given *case* now: the limit, or a fair part of it where an
        earlier owner has used some."""
        if case.promised_at is None:
            return Part(Basis.LIMIT, now, self.limit(case))
        return handed_on(self.calendar, self.limit(case), case.promised_at, now)

    def rework(self, case: Case, now: datetime) -> Part:
        """The shorter time in which rework must be done."""
        return Part(Basis.REWORK, now, shortened(self.limit(case)))

    def left(self, case: Case, now: datetime) -> timedelta:
        """How much of its time *case* has left, as its limit counts it."""
        return self.calendar.left(now, case.due_at or now, self.limit(case).unit)

    def resumed(self, case: Case, now: datetime) -> Case:
        """The case going on after a pause with exactly the time that it had left."""
        left = case.left or timedelta()
        part = Part(Basis.RESUMED, now, self.limit(case), left=left)
        return self.promised(case, *case.reckoning, part)

    def ask_again_at(self, case: Case, now: datetime) -> datetime | None:
        """When a reporter who has not said what came of a closed case is asked once more."""
        report = case.report
        asked = report.kind is not Kind.HIGHLIGHT and report.source is Source.CITIZEN
        if case.state is not State.CLOSED or not asked or case.judged or case.parent is not None:
            return None
        return self.ladder.humane(self.calendar, now + ASK_AGAIN_AFTER)

    def reminders(self, case: Case, now: datetime) -> tuple[Planned, ...]:
        """The ladder of the timer that *case* runs on, as far as it matters at *now*; empty where
        none runs."""
        if case.since is None or case.due_at is None or case.suspended_at is not None:
            return ()
        scope = Scope(case.report.urgent, (_timer(case),), (case.report.category,))
        return self.ladder.plan(
            self.calendar,
            start=case.since,
            due=case.due_at,
            scope=scope,
            now=now,
            quiet_until=case.quiet_until,
        )

    def next_look(
        self, case: Case, plan: Sequence[Planned], told: Collection[str]
    ) -> datetime | None:
        """When the round must look at *case* again, of the rungs of its *plan* those in *told*
        being done with."""
        rung = next_after(plan, told)
        if case.state is State.RESOLVED or case.suspended_at is not None:
            return min((at for at in (rung, case.due_at) if at is not None), default=None)
        return rung


def _timer(case: Case) -> Timer:
    """The clock that runs in the state of *case*."""
    clocks = {State.SUBMITTED: Timer.ACCEPT, State.RESOLVED: Timer.VERIFY}
    return clocks.get(case.state, Timer.HANDLE)


def _written(rule: Rule, category: Category) -> str:
    what = category.name if rule.category else rule.domain or ""
    parts = [part for part in (what, rule.district or "") if part]
    return f"{' × '.join(parts)} → {rule.organisation}" if parts else f"→ {rule.organisation}"

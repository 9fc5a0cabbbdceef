"""What casework must know of its city; read from the configuration, never changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from cases.deadlines import Deadline, WorkCalendar, shortened
from cases.ladder import Ladder, Planned
from cases.limits import Limit
from cases.model import Case, Category


@dataclass(frozen=True, slots=True)
class Rule:
    """What matches goes to *organisation*; None matches everything."""

    organisation: str
    category: str | None = None
    domain: str | None = None
    district: str | None = None

    def matches(self, category: Category, district: str | None) -> bool:
        """Whether a report of *category* in *district* falls under the rule."""
        return (
            self.category in (None, category.code)
            and self.domain in (None, category.domain)
            and self.district in (None, district)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """The city."""

    name: str
    prefix: str
    categories: Mapping[str, Category]
    organisations: Sequence[str]
    rules: Sequence[Rule]
    calendar: WorkCalendar
    ladder: Ladder
    accept_within: Limit
    verify_within: Limit
    invitation_lasts: timedelta
    draft_lasts: timedelta
    alike_radius: float = 100.0
    alike_for: timedelta = timedelta(days=30)

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
        self, category: str, district: str | None, refused_by: Sequence[str] = ()
    ) -> tuple[str | None, str]:
        """The organisation that leads, and the rule that says so: the first rule that matches,
        else the category's own; never one that gave the case back."""
        found = self.categories[category]
        for rule in self.rules:
            if rule.matches(found, district) and rule.organisation not in refused_by:
                return rule.organisation, _written(rule, found)
        if found.organisation in refused_by:
            return None, ""
        return found.organisation, f"{found.name} → {found.organisation}"

    def rework(self, case: Case, now: datetime) -> Deadline:
        """The shorter time in which rework must be done."""
        return self.calendar.due(now, shortened(self.categories[case.report.category].limit))

    def reminders(self, case: Case) -> tuple[Planned, ...]:
        """The ladder of the timer that *case* runs on; empty where none runs."""
        if case.since is None or case.due_at is None:
            return ()
        return self.ladder.plan(
            self.calendar, start=case.since, due=case.due_at, urgent=case.report.urgent
        )


def _written(rule: Rule, category: Category) -> str:
    what = category.name if rule.category else rule.domain or ""
    parts = [part for part in (what, rule.district or "") if part]
    return f"{' × '.join(parts)} → {rule.organisation}" if parts else f"→ {rule.organisation}"

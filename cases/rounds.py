"""The reminder round: who is owed a reminder now is told once, whatever happens."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.city import City
from cases.desk import Desk
from cases.ladder import Audience, next_after, owed
from cases.model import Case, CaseId, Notice, Person, PersonId, Role, State, Urgency
from cases.ports import Book, Clock, Store, Told

BATCH = 200


@dataclass(frozen=True, slots=True)
class Roster:
    """The staff as it stands at one moment."""

    staff: Sequence[Person]

    def of(self, role: Role, organisation: str | None = None) -> list[PersonId]:
        """Who holds *role* and can be reached."""
        return [p.id for p in self.staff if p.has(role, organisation) and not p.blocked]

    def audience(self, case: Case, to: Sequence[Audience]) -> set[PersonId]:
        """The people whom a rung of *case* addresses; the admins where there is nobody else."""
        people = {person for audience in to for person in self._people(case, audience)}
        return people or set(self.of(Role.ADMIN))

    def _people(self, case: Case, audience: Audience) -> list[PersonId]:
        if audience is Audience.OWNER:
            return self._handlers(case)
        if audience is Audience.SUPERVISOR and case.state is not State.SUBMITTED:
            return self.of(Role.SUPERVISOR, case.organisation)
        if audience is Audience.ADMINS:
            return self.of(Role.ADMIN)
        return []

    def _handlers(self, case: Case) -> list[PersonId]:
        """Whose move it is: the desk's, the owner's (or any official's), or the verifiers'."""
        if case.state is State.SUBMITTED:
            return self.of(Role.ADMIN)
        if case.state is State.RESOLVED:
            return [p for p in self.of(Role.INSPECTOR) if p != case.owner]
        if case.owner is None:
            return self.of(Role.OFFICIAL, case.organisation)
        reachable = any(p.id == case.owner and not p.blocked for p in self.staff)
        return [case.owner] if reachable else self.of(Role.SUPERVISOR, case.organisation)


class Rounds:
    """Sweeps the cases whose next reminder has come; its cost grows with what is due."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._desk = Desk(store, city, clock)

    async def sweep(self) -> int:
        """Write the notices of all rungs that are due; returns how many cases were looked at."""
        seen = 0
        while batch := await self._sweep_some():
            seen += batch
            if batch < BATCH:
                break
        return seen

    async def _sweep_some(self) -> int:
        now = self._clock()
        async with self._store.writing() as book:
            cases = await book.due_for_reminder(now, BATCH)
            if cases:
                await self._remind(book, cases, now)
        return len(cases)

    async def _remind(self, book: Book, cases: list[Case], now: datetime) -> None:
        roster = Roster(await book.staff())
        told = _by_case(await book.told([case.id for case in cases]))
        rounds = {case.id: self._round(case, told[case.id], roster, now) for case in cases}
        claimed = await book.record([one for r in rounds.values() for one in r.records], now)
        await book.tell(
            n for r in rounds.values() for n in r.notices if r.claims[n.key] in claimed
        )
        await book.set_next_reminders({case: r.next_at for case, r in rounds.items()})
        for case in cases:
            if rounds[case.id].silence:
                await self._desk.close_by_silence(book, case)

    def _round(self, case: Case, told: list[Told], roster: Roster, now: datetime) -> "_Round":
        plan = self._city.reminders(case)
        known = {one.rung for one in told if one.version == case.due_version}
        duty = owed(plan, known, now, acknowledged=case.quiet_until)
        passed = {rung.key for rung in duty.passed}
        records = [Told(case.id, key, None, case.due_version) for key in sorted(passed)]
        people = roster.audience(case, duty.to) if duty.rung else set()
        claims = {}
        notices = []
        if duty.rung is not None:
            for person in sorted(people):
                claim = Told(case.id, duty.rung.key, person, case.due_version)
                notice = _notice(case, duty.rung.key, person)
                claims[notice.key] = claim
                notices.append(notice)
        known |= passed | ({duty.rung.key} if duty.rung else set())
        silence = case.state is State.RESOLVED and case.due_at is not None and case.due_at <= now
        return _Round(
            [*records, *claims.values()], notices, claims, next_after(plan, known), silence
        )


@dataclass(frozen=True, slots=True)
class _Round:
    """What one sweep owes to one case."""

    records: list[Told]
    notices: list[Notice]
    claims: Mapping[str, Told]
    next_at: datetime | None
    silence: bool


def _by_case(told: Sequence[Told]) -> Mapping[CaseId, list[Told]]:
    found: dict[CaseId, list[Told]] = defaultdict(list)
    for one in told:
        found[one.case].append(one)
    return found


def _notice(case: Case, rung: str, person: PersonId) -> Notice:
    key = f"reminder:{case.id}:{case.due_version}:{rung}:{person}"
    urgency = Urgency.URGENT if case.report.urgent else Urgency.NORMAL
    return Notice(key, person, "reminder", case.id, urgency, None, {"rung": rung})

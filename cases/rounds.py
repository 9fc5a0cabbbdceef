"""The reminder round: who is owed a reminder now is told once, whatever happens."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.city import City
from cases.closing import Closing
from cases.ladder import Audience, owed
from cases.model import Case, CaseId, Notice, PersonId, State, Urgency
from cases.ports import Book, Clock, Store, Told
from cases.roster import Roster
from cases.timekeeping import Timekeeping

BATCH = 500


class Rounds:
    """Sweeps the cases whose next reminder has come; its cost grows with what is due."""

    def __init__(self, store: Store, city: City, clock: Clock) -> None:
        self._store, self._city, self._clock = store, city, clock
        self._closing = Closing(store, city, clock)
        self._time = Timekeeping(store, city, clock)

    async def sweep(self) -> int:
        """Write the notices of all rungs that are due; returns how many cases were looked at."""
        seen = 0
        while batch := await self._sweep_some():
            seen += batch
            if batch < BATCH:
                break
        return seen

    async def next_due(self) -> datetime | None:
        """When the next case must be looked at; None when none will."""
        async with self._store.reading() as book:
            return await book.next_reminder()

    async def _sweep_some(self) -> int:
        now = self._clock()
        async with self._store.writing() as book:
            cases = await book.due_for_reminder(now, BATCH)
            if cases:
                await self._remind(book, cases, now)
        return len(cases)

    async def _remind(self, book: Book, cases: list[Case], now: datetime) -> None:
        roster = Roster(await book.staff(), await book.groups(), self._city.tree)
        told = _by_case(await book.told([case.id for case in cases]))
        rounds = [self._round(case, told[case.id], roster, now) for case in cases]
        claimed = await book.record([one for r in rounds for one in r.records], now)
        await book.tell(
            notice for r in rounds for claim, notice in r.notices.items() if claim in claimed
        )
        await book.set_next_reminders({r.case.id: r.next_at for r in rounds})
        for case in cases:
            await self._run_out(book, case, now)

    async def _run_out(self, book: Book, case: Case, now: datetime) -> None:
        """What the end of a time brings about by itself: a pause ends, silence closes, a reporter
        who has not said what came of it is asked once more."""
        if case.state is State.CLOSED:
            key = f"ask_again:{case.id}:{case.reopened}"
            morning = self._city.ladder.humane(self._city.calendar, now)
            await book.tell([Notice(key, case.reporter, "ask_again", case.id, not_before=morning)])
        if case.due_at is None or case.due_at > now:
            return
        if case.suspended_at is not None:
            await self._time.resume_by_itself(book, case)
        elif case.state is State.RESOLVED:
            await self._closing.close_by_silence(book, case)

    def _round(self, case: Case, told: Sequence[Told], roster: Roster, now: datetime) -> "_Round":
        plan = self._city.reminders(case, now)
        known = {one.rung for one in told if one.version == case.due_version}
        duty = owed(plan, known, now, quiet_until=case.quiet_until)
        passed = [rung.key for rung in duty.passed]
        notices = {}
        if duty.rung is not None:
            for person, audience in roster.audience(case, duty.to).items():
                claim = Told(case.id, duty.rung.key, person, case.due_version)
                notices[claim] = _notice(case, duty.rung.key, person, audience)
            known.add(duty.rung.key)
        records = [Told(case.id, key, None, case.due_version) for key in passed]
        next_at = self._city.next_look(case, plan, known.union(passed))
        return _Round(case, [*records, *notices], notices, next_at)


@dataclass(frozen=True, slots=True)
class _Round:
    """What one sweep owes to one case."""

    case: Case
    records: list[Told]
    notices: Mapping[Told, Notice]
    next_at: datetime | None


def _by_case(told: Sequence[Told]) -> Mapping[CaseId, list[Told]]:
    found: dict[CaseId, list[Told]] = defaultdict(list)
    for one in told:
        found[one.case].append(one)
    return found


def _notice(case: Case, rung: str, person: PersonId, audience: Audience) -> Notice:
    key = f"reminder:{case.id}:{case.due_version}:{rung}:{person}"
    urgency = Urgency.URGENT if case.report.urgent else Urgency.NORMAL
    facts = {"rung": rung, "as": audience.value}
    return Notice(key, person, "reminder", case.id, urgency, None, facts)

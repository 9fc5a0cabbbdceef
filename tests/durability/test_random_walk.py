"""Actions, legal and not, by fifty people: whatever they do, the books stay true.

SUISHOUPAI_WALK_STEPS=10000 walks further than there is time for in every run.
"""

import os
import random
from collections import Counter, deque
from collections.abc import Awaitable, Callable

from sqlalchemy import event, func, select

from bot.config import Config
from bot.storage.engine import open_database
from bot.storage.tables import cases, notices
from cases.errors import CaseError
from cases.lifecycle import NOTES, TRANSITIONS, Action, allowed
from cases.model import (
    HANDLED,
    OPEN,
    Case,
    CaseId,
    Event,
    Kind,
    Outcome,
    Person,
    PersonId,
    Place,
    Post,
    Report,
    Resolution,
    Role,
    State,
)
from cases.ports import CaseQuery
from cases.step import Ask
from cases.turnover import Turnover
from tests.casework.test_rights import DOES, Town

SEED = int(os.environ.get("SUISHOUPAI_WALK_SEED", "20260302"))
STEPS = {"sqlite": 400, "postgresql": 100}
CHECKS = 5
OFFICES = ("市城市管理局", "市公安局", "市生态环境局")
CATEGORIES = ("street_light", "manhole", "dogs", "noise", "water_body", "illegal_building")
POSTS = [
    *(Post(Role.OFFICIAL, office) for office in OFFICES for _ in range(4)),
    *(Post(Role.SUPERVISOR, office) for office in OFFICES),
    *(Post(Role.INSPECTOR) for _ in range(3)),
    *(Post(Role.ADMIN) for _ in range(2)),
    Post(Role.EDITOR),
]
PEOPLE = [PersonId(100 + number) for number in range(50)]
BOSS = PersonId(99)  # the admin who lets people go, and is never let go
# What must be told of each action, and to whom.
TOLD: dict[str, tuple[tuple[str, str], ...]] = {
    "decline": (("declined", "reporter"),),
    "publish": (("published", "reporter"),),
    "resolve": (("resolved", "reporter"),),
    "verify": (("closed", "owner"), ("closed", "reporter")),
    "reject": (("rework", "owner after"),),
    "reopen": (("rework", "owner after"),),
    "withdraw": (("withdrawn", "owner"),),
    "extend": (("extended", "reporter"), ("extended", "owner")),
    "suspend": (("suspended", "reporter"), ("suspended", "owner")),
    "resume": (("resumed", "reporter"), ("resumed", "owner")),
    "recategorise": (("recategorised", "reporter"), ("recategorised", "owner")),
    "merge": (("merged", "reporter"), ("merged", "owner")),
    "unmerge": (("unmerged", "reporter"), ("unmerged", "owner after")),
    "ask": (("asked", "reporter"),),
    "adopt": (("adopted", "reporter"),),
    "urge": (("urged", "owner"),),
    "assign": (("assigned", "owner after"),),
    "reassign": (("assigned", "owner after"), ("reassigned_away", "owner")),
    "take": (("taken_over", "owner"),),
}
Do = Callable[[Case, Ask], Awaitable[object]]


class Walk:
    """Somebody does something to some case, over and over."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.chance = town, random.Random(seed)
        rest = (town.store, town.city, town.clock)
        self.turnover = Turnover(*rest, lambda _: None)
        self.ids: list[CaseId] = []
        self.known: dict[CaseId, Case] = {}  # as it was seen last; emptied when others may move it
        self.staff = {
            p: Person(p, f"p{p}", posts=(post,)) for p, post in zip(PEOPLE, POSTS, strict=False)
        }
        self.filed, self.proofs = 0, 0
        self.due: set[str] = set()
        self.lately: deque[str] = deque(maxlen=20)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.ways: dict[Action, Do] = {
            Action.ASSIGN: self._give,
            Action.REASSIGN: self._give,
            Action.RESOLVE: self._resolve,
            Action.RETURN: self._return,
            Action.MERGE: self._merge,
            Action.ASSIST: lambda c, a: town.families.assist(c.number, self._office(), a),
            Action.RECATEGORISE: lambda c, a: town.time.recategorise(
                c.number, self.chance.choice(CATEGORIES), a
            ),
            Action.RATE: lambda c, a: town.closing.judge(
                c.id, self.chance.choice([Outcome.SOLVED, Outcome.PARTLY_SOLVED]), a
            ),
        }

    async def settle(self) -> None:
        """The people arrive."""
        async with self.town.store.writing() as book:
            for person in (BOSS, *PEOPLE):
                await book.meet(Person(person, f"p{person}", f"user{person}"))
            await book.appoint(BOSS, Post(Role.ADMIN))
            for person, post in zip(PEOPLE, POSTS, strict=False):
                await book.appoint(person, post)

    async def step(self) -> None:
        """One action, or a round of reminders; time goes on."""
        self.town.later(minutes=self.chance.expovariate(1 / 12))
        dice = self.chance.random()
        if dice < 0.03:
            await self.town.rounds.sweep()
            self.known.clear()
        elif dice < 0.04:
            await self._staff_changes()
        elif dice < 0.16 or not self.ids:
            await self._file()
        else:
            await self._act()

    async def _staff_changes(self) -> None:
        number = self.chance.randrange(len(POSTS))
        person, post = PEOPLE[number], POSTS[number]
        gone = not self.staff[person].posts
        if gone:
            async with self.town.store.writing() as book:
                await book.appoint(person, post)
        if not gone:
            self.lately.append(f"{person} is dismissed")
            await self.turnover.dismiss(f"p{person}", self.town.by(BOSS))
        self.known.clear()
        self.staff[person] = Person(person, f"p{person}", posts=(post,) if gone else ())

    async def _file(self) -> None:
        kinds = [Kind.PROBLEM] * 8 + [Kind.SUGGESTION, Kind.HIGHLIGHT]
        report = Report(
            self.chance.choice(kinds),
            self.chance.choice(CATEGORIES),
            "坏了",
            Place("柳泉路", "张店区"),
            contact=self.chance.choice(["", "13800000000"]),
        )
        try:
            case = await self.town.intake.submit(report, self.town.by(self.chance.choice(PEOPLE)))
        except CaseError as error:
            self.refused[type(error).__name__] += 1
            return
        self.filed += 1
        self.ids.append(case.id)

    async def _act(self) -> None:
        case_id = self.chance.choice(self.ids[-30:])
        case = self.known.get(case_id) or await self.town.case(case_id)
        person = self._somebody(case)
        can = [a for a in allowed(case, person) if a in DOES]
        can += [a for a in can if a not in NOTES] * 2
        action = self.chance.choice(can if can and self.chance.random() < 0.7 else list(DOES))
        self.lately.append(f"{self.town.now} {person.id} {action} {case.number} {case.state}")
        await self._try(case, action, self.town.by(person.id))

    async def _try(self, case: Case, action: Action, ask: Ask) -> None:
        way = self.ways.get(action) or (lambda c, a: DOES[action](self.town, c, a))
        if action is Action.PUBLISH and self.chance.random() < 0.7:
            way = self._publish
        try:
            await way(case, ask)
        except CaseError as error:
            self.refused[type(error).__name__] += 1
            return
        self.done[action] += 1
        if action is Action.ASSIST:
            self.filed += 1
        await self._expect(case, action, ask)

    async def _expect(self, before: Case, action: Action, ask: Ask) -> None:
        if action in (Action.MERGE, Action.UNMERGE):
            self.known.clear()
        after = self.known[before.id] = await self.town.case(before.id)
        people = {"reporter": before.reporter, "owner": before.owner, "owner after": after.owner}
        version, what = before.version + 1, str(action)
        if action is Action.RATE and before.state is State.RESOLVED:
            what = "verify"
        for kind, who in TOLD.get(what, ()):
            person = people[who]
            if kind == "reassigned_away" and person == after.owner:
                continue
            if kind == "unmerged" or person in (None, ask.by):
                continue
            if who == "reporter" and before.parent is not None:
                continue
            self.due.add(f"{kind}:{before.id}:{version}:{person}")

    def _somebody(self, case: Case) -> Person:
        checks = PEOPLE[15:20]  # inspectors and admins
        likely = [case.reporter, case.owner, case.owner, self.chance.choice(checks)]
        chosen = self.chance.choice(likely) if self.chance.random() < 0.75 else None
        person = chosen or self.chance.choice(PEOPLE)
        return self.staff.get(person, Person(person, f"p{person}"))

    def _office(self) -> str:
        return self.chance.choice(OFFICES)

    async def _give(self, case: Case, ask: Ask) -> object:
        to = [self._office(), f"p{self.chance.choice(PEOPLE[:12])}"]
        return await self.town.dispatch.reassign(case.number, self.chance.choice(to), ask)

    async def _resolve(self, case: Case, ask: Ask) -> object:
        self.proofs += 1
        outcome = self.chance.choice([Outcome.SOLVED, Outcome.SOLVED, Outcome.CANNOT_BE_DONE])
        done = Resolution(outcome, (f"{self.proofs:064x}",), outcome)
        return await self.town.closing.resolve(case.id, done, ask)

    async def _return(self, case: Case, ask: Ask) -> object:
        to = self.chance.choice([None, self._office()])
        return await self.town.bouncing.give_back(case.id, "不归我", ask, to)

    async def _merge(self, case: Case, ask: Ask) -> object:
        into = await self.town.case(self.chance.choice(self.ids[-30:]))
        return await self.town.families.merge(case.number, into.number, ask)

    async def _publish(self, case: Case, ask: Ask) -> object:
        await self.town.editing.sign(case.id, ask.by, signed=False)
        return await self.town.editing.publish(case.id, ask)


async def check(walk: Walk) -> None:
    """The invariants."""
    town = walk.town
    async with town.store.reading() as book:
        everything = await book.search(CaseQuery(limit=10**6))
        staff = {person.id: person for person in await book.staff()}
        logs = {case.id: await book.events(case.id) for case in everything}
    async with town.database.reading() as connection:
        rows = (await connection.execute(select(notices))).all()
        counted = select(cases.c.state, func.count()).group_by(cases.c.state)
        states = {row[0]: int(row[1]) for row in await connection.execute(counted)}
    assert len(everything) == walk.filed == sum(states.values())
    assert walk.due <= {row.key for row in rows}, walk.due - {row.key for row in rows}
    by_id = {case.id: case for case in everything}
    given = {
        (row.case, row.recipient)
        for row in rows
        if row.kind in ("assigned", "rework", "reopened_twice")
    }
    for case in everything:
        check_log(case, logs[case.id])
        check_waiting(case, staff)
        took = {(case.id, e.actor) for e in logs[case.id]}
        assert case.owner is None or (case.id, case.owner) in given | took, f"never told: {case}"
    for row in rows:
        if row.kind == "reminder" and row.state == "waiting":
            check_reminder(row.key, row.facts["as"], staff.get(row.recipient), by_id[row.case])
    inspected = await town.audit.inspect()
    assert (inspected.cases, inspected.broken) == (len(everything), ())


def check_log(case: Case, log: list[Event]) -> None:
    """The log, replayed by the table, ends where the case stands."""
    state: State | None = None
    outcome, resolved = None, None
    for entry in log:
        assert entry.before is state, (case, entry)
        row = (
            TRANSITIONS.get((state, Action(entry.action))) if entry.action in set(Action) else None
        )
        if row is not None:
            assert entry.after is row.after or row.after is None, (case, entry)
        elif entry.action != "assist" or state is not None:
            assert entry.after is state, (case, entry)
        state = entry.after
        if entry.action == Action.RESOLVE:
            resolved = Outcome(entry.why)
        elif entry.action == Action.VERIFY:
            outcome = Outcome.SOLVED if entry.actor == case.reporter else resolved
        elif entry.action == Action.RATE:
            outcome = Outcome(entry.why)
        elif entry.action == Action.REOPEN:
            outcome = None
    assert (state, outcome) == (case.state, case.outcome), (case, log)


def check_waiting(case: Case, staff: dict[PersonId, Person]) -> None:
    """An open case has somebody, who still serves, and a timer; one that is over has none."""
    if case.state not in OPEN:
        assert case.due_at is None, case
        return
    assert case.due_at is not None, case
    assert case.next_reminder_at is not None, case
    if case.state in HANDLED:
        assert case.organisation, case
        assert case.owner is None or case.owner in staff, f"its owner has left: {case}"
    if case.state is State.SUBMITTED:
        assert case.owner is None, case


def check_reminder(key: str, to: str, person: Person | None, case: Case) -> None:
    """Whoever waits to be reminded is whose it is now."""
    assert int(key.split(":")[2]) == case.due_version, (key, case)
    if person is None:
        return  # has left meanwhile, and delivery leaves it out
    if to == "owner" and case.state in HANDLED:
        free = case.owner is None and person.has(Role.OFFICIAL, case.organisation)
        assert free or person.id == case.owner, (key, case)


def hurry(connection: object, _: object) -> None:
    """Nothing here outlives the process, so nothing need be flushed to the disk."""
    connection.execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]


async def test_whatever_fifty_people_do_the_books_stay_true(
    config: Config, database_url: str, database_kind: str
) -> None:
    """Replay a failure with SUISHOUPAI_WALK_SEED; the last actions are part of the message."""
    database = open_database(database_url)
    if database.is_sqlite:
        event.listen(database._engine.sync_engine, "connect", hurry)
    walk = Walk(Town(database, config.city), SEED)
    steps = int(os.environ.get("SUISHOUPAI_WALK_STEPS", STEPS[database_kind]))
    try:
        await walk.settle()
        for number in range(1, steps + 1):
            await walk.step()
            if number % (steps // CHECKS) == 0:
                await check(walk)
    except Exception as error:
        last = "\n".join(walk.lately)
        raise AssertionError(f"seed {SEED}, after:\n{last}\n{error!r}") from error
    finally:
        await database.close()
    tried = sum(walk.refused.values()) + sum(walk.done.values())
    assert tried > steps / 2
    assert len(walk.done) > len(DOES) / 2, walk.done
    assert sum(walk.refused.values()) > steps / 10, walk.refused

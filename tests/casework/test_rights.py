"""Every cell of the table of rights, tried on a real case: who may do it does it, everybody else
is refused and nothing has changed."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.storage.tables import notices
from cases.audit import Audit
from cases.citizen_book import Edition
from cases.conduct import Conduct
from cases.editing import Editing
from cases.errors import AdminsOnly, AlreadyTaken, IllegalTransition, NotAllowed
from cases.intake import NEW
from cases.lifecycle import NOTES, TRANSITIONS, Action, Party
from cases.model import (
    Case,
    Event,
    Kind,
    Leave,
    Person,
    PersonId,
    Place,
    Post,
    Report,
    Resolution,
    Role,
    State,
)
from cases.privacy import Privacy
from cases.step import Ask
from tests.casework.conftest import CHEN, GRANNY, LI, OFFICE, OTHER, SUN, WANG, ZHAO, Office

DEPUTY, COLLEAGUE, EDITOR, FORMER, NEIGHBOUR, ELSEWHERE = (PersonId(n) for n in range(21, 27))
TOM = PersonId(7)
# Who somebody is, what the case is to them, and which party of the table that makes them.
CELLS: dict[str, tuple[PersonId, frozenset[Party]]] = {
    "citizen, own": (GRANNY, frozenset({Party.REPORTER})),
    "citizen, other": (TOM, frozenset()),
    "official, own": (WANG, frozenset({Party.OWNER})),
    "official, deputy of the owner": (DEPUTY, frozenset({Party.OWNER})),
    "official, own organisation": (COLLEAGUE, frozenset()),
    "official, same district": (NEIGHBOUR, frozenset()),
    "official, other": (LI, frozenset()),
    "official, former": (FORMER, frozenset()),
    "supervisor, own organisation": (SUN, frozenset({Party.SUPERVISOR})),
    "supervisor, other": (ELSEWHERE, frozenset()),
    "inspector, any": (CHEN, frozenset({Party.INSPECTOR})),
    "editor, highlights": (EDITOR, frozenset({Party.EDITOR})),
    "admin, any": (ZHAO, frozenset({Party.ADMIN})),
}
POSTS = {
    DEPUTY: Post(Role.OFFICIAL, OTHER),
    COLLEAGUE: Post(Role.OFFICIAL, OFFICE),
    EDITOR: Post(Role.EDITOR),
    NEIGHBOUR: Post(Role.OFFICIAL, "张店区综合行政执法局"),
    ELSEWHERE: Post(Role.SUPERVISOR, OTHER),
}
PROOF = iter(f"{number:064x}" for number in range(10**6))


@dataclass
class Town(Office):
    """The office, with all desks and one case."""

    first: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        rest = (self.store, self.city, self.clock)
        self.editing, self.conduct, self.privacy = Editing(*rest), Conduct(*rest), Privacy(*rest)
        self.audit = Audit(self.store, self.clock)


async def merge(town: Town, case: Case, ask: Ask) -> object:
    """Into the case that was there first."""
    return await town.families.merge(case.number, town.first, ask)


Do = Callable[[Town, Case, Ask], Awaitable[object]]
A = Action
DOES: dict[Action, Do] = {
    A.ASSIGN: lambda t, c, ask: t.dispatch.reassign(c.number, f"#{WANG}", ask),
    A.REASSIGN: lambda t, c, ask: t.dispatch.reassign(c.number, f"#{LI}", ask),
    A.DECLINE: lambda t, c, ask: t.dispatch.decline(c.id, "不归我们", ask),
    A.PUBLISH: lambda t, c, ask: t.editing.publish(c.id, ask),
    A.TAKE: lambda t, c, ask: t.desk.take(c.id, ask),
    A.RETURN: lambda t, c, ask: t.bouncing.give_back(c.id, "不归我", ask),
    A.EXTEND: lambda t, c, ask: t.time.extend(c.id, 2, ask),
    A.SUSPEND: lambda t, c, ask: t.time.suspend(c.number, "等材料", ask),
    A.RESUME: lambda t, c, ask: t.time.resume(c.number, ask),
    A.RECATEGORISE: lambda t, c, ask: t.time.recategorise(c.number, "manhole", ask),
    A.RESOLVE: lambda t, c, ask: t.closing.resolve(c.id, Resolution("好", (next(PROOF),)), ask),
    A.VERIFY: lambda t, c, ask: t.closing.verify(c.id, ask),
    A.REJECT: lambda t, c, ask: t.closing.reject(c.id, "没好", ask),
    A.RATE: lambda t, c, ask: t.closing.rate(c.id, 4, ask),
    A.REOPEN: lambda t, c, ask: t.closing.reopen(c.id, ask),
    A.MERGE: merge,
    A.UNMERGE: lambda t, c, ask: t.families.unmerge(c.number, ask),
    A.WITHDRAW: lambda t, c, ask: t.desk.withdraw(c.id, ask),
    A.ASK: lambda t, c, ask: t.asking.ask(c.id, "几号杆?", ask),
    A.ANSWER: lambda t, c, ask: t.asking.answer(c.id, "三号", ask),
    A.ADOPT: lambda t, c, ask: t.editing.adopt(c.id, ask),
    A.ASK_FOR_TIME: lambda t, c, ask: t.time.ask_for_time(c.id, "等配件", ask),
    A.CONTACT: lambda t, c, ask: t.privacy.contact(c.id, ask),
    A.ACKNOWLEDGE: lambda t, c, ask: t.time.acknowledge(c.id, ask),
    A.RULE: lambda t, c, ask: t.dispatch.make_rule(c.id, ask),
    A.ASSIST: lambda t, c, ask: t.families.assist(c.number, OTHER, ask),
    A.ADD: lambda t, c, ask: t.asking.add(c.id, "又坏了", ask),
    A.URGE: lambda t, c, ask: t.desk.urge(c.id, ask),
    A.STRIKE: lambda t, c, ask: t.conduct.strike(c.number, "谎报", ask),
    A.AUDIT: lambda t, c, ask: t.audit.read(c.number, ask),
}
KINDS = {A.PUBLISH: Kind.HIGHLIGHT, A.ADOPT: Kind.SUGGESTION}
PLACE, PHONE = Place("柳泉路", "张店区"), "13800000000"
ROWS = [
    *((before, what, row.after, row.by) for (before, what), row in TRANSITIONS.items() if before),
    *((state, what, state, who) for what, (states, who) in NOTES.items() for state in states),
]


@pytest.fixture
async def town(office: Office) -> Town:
    """With somebody for each cell: the owner is on leave, and has a deputy."""
    town = Town(office.database, office.city)
    async with town.store.writing() as book:
        for name, (person, _) in CELLS.items():
            if person > TOM:
                await book.meet(Person(person, name))
        for member, post in POSTS.items():
            await book.appoint(member, post)
        leave = Leave(WANG, DEPUTY, town.now, town.now + timedelta(days=300))
        await book.go_on_leave(leave)
        gone = Post(Role.OFFICIAL, OFFICE)
        await book.appoint(FORMER, gone)
        await book.dismiss(FORMER, gone)
    town.first = (await reached(town, State.ASSIGNED, A.MERGE)).number
    return town


async def reached(town: Town, state: State, action: Action) -> Case:
    """A case in *state*, Wang's where somebody has it, and ripe for *action*."""
    town.asked += 1
    paused, merged = action is A.RESUME, state is State.MERGED
    report = Report(KINDS.get(action, Kind.PROBLEM), "street_light", "坏了", PLACE, contact=PHONE)
    case = Case(
        NEW,
        f"ZB-20260301-{town.asked:04}",
        report,
        GRANNY,
        state,
        town.now,
        OFFICE,
        owner=None if state is State.SUBMITTED else WANG,
        before_merge=State.ASSIGNED if merged else None,
        version=1,
    )
    case = town.city.promised(case, town.city.handling(case, town.now))
    if paused:
        case = replace(case, suspended_at=town.now, left=timedelta(hours=3))
    async with town.store.writing() as book:
        master = await book.add(replace(case, number=f"{case.number}M")) if merged else None
        case = await book.add(replace(case, master=master.id if master else None))
        case = replace(case, question="几号杆?" if action is A.ANSWER else "")
        await book.save(case)
        before = State.ASSIGNED if merged else None
        event = Event(town.now, ZHAO, A.MERGE if merged else A.SUBMIT, before, state)
        await book.log(case.id, (event, f"reached:{case.id}"))
        if action is A.PUBLISH:
            await book.keep_edition(case.id, Edition("好人好事", signed=False))
        return await book.case(case.id)


async def all_there_is(town: Town, case: Case) -> tuple[Case, list[Event], int]:
    """The case, its log, and how much anybody was told."""
    async with town.store.reading() as book:
        events = await book.events(case.id)
    async with town.database.reading() as connection:
        told = await connection.scalar(select(func.count()).select_from(notices))
    return await town.case(case.id), events, told or 0


@pytest.mark.parametrize("action", DOES, ids=str)
async def test_every_cell(town: Town, action: Action) -> None:
    rows = [row for row in ROWS if row[1] is action]
    assert rows
    for state, _, after, by in rows:
        case = await reached(town, state, action)
        before = await all_there_is(town, case)
        may = [name for name in CELLS if parties_in(name, case) & by]
        for name in CELLS.keys() - may:
            try:
                await DOES[action](town, case, town.by(CELLS[name][0]))
            except (NotAllowed, AdminsOnly, AlreadyTaken):
                continue
            pytest.fail(f"{name} may {action} in {state}")
        assert await all_there_is(town, case) == before
        for name in may:
            ripe = await reached(town, state, action)
            await DOES[action](town, ripe, town.by(CELLS[name][0]))
            assert (await town.case(ripe.id)).state is (after or ripe.before_merge), name


def parties_in(name: str, case: Case) -> frozenset[Party]:
    """What the cell says, as far as this case has an owner and is the editor's business."""
    praise, owned = case.report.kind is Kind.HIGHLIGHT, case.owner is not None
    out = {Party.EDITOR: not praise, Party.OWNER: not owned}
    return frozenset(party for party in CELLS[name][1] if not out.get(party))


def test_every_action_and_every_party_is_tried() -> None:
    assert set(DOES) == set(Action) - {A.SUBMIT, A.SHOW}
    tried = {party for _, present in CELLS.values() for party in present}
    assert tried == set(Party) - {Party.COLLEAGUE, Party.RULE}


async def test_what_nobody_has_taken_is_free_to_the_organisation_and_to_nobody_else(
    town: Town,
) -> None:
    case = await reached(town, State.ASSIGNED, A.TAKE)
    case = await town.dispatch.reassign(case.number, OFFICE, town.by(ZHAO))
    assert case.owner is None
    for person in (GRANNY, TOM, LI, NEIGHBOUR, FORMER, ELSEWHERE, CHEN, EDITOR, ZHAO):
        with pytest.raises(NotAllowed):
            await town.desk.take(case.id, town.by(person))
    assert (await town.desk.take(case.id, town.by(COLLEAGUE))).owner == COLLEAGUE
    with pytest.raises(AlreadyTaken):
        await town.desk.take(case.id, town.by(WANG))


async def test_a_stranger_does_not_even_learn_in_which_state_a_case_is(town: Town) -> None:
    case = await reached(town, State.ASSIGNED, A.VERIFY)
    for person in (TOM, COLLEAGUE, LI, FORMER):
        with pytest.raises(NotAllowed):
            await town.closing.verify(case.id, town.by(person))
    with pytest.raises(IllegalTransition):
        await town.closing.verify(case.id, town.by(CHEN))


async def test_a_role_that_is_withdrawn_counts_no_longer_at_the_next_step(town: Town) -> None:
    resolved = await reached(town, State.RESOLVED, A.VERIFY)
    handled = await reached(town, State.IN_PROGRESS, A.EXTEND)
    posts = {
        CHEN: Post(Role.INSPECTOR),
        SUN: Post(Role.SUPERVISOR, OFFICE),
        ZHAO: Post(Role.ADMIN),
    }
    async with town.store.writing() as book:
        for person, post in posts.items():
            await book.dismiss(person, post)
    with pytest.raises(NotAllowed):
        await town.closing.verify(resolved.id, town.by(CHEN))
    with pytest.raises(NotAllowed):
        await town.time.extend(handled.id, 2, town.by(SUN))
    with pytest.raises(AdminsOnly):
        await town.time.suspend(handled.number, "等", town.by(ZHAO))


async def test_the_same_press_again_changes_nothing_whoever_sends_it(town: Town) -> None:
    case = await reached(town, State.ASSIGNED, A.TAKE)
    ask = town.by(WANG)
    await town.desk.take(case.id, ask)
    before = await all_there_is(town, case)
    await town.desk.take(case.id, ask)
    await town.desk.take(case.id, replace(ask, by=TOM))
    assert await all_there_is(town, case) == before

"""派遣: to whom a case can go, and how it gets there."""

from dataclasses import dataclass, replace

from cases.city import City
from cases.errors import AmbiguousTarget, UnknownTarget
from cases.model import Case, Person, PersonId, Role
from cases.ports import Book, Load
from cases.reckoning import Part
from cases.step import Step


@dataclass(frozen=True, slots=True)
class Target:
    """To whom a case goes: an official, or an organisation until one of its officials takes it."""

    organisation: str | None
    official: Person | None = None


async def hand_over(step: Step, city: City, goal: Target, part: Part | None) -> Case:
    """The case in the hands of *goal*, who is told, as is who had it before; with a new deadline
    if *part* gives one."""
    case = step.case
    name = goal.official.name if goal.official else goal.organisation or ""
    step.why = step.why or name
    if goal.official is not None:
        step.tell("assigned", goal.official.id)
    else:
        step.tell("offered", *await offered_to(step.book, goal.organisation))
    if case.owner is not None and (goal.official is None or case.owner != goal.official.id):
        step.tell("reassigned_away", case.owner, to=name)
    moved = replace(case, organisation=goal.organisation, rule="")
    moved = replace(moved, owner=goal.official.id if goal.official else None)
    return moved if part is None else city.promised(moved, part)


async def has_group(book: Book, organisation: str | None) -> bool:
    """Whether there is a group chat in which a case can be offered."""
    return any(group.organisation == organisation for group in await book.groups())


async def choose_owner(book: Book, organisation: str | None) -> Person | None:
    """The official there with the fewest open cases; among equals, the longest without one."""
    if organisation is None:
        return None
    staff = await book.staff(Role.OFFICIAL, organisation)
    able = [p for p in staff if not p.blocked and p.deputy is None]
    if len(able) == 1:
        return able[0]
    loads = await book.load([person.id for person in able])

    def busyness(person: Person) -> tuple[int, float]:
        load = loads.get(person.id, Load())
        return load.open_cases, load.last_given.timestamp() if load.last_given else 0.0

    return min(able, key=busyness, default=None)


async def with_owner(book: Book, case: Case) -> Case:
    """A case that comes back to its owner; where they serve no longer, to whoever of the
    organisation has the least to do."""
    owner = await book.person(case.owner) if case.owner is not None else None
    if owner is not None and owner.posts:
        return case
    chosen = await choose_owner(book, case.organisation)
    return replace(case, owner=chosen.id if chosen else None)


async def offered_to(book: Book, organisation: str | None) -> list[PersonId]:
    """Where a case is offered that no official has taken: in the group of the organisation, or,
    where it has none, to each of its officials."""
    groups = [g.chat for g in await book.groups() if g.organisation == organisation]
    return groups or [person.id for person in await book.staff(Role.OFFICIAL, organisation)]


async def supervisors(book: Book, city: City, organisation: str | None) -> list[Person]:
    """Who supervises the organisation, or else the nearest one above it, and can be reached."""
    for name in city.tree.line(organisation or ""):
        able = [p for p in await book.staff(Role.SUPERVISOR, name) if not p.blocked]
        if able:
            return able
    return []


async def find_target(book: Book, city: City, target: str) -> Target:
    """Who or what *target* names (``#ID`` is an official's id, as buttons say it); raises
    UnknownTarget and AmbiguousTarget."""
    if target in city.organisations:
        return Target(target)
    staff = await book.staff(Role.OFFICIAL)
    if target.startswith("#"):
        chosen = [person for person in staff if str(person.id) == target[1:]]
        return Target(_office(chosen[0]), chosen[0]) if chosen else _unknown(target)
    wanted = target.removeprefix("@").casefold()
    found = [p for p in staff if (p.username or "").casefold() == wanted]
    if not found and not target.startswith("@"):
        found = [person for person in staff if person.name.casefold() == wanted]
    if not found:
        raise UnknownTarget(target)
    if len(found) > 1:
        raise AmbiguousTarget(target, tuple(_told_apart(person) for person in found))
    return Target(_office(found[0]), found[0])


def _unknown(target: str) -> Target:
    raise UnknownTarget(target)


def _office(person: Person) -> str | None:
    return next((post.organisation for post in person.posts if post.role is Role.OFFICIAL), None)


def _told_apart(person: Person) -> str:
    handle = f"@{person.username}" if person.username else str(person.id)
    return f"{person.name} {handle} ({_office(person) or '-'})"

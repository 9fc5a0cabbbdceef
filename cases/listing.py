"""责任清单: what an organisation, a district, a category or a source has to answer for."""

from dataclasses import dataclass, replace

from cases.errors import NotAllowed, StaffOnly
from cases.model import Case, Person, PersonId, Role, State
from cases.ports import Book, CaseQuery, Clock, Order, Progress, Store
from cases.tree import Tree

EVERYTHING = (Role.ADMIN, Role.INSPECTOR)
LISTED = tuple(set(State) - {State.DECLINED, State.MERGED, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of the list, and how far the whole of it is."""

    cases: list[Case]
    progress: Progress


class Listing:
    """What the staff may look through."""

    def __init__(self, store: Store, tree: Tree, clock: Clock) -> None:
        self._store, self._tree, self._clock = store, tree, clock

    async def page(self, wish: CaseQuery, by: PersonId) -> Listed:
        """A page of what *wish* narrows to, worst first, as far as *by* may see it; raises
        StaffOnly, and NotAllowed for an organisation that is not theirs."""
        async with self._store.reading() as book:
            query = await self.query(book, replace(wish, states=LISTED, order=Order.WORST), by)
            return Listed(await book.search(query), await book.progress(query, self._clock()))

    async def query(self, book: Book, wish: CaseQuery, by: PersonId) -> CaseQuery:
        """*wish* narrowed to what *by* may see; raises StaffOnly and NotAllowed."""
        person = await book.person(by)
        if person is None:
            raise StaffOnly
        return narrowed(wish, person, self._tree)


def narrowed(wish: CaseQuery, person: Person, tree: Tree) -> CaseQuery:
    """*wish* narrowed to what *person* may see; raises StaffOnly and NotAllowed."""
    seen = sight(person, tree)
    if seen is not None and wish.organisation not in (None, *seen):
        raise NotAllowed(wish.organisation or "", action="list")
    return replace(wish, organisations=seen)


def sight(person: Person, tree: Tree) -> tuple[str, ...] | None:
    """The organisations whose cases *person* may look through: their own and what stands under
    it; None is all of them. Raises StaffOnly for whoever serves in none."""
    if any(person.has(role) for role in EVERYTHING):
        return None
    own = [post.organisation for post in person.posts if post.organisation]
    if not own:
        raise StaffOnly
    return tuple(dict.fromkeys(one for above in own for one in (above, *tree.below(above))))


def may_look(case: Case, person: Person, tree: Tree) -> bool:
    """Whether *case* would stand on a list of *person*."""
    try:
        seen = sight(person, tree)
    except StaffOnly:
        return False
    return seen is None or case.organisation in seen

"""Whom a name means among the staff."""

from cases.errors import AmbiguousTarget, UnknownPerson
from cases.model import Person
from cases.ports import Book


async def staff_named(book: Book, name: str) -> Person:
    """The member of the staff of that @username or name; raises UnknownPerson, AmbiguousTarget."""
    staff = await book.staff()
    wanted = name.removeprefix("@").casefold()
    found = [p for p in staff if (p.username or "").casefold() == wanted]
    if not found and not name.startswith("@"):
        found = [p for p in staff if p.name.casefold() == wanted]
    if not found:
        raise UnknownPerson(name)
    if len(found) > 1:
        raise AmbiguousTarget(name, tuple(f"{p.name} @{p.username or p.id}" for p in found))
    return found[0]

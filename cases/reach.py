"""Who can no longer be reached: whoever answers for them is told, once."""

from datetime import date

from cases.model import Notice, Person, Role
from cases.ports import Book


async def tell_unreachable(book: Book, person: Person, today: date) -> None:
    """Have the supervisors of *person*, or else the admins, know that no notice arrives any
    more, and how many open cases that concerns. Of a citizen nobody is told."""
    if not person.posts:
        return
    load = (await book.load([person.id])).get(person.id)
    count = str(load.open_cases if load else 0)
    await book.tell(
        Notice(
            f"unreachable:{person.id}:{today.isoformat()}:{above.id}",
            above.id,
            "unreachable",
            facts={"name": person.name, "count": count},
        )
        for above in await _above(book, person)
    )


async def _above(book: Book, person: Person) -> list[Person]:
    """The supervisors of the person's organisations, or else the admins."""
    offices = {post.organisation for post in person.posts if post.organisation}
    found = {
        one.id: one for office in offices for one in await book.staff(Role.SUPERVISOR, office)
    }
    reachable = [one for one in found.values() if _is_other(one, person)]
    return reachable or [o for o in await book.staff(Role.ADMIN) if _is_other(o, person)]


def _is_other(one: Person, person: Person) -> bool:
    return one.id != person.id and not one.blocked

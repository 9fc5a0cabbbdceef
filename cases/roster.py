"""Who is there at one moment, and whom a reminder of a case reaches."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from cases.ladder import Audience
from cases.model import Case, Group, Kind, Person, PersonId, Role, State
from cases.tree import Tree


class Roster:
    """The staff and the group chats as they stand at one moment."""

    def __init__(self, staff: Sequence[Person], groups: Sequence[Group], tree: Tree) -> None:
        self._people = {person.id: person for person in staff}
        self._tree = tree
        self._groups = {group.organisation: group.chat for group in groups}

    def audience(self, case: Case, to: Iterable[Audience]) -> Mapping[PersonId, Audience]:
        """The people whom a rung of *case* addresses, each with the reason; the admins where
        there is nobody else."""
        found: dict[PersonId, Audience] = {}
        for audience in to:
            for person in self._addressed(case, audience):
                found.setdefault(person, audience)
        return found or dict.fromkeys(self.of(Role.ADMIN), Audience.ADMINS)

    def of(self, role: Role, organisation: str | None = None) -> list[PersonId]:
        """Who acts as *role*: its holders, or who stands in for them, as far as they can be
        reached."""
        acting = (self.acting_for(p) for p in self._held.get((role, organisation), ()))
        return list(dict.fromkeys(person for person in acting if person is not None))

    def acting_for(self, person: PersonId) -> PersonId | None:
        """*person*, or the deputy while they are on leave; None where nobody can be reached."""
        seen: set[PersonId] = set()
        while person not in seen:
            seen.add(person)
            found = self._people.get(person)
            if found is None or (found.deputy is None and found.blocked):
                return None
            if found.deputy is None:
                return person
            person = found.deputy
        return None

    @cached_property
    def _held(self) -> Mapping[tuple[Role, str | None], list[PersonId]]:
        """Holders by role, and by role and organisation."""
        held: dict[tuple[Role, str | None], list[PersonId]] = defaultdict(list)
        for person in self._people.values():
            for post in person.posts:
                for key in {(post.role, None), (post.role, post.organisation)}:
                    held[key].append(person.id)
        return held

    def _addressed(self, case: Case, audience: Audience) -> list[PersonId]:
        if audience is Audience.OWNER:
            return self._handlers(case)
        if audience is Audience.DEPUTY:
            acting = self.acting_for(case.owner) if case.owner is not None else None
            return [acting] if acting is not None and acting != case.owner else []
        if audience is Audience.GROUP:
            group = self._groups.get(case.organisation or "")
            return [] if group is None or case.state is State.SUBMITTED else [group]
        if audience is Audience.SUPERVISOR and case.state is not State.SUBMITTED:
            return self._above(case)
        return self.of(Role.ADMIN) if audience is Audience.ADMINS else []

    def _above(self, case: Case) -> list[PersonId]:
        """The supervisors of the organisation, or of the nearest one above it that has any; an
        escalation that finds none goes to the admins."""
        for organisation in self._tree.line(case.organisation or ""):
            found = self.of(Role.SUPERVISOR, organisation)
            if found:
                return found
        return self.of(Role.ADMIN)

    def _handlers(self, case: Case) -> list[PersonId]:
        """Whose move it is: the desk's, the verifier's, the owner's, or any official's."""
        if case.state is State.SUBMITTED:
            highlight = case.report.kind is Kind.HIGHLIGHT
            return (self.of(Role.EDITOR) if highlight else []) or self.of(Role.ADMIN)
        if case.state is State.RESOLVED:
            able = [p for p in self.of(Role.INSPECTOR) if p != case.owner]
            return [able[case.id % len(able)]] if able else []
        if case.owner is None:
            group = self._groups.get(case.organisation or "")
            return self.of(Role.OFFICIAL, case.organisation) if group is None else [group]
        acting = self.acting_for(case.owner)
        return self._above(case) if acting is None else [acting]

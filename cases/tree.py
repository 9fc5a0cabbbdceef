"""Which organisation stands under which: who supervises the one may step in for the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Tree:
    """*under* maps an organisation to the one above it; those at the top are not in it."""

    under: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def line(self, organisation: str) -> Iterator[str]:
        """The organisation itself, then whatever stands above it, up to the top.

        Raises ValueError where the line leads back into itself.
        """
        seen = {organisation}
        yield organisation
        while (above := self.under.get(organisation)) is not None:
            if above in seen:
                raise ValueError(f"{above} stands above itself")
            seen.add(above)
            organisation = above
            yield organisation

    def below(self, organisation: str) -> tuple[str, ...]:
        """Everything that stands under *organisation*, at whatever depth."""
        return tuple(one for one in self.under if organisation in list(self.line(one))[1:])

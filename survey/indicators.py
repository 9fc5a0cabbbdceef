"""The system of indicators: what is looked at, at which kinds of points, and what it weighs."""

import hashlib
import json
from dataclasses import asdict, dataclass
from decimal import Decimal

CENT = Decimal("0.01")
FULL = Decimal(100)  # what all indicators weigh together, and the best score of a point


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to look at, at points of *kinds*. With nothing found it earns its *weight*
    (points, to the hundredth). A graded item earns *partial* with one finding and nothing with
    more; another loses its *deduction* per finding, down to nothing. *organisation* leads;
    a failed item becomes a case of *category*."""

    code: str
    text: str
    kinds: tuple[str, ...]
    weight: Decimal
    partial: Decimal | None
    deduction: Decimal | None
    organisation: str
    category: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """A group of items, whose weights sum to its own."""

    code: str
    name: str
    weight: Decimal
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class System:
    """All kinds of points and all indicators, whose weights sum to FULL."""

    kinds: tuple[str, ...]
    indicators: tuple[Indicator, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """All items, in their order."""
        return tuple(item for indicator in self.indicators for item in indicator.items)

    def items_at(self, kind: str) -> tuple[Item, ...]:
        """What is looked at, at a point of *kind*."""
        return tuple(item for item in self.items if kind in item.kinds)

    def digest(self) -> str:
        """The same for systems that say the same, and for no others."""
        said = json.dumps(asdict(self), default=str, ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()

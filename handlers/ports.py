"""What the conversations need from the process around them, besides casework."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from cases.figures import Spot
from cases.model import CaseId, PersonId
from cases.ports import CaseQuery


@dataclass(frozen=True, slots=True)
class Card:
    """The one live message in which a person sees a case; *captioned* if it is a photo."""

    case: CaseId
    person: PersonId
    message_id: int
    captioned: bool = False


class CardBook(Protocol):
    """Remembers which message is whose live card."""

    async def card(self, case: CaseId, person: PersonId) -> Card | None: ...

    async def put(self, card: Card) -> None:
        """Make *card* the live one."""


class NotAnImage(Exception):
    """The bytes are no picture that can be read."""


class ImageTooLarge(Exception):
    """The picture has more bytes or pixels than are taken."""


class NoRoom(Exception):
    """Photos cannot be stored at the moment."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A stored photo: its content hash, and the point where its file says it was taken."""

    sha256: str
    point: tuple[float, float] | None = None


class PictureBox(Protocol):
    """Keeps photos, without anything but the picture."""

    async def add(self, data: bytes) -> Picture:
        """Check and store; raises NotAnImage, ImageTooLarge, NoRoom."""

    async def read(self, sha256: str) -> bytes: ...

    async def beside(self, before: str, after: str) -> str:
        """Both pictures as one, before on the left; its hash."""

    async def file_id(self, sha256: str) -> str | None:
        """Telegram's id for our stored copy, once it has been sent."""

    async def remember(self, sha256: str, file_id: str) -> None: ...


class Atlas(Protocol):
    """Knows the districts of the city."""

    def district_of(self, latitude: float, longitude: float) -> str | None:
        """The district at that point; None outside the city."""

    def map_link(self, latitude: float, longitude: float) -> str: ...


@dataclass(frozen=True, slots=True)
class Reading:
    """What the words of a report say."""

    kind: str
    categories: Sequence[str]
    why: tuple[str, ...]
    abstain: bool
    urgent: bool
    address: str
    district: str | None
    confidence: float = 0.0
    road: str = ""
    rude: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One training: from how many examples, and how right the model before it and it itself
    were (0 to 1) on what neither had seen. Number 0 is what the program ships."""

    number: int
    made_at: datetime
    examples: int
    before: float
    after: float
    better: bool
    active: bool


class Shelf(Protocol):
    """The models that were learned."""

    async def versions(self, limit: int) -> list[Version]:
        """The newest first, without the one that the program ships."""

    async def use(self, version: int) -> bool:
        """Tag by that version from now on, also after a restart; False where there is none
        that can be read."""


class BadTable(Exception):
    """A file that is no table; the message is the reason: unreadable, too_large, empty,
    too_many_rows."""


class TableFiles(Protocol):
    """Reads and makes tables."""

    def read(self, data: bytes, name: str, most: int) -> list[list[str]]:
        """At most *most* rows below the heading, as text; raises BadTable."""

    def title(self, data: bytes, name: str) -> str:
        """What the sheet that was read is called; nothing where it has no name."""

    def template(self, headings: Sequence[str], choices: Sequence[Sequence[str]]) -> bytes:
        """A workbook with those headings, and what may be chosen below each."""


FORMATS = ("xlsx", "csv", "json")
Reached = Callable[[int, int], Awaitable[None]]


class Exports(Protocol):
    """Writes cases into files."""

    async def write_for(self, by: PersonId, wish: CaseQuery, path: Path, reached: Reached) -> int:
        """Write what *wish* finds and *by* may see, in the format of the path's ending; how many
        cases. *reached* hears how many of how many are done. Raises StaffOnly."""


class Reader(Protocol):
    """Reads what people write."""

    def read(self, text: str) -> Reading:
        """Kind, likeliest categories first (none where there are no words to go by), the place
        that is named, for any text; a district counts as named even where no place is."""

    def mask(self, text: str) -> str:
        """*text* without phone numbers, ID numbers, plates and rooms."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A notice that was given up: to whom, about which case, when and why."""

    id: int
    name: str
    number: str
    at: datetime
    why: str


class DeadLetters(Protocol):
    """What could not be delivered."""

    async def page(self, offset: int, limit: int) -> tuple[Sequence[DeadLetter], int]:
        """The newest first, and how many there are in all."""

    async def requeue(self, letter: int) -> bool:
        """Have it sent again; False where it is not among the dead any more."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The words of a picture: its title, what it is about, and a note at its foot."""

    title: str
    below: str
    note: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: as long as *count*, with something *said* beside it."""

    name: str
    count: int
    said: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A piece of time in a picture, and what was counted in it."""

    label: str
    received: int
    closed: int


class Pictures(Protocol):
    """Draws the figures; every picture is a PNG."""

    async def trend(
        self, heading: Heading, names: tuple[str, str], moments: Sequence[Moment]
    ) -> bytes:
        """Received and closed over time; *names* say which is which."""

    async def bars(self, heading: Heading, rows: Sequence[Bar]) -> bytes:
        """Counts beside one another."""

    async def city_map(
        self, heading: Heading, counts: Mapping[str, int], spots: Sequence[Spot]
    ) -> bytes:
        """Districts by their counts, and the hot spots."""


Cell = str | int | Decimal  # as many decimals as it has are shown


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; its cells are text or numbers, never formulas."""

    name: str
    heading: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Words (markup of messages, a line each), and tables below them."""

    lines: Sequence[str]
    tables: Sequence[Sheet] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed on A4: chapters, each on a page of its own, pictures (PNG), and a table."""

    title: str
    chapters: Sequence[Chapter]
    pictures: Sequence[bytes]
    table: Sheet


class Papers(Protocol):
    """Makes files of figures and words, beside the event loop."""

    async def paper(self, paper: Paper) -> bytes:
        """A PDF whose text can be selected and searched."""

    async def workbook(self, sheets: Sequence[Sheet]) -> bytes:
        """An .xlsx."""

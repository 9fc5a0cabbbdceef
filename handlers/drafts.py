"""What a person has said so far, put in order: the words, the place, and what they name."""

from dataclasses import replace

from telegram import Update

from cases.model import Kind, Place, Report
from cases.ports import Clock
from handlers.cleaning import clean, one_line, shorten
from handlers.context import id_of, session
from handlers.ports import Atlas, Reader, Reading
from handlers.session import Draft

TEXT_LIMIT = 2000
ADDRESS_LIMIT = 200
FEW = 4  # so many characters beside an address do not make it a description


class Drafts:
    """Fills drafts."""

    def __init__(self, reader: Reader, atlas: Atlas, clock: Clock) -> None:
        self._reader, self._atlas, self._clock = reader, atlas, clock

    def current(self, update: Update) -> Draft:
        """The draft to which something is being added, or a new one."""
        here = session()
        now = self._clock().isoformat()
        if here.draft is None:
            here.draft = Draft(id_of(update), now)
        here.draft.touched, here.draft.offered = now, None
        return here.draft

    def read(self, draft: Draft) -> Reading:
        """What its words say."""
        return self._reader.read(draft.text)

    def say(self, draft: Draft, text: str | None) -> None:
        """Add words; the reading of all of them decides what the person has not chosen."""
        text = shorten(clean(text or ""), TEXT_LIMIT)
        if not text:
            return
        draft.text = shorten(f"{draft.text}\n{text}".strip(), TEXT_LIMIT)
        reading = self.read(draft)
        draft.kind = draft.kind or reading.kind
        draft.urgent = draft.urgent or reading.urgent
        if not draft.chosen:
            draft.category = "" if reading.abstain else next(iter(reading.categories), "")
        if draft.place is None and reading.address:
            draft.place = Place(reading.address, reading.district)

    def is_address(self, draft: Draft, text: str) -> bool:
        """Whether *text* says where it is rather than what it is."""
        if draft.correcting_place:
            return True
        if draft.place is not None:
            return False
        if draft.text:
            return True
        reading = self._reader.read(text)
        beside = len(text) - len(reading.address)
        return bool(reading.address) and reading.abstain and beside <= FEW

    def address(self, draft: Draft, text: str) -> None:
        """A typed address; where the words name no district, none is made up."""
        reading = self._reader.read(text)
        draft.place = Place(shorten(one_line(text), ADDRESS_LIMIT), reading.district)
        draft.correcting_place = False

    def pin(self, draft: Draft, latitude: float, longitude: float) -> bool:
        """Put the point down if it is in the city; an address in words that is there is kept."""
        district = self._atlas.district_of(latitude, longitude)
        if district is None:
            return False
        address = "" if draft.place is None or draft.correcting_place else draft.place.address
        draft.place = Place(address, district, latitude, longitude)
        draft.correcting_place = False
        return True

    def disputed(self, draft: Draft) -> str | None:
        """The district that the words name where the point lies in another, and nobody has said
        yet which of the two is right."""
        place = draft.place
        if place is None or place.latitude is None:
            return None
        named = self._reader.read(place.address).district or self.read(draft).district
        return None if named in (None, place.district, draft.overruled) else named

    def trust_point(self, draft: Draft) -> None:
        """The point is right, whatever the words say; an address that says otherwise goes."""
        place, named = draft.place, self.disputed(draft)
        draft.overruled = named or draft.overruled
        if place is not None and named and self._reader.read(place.address).district == named:
            draft.place = replace(place, address="")

    def trust_words(self, draft: Draft) -> None:
        """The words are right: the point goes, and with it the place if the words name none."""
        named, reading = self.disputed(draft), self.read(draft)
        typed = draft.place.address if draft.place else ""
        if named and self._reader.read(typed).district == named:
            draft.place = Place(typed, named)
        else:
            draft.place = Place(reading.address, named) if named and reading.address else None

    def road(self, draft: Draft) -> str:
        """The road that the address, or else the words, name."""
        typed = draft.place.address if draft.place else ""
        return self._reader.read(typed).road or self.read(draft).road

    def guess(self, draft: Draft) -> str | None:
        """The category that the reporter changed, empty where they had been asked for it; None
        where they left it as it was read."""
        if not draft.chosen:
            return None
        reading = self.read(draft)
        guess = "" if reading.abstain else next(iter(reading.categories), "")
        return None if guess == draft.category else guess

    def report(self, draft: Draft) -> Report:
        """The draft as what will be filed."""
        reading = self.read(draft)
        return Report(
            kind=Kind(draft.kind),
            category=draft.category,
            text=draft.text,
            place=draft.place or Place(),
            photos=tuple(draft.photos),
            anonymous=draft.anonymous,
            urgent=draft.urgent,
            why=() if draft.chosen else reading.why,
            flagged=reading.rude,
            contact="" if draft.anonymous else draft.contact,
        )


def named(draft: Draft, address: str) -> None:
    """Give the point that was just put down the name that came with it."""
    if draft.place is not None:
        draft.place = replace(draft.place, address=shorten(one_line(address), ADDRESS_LIMIT))

"""Where something is, in one line."""

from cases.model import Place
from handlers.texts import Words


def place_text(place: Place | None, words: Words) -> str:
    """The district and the address, the district only once."""
    if place is None:
        return ""
    address, district = place.address or words.plain("card.pin"), place.district or ""
    return address if district in address else f"{district} {address}"

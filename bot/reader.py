"""Reads what people write: tags and place, in the terms of the conversations."""

from cases.city import City
from handlers.ports import Reading
from nlp import masking, places, tokens
from nlp.tagger import CategoryWords, Tagger, Tags


class TextReader:
    """The tagger and the place finder behind the port of the conversations."""

    def __init__(self, city: City, districts: tuple[str, ...]) -> None:
        self._districts = districts
        self.tagger = Tagger(
            [
                CategoryWords(c.code, c.domain, c.name, c.points_at)
                for c in city.categories.values()
            ]
        )

    def warm_up(self) -> None:
        """Load what is slow to load."""
        tokens.warm_up()

    def read(self, text: str) -> Reading:
        """Kind, categories and place of *text*."""
        tags = self.tagger.classify(text)
        place = places.find_place(text, self._districts)
        return Reading(
            kind=tags.kind,
            categories=[ranked.category for ranked in tags.ranked] if _speaks(text) else [],
            why=tags.why,
            abstain=tags.abstain,
            urgent=tags.urgent,
            address=place.address if place else "",
            district=(place.district if place else None) or self._district(text),
            road=(place.road or "") if place else "",
        )

    def _district(self, text: str) -> str | None:
        """A district that is named without a place in it."""
        return next((name for name in self._districts if name in text), None)

    def mask(self, text: str) -> str:
        """*text* without personal data."""
        return masking.mask(text)

    def described(self, text: str) -> dict[str, object]:
        """One line of ``classify --json``."""
        tags = self.tagger.classify(text)
        place = places.find_place(text, self._districts)
        return {
            **_answer(tags),
            "place": None
            if place is None
            else {
                "district": place.district,
                "street": None,
                "road": place.road,
                "detail": place.detail,
            },
        }


def _speaks(text: str) -> bool:
    """Whether there are any words in it."""
    return any(char.isalpha() for char in text)


def _answer(tags: Tags) -> dict[str, object]:
    best = None if tags.domain is None else tags.ranked[0].category
    return {
        "kind": tags.kind,
        "domain": tags.domain,
        "category": best,
        "confidence": round(tags.confidence, 4),
        "abstain": tags.abstain,
        "top": [
            {"category": ranked.category, "score": round(ranked.score, 4)}
            for ranked in tags.ranked[:3]
        ],
        "why": list(tags.why),
        "urgent": tags.urgent,
    }

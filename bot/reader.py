"""Reads what people write: tags and place, in the terms of the conversations."""

from collections.abc import Iterable, Iterator
from itertools import tee

from bot.config import Config
from cases.city import City
from handlers.ports import Reading
from nlp import danger, masking, normal, rude, tokens
from nlp.gazetteer import gazetteer
from nlp.linear import Model
from nlp.places import Gazetteer, PlaceNamed
from nlp.tagger import CategoryWords, Tagger, Tags

KINDS = {"problem": "问题", "suggestion": "意见建议", "highlight": "突出亮点"}
TOP = 3


class TextReader:
    """The tagger and the place finder behind the port of the conversations."""

    def __init__(self, city: City, places: Gazetteer, model: Model | None = None) -> None:
        """With *model*, or the one that comes with the program."""
        self._places = places
        self._words = [
            CategoryWords(c.code, c.domain, c.name, c.points_at) for c in city.categories.values()
        ]
        self.tagger = Tagger(self._words, model)

    @classmethod
    def of(cls, config: Config, model: Model | None = None) -> "TextReader":
        """For the city that *config* describes."""
        places = gazetteer(config.division_code, config.districts, config.towns)
        return cls(config.city, places, model)

    def use(self, model: Model) -> None:
        """Tag by *model* from now on."""
        self.tagger = Tagger(self._words, model)

    def warm_up(self) -> None:
        """Load what is slow to load."""
        tokens.warm_up()
        normal.warm_up()
        danger.is_danger("")
        rude.is_rude("")
        self.tagger.classify("路灯坏了")

    def read(self, text: str) -> Reading:
        """Kind, categories and place of *text*."""
        tags = self.tagger.classify(text)
        place = self._places.find(text)
        return Reading(
            kind=tags.kind,
            categories=[ranked.category for ranked in tags.ranked],
            why=tags.why,
            abstain=tags.abstain,
            urgent=tags.urgent,
            address=place.address if place else "",
            district=(place.district if place else None) or self._places.district(text),
            confidence=tags.confidence,
            road=(place.road or "") if place else "",
            rude=rude.is_rude(text),
        )

    def road(self, address: str) -> str:
        """The road that an address names; empty where it names none."""
        place = self._places.find(address)
        return (place.road or "") if place else ""

    def mask(self, text: str) -> str:
        """*text* without personal data."""
        return masking.mask(text)

    def described(self, text: str) -> dict[str, object]:
        """One line of ``classify --json``."""
        return _answer(self.tagger.classify(text), self._places.find(text))

    def described_all(self, texts: Iterable[str]) -> Iterator[dict[str, object]]:
        """The same for many, in order."""
        mine, theirs = tee(texts)
        for tags, text in zip(self.tagger.classify_all(theirs), mine, strict=True):
            yield _answer(tags, self._places.find(text))


def _answer(tags: Tags, place: PlaceNamed | None) -> dict[str, object]:
    return {
        "kind": KINDS[tags.kind],
        "domain": tags.domain,
        "category": tags.ranked[0].category if tags.ranked else None,
        "confidence": round(tags.confidence, 4),
        "abstain": tags.abstain,
        "top": [{"category": code, "score": round(score, 4)} for code, score in tags.ranked[:TOP]],
        "why": list(tags.why),
        "urgent": tags.urgent,
        "place": None if place is None else _place(place),
    }


def _place(place: PlaceNamed) -> dict[str, str | None]:
    return {
        "district": place.district,
        "street": place.street,
        "road": place.road,
        "detail": place.detail,
    }

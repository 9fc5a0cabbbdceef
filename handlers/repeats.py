"""What is said of a spot where the same came back."""

from cases.city import City
from cases.records import Return
from cases.repeats import Told
from handlers.texts import Words


class RepeatWords:
    """Words the root-cause case. What citizens wrote is not repeated in it."""

    def __init__(self, city: City, words: Words) -> None:
        self._city, self._words = city, words

    def __call__(self, one: Return, above: str | None) -> Told:
        """Of one return; *above* is the organisation that is to find the cause."""
        plain, report = self._words.plain, one.first.report
        text = plain(
            "repeat.text",
            name=self._city.categories[report.category].name,
            place=report.place.address or report.place.district or self._city.name,
            first=one.first.number,
            closed=self._words.moment(one.closed_at),
            again=one.again.number,
            filed=self._words.moment(one.again.submitted_at),
        )
        if above is not None:
            return Told(text, plain("repeat.why", organisation=above))
        return Told(text, plain("repeat.nobody_above", organisation=one.first.organisation or ""))

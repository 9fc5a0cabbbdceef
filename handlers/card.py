"""How a case looks in a chat: its text and, drawn from the lifecycle table, its buttons."""

from dataclasses import dataclass, replace
from datetime import timedelta

from cases.city import City
from cases.lifecycle import Party, parties
from cases.model import CITY, GONE, HANDLED, Case, Person
from cases.ports import Clock
from cases.records import Plan
from handlers.card_keys import buttons
from handlers.cleaning import one_line, shorten
from handlers.place_words import place_text
from handlers.ports import Atlas, Reader
from handlers.sending import Outgoing
from handlers.texts import Catalogue, Html, Words

TEXT_SHOWN = 300

_HANDLERS = {Party.OWNER, Party.COLLEAGUE, Party.SUPERVISOR, Party.ADMIN}


@dataclass(frozen=True, slots=True)
class Names:
    """What a card shows beside the case's own facts: names, what followers added, plans, and
    whether its reader may appeal against what an inspector found."""

    owner: str = ""
    reporter: str = ""
    additions: tuple[str, ...] = ()
    plans: tuple[Plan, ...] = ()
    contestable: bool = False


class CardMaker:
    """Draws cards, each for the person who reads it."""

    def __init__(
        self, city: City, catalogue: Catalogue, reader: Reader, atlas: Atlas, clock: Clock
    ) -> None:
        self._city, self._catalogue, self._clock = city, catalogue, clock
        self._reader, self._atlas = reader, atlas

    def draw(
        self, case: Case, person: Person, names: Names, headline: Html | None = None
    ) -> Outgoing:
        """The card of *case* as *person* may see it, with a photo if there is one to show."""
        words = self._catalogue[person.language]
        shown = self.readable(case, person)
        lines = [headline, *self._lines(shown, person, names, words)]
        text = Html("\n".join(line for line in lines if line))
        return Outgoing(
            text,
            buttons(case, person, words, contestable=names.contestable),
            _cover(case),
            case.id,
        )

    def readable(self, case: Case, person: Person) -> Case:
        """The case as *person* may read it: personal data is only for those who handle it and
        whose it is. Whoever checks the work still needs the whole address."""
        if handles(case, person) or person.id == case.reporter:
            return case
        mask, report, done = self._reader.mask, case.report, case.resolution
        report = replace(report, text=mask(report.text))
        if not parties(case, person):
            place = replace(report.place, address=mask(report.place.address))
            report = replace(report, place=place)
            done = replace(done, text=mask(done.text)) if done else None
        return replace(case, report=report, resolution=done)

    def _lines(self, case: Case, person: Person, names: Names, words: Words) -> list[Html | None]:
        handling = handles(case, person)
        return [
            self._title(case, words),
            self._category(case, words),
            self._place(case, words),
            words("card.text", text=shorten(case.report.text, TEXT_SHOWN)),
            words("card.photos", count=len(case.report.photos)) if case.report.photos else None,
            self._office(case, names, words),
            words("card.rule", rule=case.rule) if handling and case.rule else None,
            self._due(case, words),
            *(self._plans(names, words) if handling else ()),
            words("card.reporter", name=names.reporter) if handling and names.reporter else None,
            words("card.reporter_gone") if handling and GONE <= case.reporter < CITY else None,
            words("card.urged", count=case.urged) if handling and case.urged else None,
            words("card.followed", count=case.followed) if case.followed else None,
            *(self._added(names, words) if handling else ()),
            self._why(case, words) if handling else None,
            words("card.flagged") if handling and case.report.flagged else None,
            words("card.question", question=case.question) if _is_asked(case, person) else None,
            words("card.remarks", count=case.remarks) if case.remarks else None,
            words("card.adopted") if case.adopted else None,
            self._resolution(case, words),
            self._outcome(case, words),
        ]

    def _title(self, case: Case, words: Words) -> Html:
        state = words.plain(f"state.{case.state}")
        return words("card.title", number=case.number, state=state, mark=self.mark(case))

    def mark(self, case: Case) -> str:
        """🔴 once overdue, 🟡 when at most a working day is left, ⏸ while suspended."""
        if case.due_at is None or case.state not in HANDLED:
            return ""
        if case.suspended_at is not None:
            return " ⏸"
        calendar, now = self._city.calendar, self._clock()
        if case.due_at <= now:
            return " 🔴"
        return " 🟡" if calendar.between(now, case.due_at) <= calendar.working_day else ""

    def time_left(self, case: Case, words: Words) -> str:
        """How long there is, or how late it is, in words; empty where nobody waits for it."""
        if case.due_at is None or case.state not in HANDLED:
            return ""
        if case.suspended_at is not None:
            return words.plain("list.waiting" if case.question else "list.suspended")
        left = case.due_at - self._clock()
        key = "list.late" if left <= timedelta() else "list.left"
        return words.plain(key, span=words.span(left))

    def category_name(self, case: Case) -> str:
        """The name of the case's category."""
        return self._city.categories[case.report.category].name

    def _category(self, case: Case, words: Words) -> Html:
        category = self._city.categories[case.report.category]
        return words(
            "card.category",
            urgent=words.plain("card.urgent") if case.report.urgent else "",
            kind=words.plain(f"kind.{case.report.kind}"),
            name=category.name,
            domain=category.domain,
        )

    def _place(self, case: Case, words: Words) -> Html:
        place = case.report.place
        shown = replace(place, address=shorten(one_line(place.address), 120))
        text = words("card.place", place=place_text(shown, words))
        if place.latitude is None or place.longitude is None:
            return text
        link = self._atlas.map_link(place.latitude, place.longitude)
        return Html(f"{text} {words('card.map', link=link)}")

    @staticmethod
    def _why(case: Case, words: Words) -> Html | None:
        """The words that decided on the category; none where the reporter chose it."""
        why = case.report.why
        return words("card.why", why="、".join(why)) if why else None

    @staticmethod
    def _added(names: Names, words: Words) -> list[Html]:
        """What the latest followers wrote."""
        return [words("card.added", text=shorten(text, 80)) for text in names.additions[-3:]]

    @staticmethod
    def _plans(names: Names, words: Words) -> list[Html]:
        """The plans that whoever handles the case should read."""
        return [
            words(
                "card.plan" if plan.community else "card.measures",
                title=shorten(plan.title, 40),
                id=plan.id,
            )
            for plan in names.plans
        ]

    def _office(self, case: Case, names: Names, words: Words) -> Html | None:
        if case.organisation is None:
            return None
        return words("card.office", organisation=case.organisation, owner=names.owner)

    def _due(self, case: Case, words: Words) -> Html | None:
        if case.state not in HANDLED or case.due_at is None:
            return None
        if case.suspended_at is not None:
            key = "card.waiting" if case.question else "card.suspended"
            return words(key, until=words.moment(case.due_at))
        left = case.due_at - self._clock()
        key = "card.overdue" if left <= timedelta() else "card.due"
        key = words.fitting(key, case.report.kind)
        provisional = words.plain("card.provisional") if case.provisional else ""
        return words(
            key, due=words.moment(case.due_at), left=words.span(left), provisional=provisional
        )

    def _resolution(self, case: Case, words: Words) -> Html | None:
        if case.resolution is None:
            return None
        key = words.fitting("card.resolution", case.report.kind)
        return words(key, text=shorten(case.resolution.text, TEXT_SHOWN))

    def _outcome(self, case: Case, words: Words) -> Html | None:
        if case.outcome is None:
            return None
        checked = words.plain("card.verified" if case.verified else "card.unverified")
        rating = words.plain("card.rating", stars=case.rating) if case.rating else ""
        outcome = words.plain(words.fitting(f"outcome.{case.outcome}", case.report.kind))
        return words("card.outcome", outcome=outcome, checked=checked, rating=rating)


def handles(case: Case, person: Person) -> bool:
    """Whether the person handles the case: such a person reads everything in it. Nobody knows who
    reads in a group chat (its id is negative)."""
    return person.id > 0 and bool(parties(case, person) & _HANDLERS)


def _is_asked(case: Case, person: Person) -> bool:
    """Whether a question waits that is this person's to read."""
    return bool(case.question and parties(case, person)) and case.state in HANDLED


def _cover(case: Case) -> str | None:
    """The picture a new card carries: the after-photo of a resolved case, else the report's."""
    proof = case.resolution.photos if case.resolution else ()
    return next(iter((*proof, *case.report.photos)), None)

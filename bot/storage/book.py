"""The books of casework over SQL: rows become values at the door, by hand."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from bot.clock import utc_now
from bot.storage.appeals import AppealPages
from bot.storage.citizens import CitizenPages
from bot.storage.conduct import ConductPages
from bot.storage.corrections import CorrectionPages
from bot.storage.engine import Database
from bot.storage.filing import CasePages
from bot.storage.handing import HandingPages
from bot.storage.people import PeoplePages
from bot.storage.personal import PersonalPages
from bot.storage.plans import PlanPages
from bot.storage.reminding import ReminderPages
from bot.storage.repeats import RepeatPages
from bot.storage.results import ResultPages
from bot.storage.scores import ScorePages
from bot.storage.verdicts import VerdictPages
from bot.storage.visits import VisitPages
from cases.ports import Clock, Store
from cases.tree import Tree
from survey.ports import FieldBook, FieldStore

TREELESS = Tree()


class SqlBook(
    PeoplePages,
    CasePages,
    ReminderPages,
    VerdictPages,
    CorrectionPages,
    CitizenPages,
    PersonalPages,
    ConductPages,
    ScorePages,
    RepeatPages,
    HandingPages,
    VisitPages,
    AppealPages,
    ResultPages,
    PlanPages,
    FieldBook,
):
    """The book within one transaction."""


class SqlStore(Store, FieldStore):
    """The books in a database."""

    def __init__(
        self,
        database: Database,
        on_told: Callable[[], None] = lambda: None,
        clock: Clock = utc_now,
        on_due: Callable[[datetime], None] = lambda _: None,
        tree: Tree = TREELESS,
    ) -> None:
        """*on_told* is called after each commit that put something into the outbox, *on_due*
        after each that set a time to look at a case, with the earliest."""
        self._database, self._clock = database, clock
        self._on_told, self._on_due, self._tree = on_told, on_due, tree

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[FieldBook]:
        """One transaction; commits on leaving."""
        async with self._database.writing() as connection:
            book = SqlBook(connection, self._clock(), self._tree, locks=True)
            yield book
        if book.told_somebody:
            self._on_told()
        if book.looks:
            self._on_due(min(book.looks))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[FieldBook]:
        """One consistent look."""
        async with self._database.reading() as connection:
            yield SqlBook(connection, self._clock(), self._tree, locks=False)

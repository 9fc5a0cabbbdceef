"""Which message is whose live card, and what Telegram calls our photos."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.storage.batch import Batch
from bot.storage.engine import Database
from bot.storage.tables import cards, photos, pictures
from cases.model import CaseId, PersonId
from handlers.ports import Card

_CARD = select(cards).where(cards.c.case == bindparam("of"), cards.c.person == bindparam("whose"))
_FILE_ID = select(photos.c.file_id).where(photos.c.sha256 == bindparam("which"))


class Cards:
    """Live cards."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert = sqlite.insert if database.is_sqlite else postgresql.insert
        self._batch: Batch[Card, None] = Batch(self._put)

    async def card(self, case: CaseId, person: PersonId) -> Card | None:
        """The live card, if there is one."""
        which = {"of": case, "whose": person}
        async with self._database.reading() as connection:
            row = (await connection.execute(_CARD, which)).first()
        return Card(case, person, row.message_id, row.captioned) if row else None

    async def put(self, card: Card) -> None:
        """Make *card* the live one."""
        await self._batch(card)

    async def _put(self, batch: Sequence[Card]) -> list[None]:
        rows = {(card.case, card.person): asdict(card) for card in batch}
        statement = self._insert(cards)
        new = {name: statement.excluded[name] for name in ("message_id", "captioned")}
        async with self._database.writing() as connection:
            await connection.execute(
                statement.on_conflict_do_update(index_elements=["case", "person"], set_=new),
                list(rows.values()),
            )
        return [None] * len(batch)


class PhotoIds:
    """Telegram's ids of our stored photos."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._insert = sqlite.insert if database.is_sqlite else postgresql.insert
        self._batch: Batch[tuple[str, int], None] = Batch(self._looks)

    async def looks(self, sha256: str, look: int) -> None:
        """Keep what the photo looks like; photos that arrive together share a commit."""
        await self._batch((sha256, look))

    async def _looks(self, batch: Sequence[tuple[str, int]]) -> list[None]:
        rows = [{"sha256": sha256, "look": look} for sha256, look in batch]
        async with self._database.writing() as connection:
            await connection.execute(self._insert(pictures).on_conflict_do_nothing(), rows)
        return [None] * len(batch)

    async def file_id(self, sha256: str) -> str | None:
        """The id under which Telegram has it."""
        async with self._database.reading() as connection:
            found = (await connection.execute(_FILE_ID, {"which": sha256})).scalar_one_or_none()
        return str(found) if found else None

    async def remember(self, sha256: str, file_id: str) -> None:
        """Keep the id."""
        statement = self._insert(photos).values(sha256=sha256, file_id=file_id)
        async with self._database.writing() as connection:
            await connection.execute(
                statement.on_conflict_do_update(
                    index_elements=["sha256"], set_={"file_id": file_id}
                )
            )

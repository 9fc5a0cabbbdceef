"""Good deeds on their way into the channel."""

from telegram import Bot

from cases.citizen_book import Edition
from cases.model import Case, Notice, PersonId
from cases.ports import Store
from handlers.place_words import place_text
from handlers.sending import Outgoing, Sender
from handlers.texts import Catalogue, Html

LANGUAGE = "zh"  # of the channel: it speaks to the whole city


class Press:
    """Publishes editions in *channel*: ``@name``, or the number of a chat."""

    def __init__(
        self, store: Store, sender: Sender, catalogue: Catalogue, *, channel: str
    ) -> None:
        self._store, self._sender, self._channel = store, sender, channel
        self._words = catalogue[LANGUAGE]

    async def publish(self, bot: Bot, notice: Notice) -> None:
        """Post the edition of the case, with its first picture; raises what Telegram raises."""
        if notice.case is None or not self._channel:
            return
        async with self._store.reading() as book:
            case, edition = await book.case(notice.case), await book.edition(notice.case)
            reporter = await book.person(case.reporter)
        if edition is None:
            return
        text = self._post(case, edition, reporter.name if reporter else "")
        photo = next(iter(case.report.photos), None)
        await self._sender.send(bot, await self._address(bot), Outgoing(text, None, photo))

    def _post(self, case: Case, edition: Edition, name: str) -> Html:
        words = self._words
        signed = words("editor.by", name=name) if edition.signed and name else ""
        place = place_text(case.report.place, words)
        return words("editor.post", text=edition.text, place=place, name=signed)

    async def _address(self, bot: Bot) -> PersonId:
        if self._channel.startswith("@"):
            return PersonId((await bot.get_chat(self._channel)).id)
        return PersonId(int(self._channel))

"""/briefing: the pack of the weekly analysis, made once and shown to all who sit there."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from telegram import Bot, InputMediaPhoto, Update

from cases.briefing import Briefing, Briefings, Period
from cases.figures import Cut, Days
from cases.meetings import Meetings
from cases.model import Notice, Person, PersonId
from cases.ports import Clock
from handlers.briefing_sheets import SHORT, BriefingSheets
from handlers.briefing_words import BriefingWords
from handlers.context import Context, Talk, message_of, session
from handlers.figure_pictures import FigurePictures
from handlers.ports import Chapter, Paper, Papers
from handlers.results import ResultsTalk
from handlers.texts import Catalogue, Html, Words

FRESH = timedelta(minutes=10)  # who asks within them gets the same pack
KEPT = 4


@dataclass(slots=True)
class Pack:
    """What is sent, with the results of a round if these are asked for; *known* is what Telegram
    calls what was sent once."""

    at: datetime
    about: str
    page: Html
    pictures: Sequence[bytes]
    paper: bytes
    annex: bytes
    days: Days
    results: Chapter | None
    known: dict[str, str] = field(default_factory=dict)


class Packs:
    """Makes packs, each once for all who want it."""

    def __init__(
        self,
        *,
        briefings: Briefings,
        page: BriefingWords,
        sheets: BriefingSheets,
        drawing: FigurePictures,
        papers: Papers,
        clock: Clock,
    ) -> None:
        self._briefings, self._page, self._sheets = briefings, page, sheets
        self._drawing, self._papers, self._clock = drawing, papers, clock
        self._packs: dict[tuple[Days, str], Pack] = {}
        self._one_at_a_time = asyncio.Lock()

    async def of(self, days: Days, words: Words, results: Chapter | None) -> Pack:
        """The pack of *days* with these *results* in the language of *words*, not older than
        FRESH."""
        async with self._one_at_a_time:
            now, key = self._clock(), (days, words.language)
            pack = self._packs.pop(key, None)
            fresh = pack is not None and timedelta() <= now - pack.at < FRESH
            if pack is None or not fresh or pack.results != results:
                pack = await self.make(days, words, results)
            self._packs[key] = pack
            while len(self._packs) > KEPT:
                self._packs.pop(next(iter(self._packs)))
            return pack

    async def make(self, days: Days, words: Words, results: Chapter | None = None) -> Pack:
        """A new pack."""
        briefing = await self._briefings.make(days)
        page, about = self._page.page(briefing, words), self._page.about(briefing, words)
        pictures = await self._pictures(briefing, about, words)
        table = self._sheets.figures(briefing, Cut.ORGANISATION, SHORT, words)
        title = words.plain("briefing.title", about=about)
        chapters = [Chapter(page.split("\n")), *([results] if results else [])]
        paper = await self._papers.paper(Paper(title, chapters, pictures, table))
        annex = await self._papers.workbook(self._sheets.annex(briefing, words))
        return Pack(briefing.now, about, page, pictures, paper, annex, days, results)

    async def _pictures(self, briefing: Briefing, about: str, words: Words) -> list[bytes]:
        categories, districts = (briefing.parts[cut] for cut in (Cut.CATEGORY, Cut.DISTRICT))
        return [
            await self._drawing.trend(briefing.course, about, words),
            await self._drawing.bars(Cut.CATEGORY, categories, about, words),
            await self._drawing.city_map(districts, briefing.spots, about, words),
        ]


class PackPost:
    """Sends packs: to whoever asks, and by itself on the day of the meeting."""

    def __init__(self, packs: Packs, catalogue: Catalogue) -> None:
        self._packs, self._catalogue = packs, catalogue

    async def deliver(self, bot: Bot, notice: Notice, person: Person) -> None:
        """The pack that a notice speaks of."""
        first, last = (date.fromisoformat(notice.facts[end]) for end in ("first", "last"))
        await self.send(bot, person.id, Days(first, last), self._catalogue[person.language])

    async def send(
        self,
        bot: Bot,
        to: PersonId,
        days: Days,
        words: Words,
        results: Chapter | None = None,
    ) -> None:
        """The page, the pictures, the paper and its annex; what Telegram has is not sent again."""
        pack = await self._packs.of(days, words, results)
        await bot.send_message(to, pack.page)
        await self._pictures(bot, to, pack)
        name = f"briefing-{days.first}-{days.last}"
        for ending, data in (("pdf", pack.paper), ("xlsx", pack.annex)):
            file = pack.known.get(ending) or data
            caption = words(f"briefing.{ending}")
            sent = await bot.send_document(to, file, caption, filename=f"{name}.{ending}")
            if sent.document is not None:
                pack.known[ending] = sent.document.file_id

    @staticmethod
    async def _pictures(bot: Bot, to: PersonId, pack: Pack) -> None:
        """As one album."""
        names = [f"picture {place}" for place in range(len(pack.pictures))]
        media = [
            InputMediaPhoto(pack.known.get(name) or data)
            for name, data in zip(names, pack.pictures, strict=True)
        ]
        for name, sent in zip(names, await bot.send_media_group(to, media), strict=True):
            pack.known[name] = sent.photo[-1].file_id


class BriefingTalk:
    """The command."""

    def __init__(
        self,
        *,
        meetings: Meetings,
        briefings: Briefings,
        post: PackPost,
        results: ResultsTalk,
        talk: Talk,
    ) -> None:
        self._meetings, self._briefings, self._post = meetings, briefings, post
        self._results, self._talk = results, talk

    async def command(self, update: Update, context: Context) -> None:
        """/briefing [week|month|round]."""
        person, message = session().person, message_of(update)
        await self._meetings.require(person.id)
        period = self._period((message.text or "").split()[1:])
        if period is None:
            await message.reply_text(self._talk.words("form.briefing"))
            return
        round_ = await self._results.newest() if period is Period.ROUND else None
        if period is Period.ROUND and round_ is None:
            await message.reply_text(self._talk.words("briefing.no_round"))
            return
        note = await message.reply_text(self._talk.words("briefing.begun"))
        results = None
        if round_ is None:
            days = self._briefings.days(period)
        else:
            await self._results.post(message, round_)
            results = await self._results.chapter(round_)
            days = self._briefings.up_to_now(round_.plan.begins, round_.plan.ends)
        await self._post.send(context.bot, person.id, days, self._talk.words, results)
        await note.edit_text(self._talk.words("briefing.done"))

    def _period(self, said: list[str]) -> Period | None:
        """What is asked for, in whichever language; the week where nothing is said."""
        if not said:
            return Period.WEEK
        every = self._talk.catalogue.every
        names = {name: one for one in Period for name in (one, *every(f"briefing.name_{one}"))}
        return names.get(said[0].lower()) if len(said) == 1 else None

"""/audit NUMBER: the whole log of a case, and whether it is as it was written."""

from collections.abc import Iterator, Sequence

from telegram import Update

from cases.audit import Audit, Audited
from cases.chain import Logged
from cases.model import PersonId
from cases.staff import Staff
from handlers.arguments import arguments
from handlers.context import Context, Talk, ask_of, message_of, session
from handlers.texts import Html, Words

ROOM = 3500  # characters of a message, with some to spare for what Telegram counts differently


class Auditing:
    """Reads a log out to an admin."""

    def __init__(self, *, audit: Audit, staff: Staff, talk: Talk) -> None:
        self._audit, self._staff, self._talk = audit, staff, talk

    async def command(self, update: Update, _: Context) -> None:
        """/audit NUMBER."""
        parts = arguments(update, 1)
        if not parts:
            await self._staff.require_admin(session().person.id)
            await message_of(update).reply_text(self._talk.words("form.audit"))
            return
        found = await self._audit.read(parts[0].upper(), ask_of(update))
        for text in _messages(_told(found, self._talk.words)):
            await message_of(update).reply_text(text)


def _told(found: Audited, words: Words) -> list[Html]:
    """The log, a line an entry, and the verdict on the chain."""
    verdict = "audit.unbroken" if found.broken_at is None else "audit.broken"
    entry = 0 if found.broken_at is None else found.broken_at + 1
    return [
        words(
            "audit.title",
            number=found.case.number,
            reporter=_name(found, found.case.reporter, words),
            anonymous=words.plain("audit.anonymous") if found.case.report.anonymous else "",
        ),
        *(_line(index, one, found, words) for index, one in enumerate(found.log, start=1)),
        words(verdict, count=len(found.log), entry=entry),
    ]


def _line(index: int, logged: Logged, found: Audited, words: Words) -> Html:
    event = logged.event
    key = f"action.{event.action}"
    before = words.plain(f"state.{event.before}") if event.before else ""
    after = words.plain(f"state.{event.after}")
    return words(
        "audit.line",
        index=index,
        at=words.moment(event.at),
        who=_name(found, event.actor, words),
        action=words.plain(key) if words.has(key) else event.action,
        states=after if before in ("", after) else f"{before} → {after}",
        why=f": {event.why}" if event.why else "",
        hash=logged.hash[:8],
    )


def _name(found: Audited, person: PersonId | None, words: Words) -> str:
    if person is None:
        return words.plain("audit.rule")
    return f"{found.names.get(person, '')} ({person})".strip()


def _messages(lines: Sequence[Html]) -> Iterator[Html]:
    """As many lines to a message as fit."""
    text = ""
    for line in lines:
        if text and len(text) + len(line) > ROOM:
            yield Html(text)
            text = ""
        text = f"{text}\n{line}".strip()
    yield Html(text)

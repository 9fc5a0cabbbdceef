"""What Telegram would know: people, groups, messages, files, and the updates that wait."""

import asyncio
import hashlib
import io
import itertools
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from sandbox.clock import SandboxClock
from sandbox.limits import FloodLimits
from sandbox.privacy import hears

BOT_ID = 7_000_000_001
Json = dict[str, Any]


class ApiError(Exception):
    """An answer of the Bot API that is not ok."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


@dataclass(slots=True)
class StoredFile:
    """A file that was sent; an id is only good for its own *kind*, photo or document."""

    file_id: str
    kind: str
    data: bytes
    name: str
    mime: str


@dataclass(slots=True)
class Chat:
    """One chat with the bot: a person's, or a group."""

    id: int
    title: str
    kind: str = "private"
    messages: dict[int, Json] = field(default_factory=dict)
    keyboard: Json | None = None
    started: bool = False
    blocked: bool = False
    unread: int = 0
    migrated_to: int | None = None


@dataclass(slots=True)
class Fault:
    """A failure that was asked for: the next *times* calls of *method* fail so. A *drop* is
    carried out and the wire breaks; *hold* never answers, ``before`` or ``after`` carrying out."""

    method: str
    times: int
    status: int
    retry_after: int = 0
    chat: int | None = None
    drop: bool = False
    hold: str = ""


class World:
    """Everything, in memory."""

    def __init__(self, clock: SandboxClock, token: str, username: str) -> None:
        self.clock, self.token, self.username = clock, token, username
        self.people: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.files: dict[str, StoredFile] = {}
        self.queries: dict[str, Json] = {}
        self.commands: list[Json] = []
        self.map: Json | None = None
        self.webhook: Json = {}
        self.calls: deque[Json] = deque(maxlen=20_000)
        self.faults: list[Fault] = []
        self.limits: FloodLimits | None = None
        self.updates: deque[Json] = deque()
        self.arrived = asyncio.Condition()
        self.events: list[Json] = []
        self.happened = asyncio.Condition()
        self._last_update = 1_000
        self._message_ids = itertools.count(1)
        self._query_ids = itertools.count(1)

    @property
    def me(self) -> Json:
        """The bot as a user."""
        return {
            "id": BOT_ID,
            "is_bot": True,
            "first_name": "随手拍",
            "username": self.username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }

    def meet(self, person: Mapping[str, Any]) -> Json:
        """Add or change a person."""
        known = self.people.setdefault(int(person["id"]), {})
        known.update(person)
        self.chats.setdefault(int(person["id"]), Chat(int(person["id"]), known["first_name"]))
        return known

    def user(self, person: int) -> Json:
        """A person as Telegram shows them."""
        known = self.people[person]
        shown = ("id", "first_name", "last_name", "username", "language_code")
        return {"is_bot": False, **{key: known[key] for key in shown if known.get(key)}}

    def chat_json(self, chat: Chat) -> Json:
        """A chat as Telegram shows it."""
        if chat.kind != "private":
            return {"id": chat.id, "type": chat.kind, "title": chat.title}
        user = {
            k: v
            for k, v in self.user(chat.id).items()
            if k in ("first_name", "last_name", "username")
        }
        return {"id": chat.id, "type": "private", **user}

    def date(self) -> int:
        """Now, as Telegram writes it."""
        return int(self.clock.now().timestamp())

    def next_message_id(self) -> int:
        """An id that no message has had."""
        return next(self._message_ids)

    def gather(self, group: Json) -> Json:
        """Add a group chat; the bot is a member from the start."""
        number = int(group["id"])
        if number >= 0:
            raise ApiError(400, "the id of a group is negative")
        self.chats[number] = Chat(number, str(group["title"]), "group", started=True)
        return {"id": number, "title": group["title"]}

    async def from_person(
        self, person: int, *contents: Json, group: int | None = None
    ) -> list[Json]:
        """A person sends something (an album is several), to the bot or into a group: the
        messages. The bot gets what it may hear."""
        chat = self.chats[person if group is None else group]
        chat.started, chat.unread = True, 0
        messages = [
            {
                "message_id": self.next_message_id(),
                "from": self.user(person),
                "chat": self.chat_json(chat),
                "date": self.date(),
                **content,
            }
            for content in contents
        ]
        for message in messages:
            mine = message | {"out": True}
            chat.messages[message["message_id"]] = mine
            await self.tell({"type": "message", "person": chat.id, "message": mine})
        heard = [message for message in messages if hears(message, self.username)]
        await self.update(*({"message": message} for message in heard))
        return messages

    async def from_bot(self, chat: Chat, content: Json) -> Json:
        """The bot sends something."""
        message = {
            "message_id": self.next_message_id(),
            "from": {k: self.me[k] for k in ("id", "is_bot", "first_name", "username")},
            "chat": self.chat_json(chat),
            "date": self.date(),
            **content,
        }
        chat.messages[message["message_id"]] = message
        chat.unread += 1
        await self.tell({"type": "message", "person": chat.id, "message": message})
        return message

    async def press(
        self, person: int, message_id: int, data: str, group: int | None = None
    ) -> str:
        """A person presses an inline button, in their chat or in a group: the id of the query."""
        chat = self.chats[person if group is None else group]
        query_id = str(next(self._query_ids))
        message = chat.messages.get(message_id)
        if message is None:
            raise ApiError(404, "there is no such message")
        shown = {k: v for k, v in message.items() if k not in ("out", "edited", "raw_text")}
        self.queries[query_id] = {"person": person, "answered": False}
        query = {
            "id": query_id,
            "from": self.user(person),
            "message": shown,
            "chat_instance": str(chat.id),
            "data": data,
        }
        chat.unread = 0
        await self.update({"callback_query": query})
        return query_id

    async def update(self, *contents: Json) -> int:
        """Put updates into the queue that getUpdates reads; the id of the last."""
        for content in contents:
            self._last_update += 1
            self.updates.append({"update_id": self._last_update, **content})
        async with self.arrived:
            self.arrived.notify_all()
        return self._last_update

    async def tell(self, event: Json) -> None:
        """Have the page and whoever listens know."""
        event["seq"] = len(self.events) + 1
        self.events.append(event)
        async with self.happened:
            self.happened.notify_all()

    def store(self, kind: str, data: bytes, name: str, mime: str) -> StoredFile:
        """Keep a file."""
        digest = hashlib.sha256(data + kind.encode()).hexdigest()[:24]
        file = StoredFile(f"{kind}-{digest}-{len(self.files)}", kind, data, name, mime)
        self.files[file.file_id] = file
        return file

    def photo(self, data: bytes) -> list[Json]:
        """Keep a photo as Telegram does: as JPEG without its EXIF, in several sizes."""
        with Image.open(io.BytesIO(data)) as image:
            upright = image.convert("RGB")
        sizes = []
        for side in (90, 320, 1280):
            small = upright.copy()
            small.thumbnail((side, side))
            out = io.BytesIO()
            small.save(out, "JPEG")
            file = self.store("photo", out.getvalue(), "photo.jpg", "image/jpeg")
            sizes.append({**_described(file), "width": small.width, "height": small.height})
            if max(upright.size) <= side:
                break
        return sizes

    def document(self, data: bytes, name: str, mime: str) -> Json:
        """Keep a document, byte for byte."""
        file = self.store("document", data, name, mime)
        return {**_described(file), "file_name": name, "mime_type": mime}

    def failing(self, method: str, chat: int | None) -> Fault | None:
        """The fault that this call meets, used up by it."""
        for fault in self.faults:
            if fault.method in (method, "*") and fault.times > 0 and fault.chat in (None, chat):
                fault.times -= 1
                return fault
        return None


def _described(file: StoredFile) -> Json:
    return {
        "file_id": file.file_id,
        "file_unique_id": file.file_id[:20],
        "file_size": len(file.data),
    }

"""People of the sandbox from Python, over HTTP: for tests, for the demo city, for screenshots."""

import asyncio
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import aiohttp

Json = dict[str, Any]
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as a person sees it."""

    id: int
    text: str
    buttons: dict[str, str]
    out: bool
    raw: Json

    @property
    def has_photo(self) -> bool:
        """Whether there is a picture in it."""
        return "photo" in self.raw


class Townspeople:
    """A client of one sandbox. Use as an async context manager."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.http: aiohttp.ClientSession | None = None
        self.events: list[Json] = []
        self.happened = asyncio.Condition()
        self._listener: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self.http = aiohttp.ClientSession()
        listening = asyncio.Event()
        self._listener = asyncio.create_task(self._listen(listening))
        await listening.wait()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._listener is not None:
            self._listener.cancel()
            await asyncio.gather(self._listener, return_exceptions=True)
        if self.http is not None:
            await self.http.close()

    async def person(self, number: int, first_name: str, **more: str) -> "Someone":
        """Somebody who lives here, known by a Telegram user id."""
        known = {"id": number, "first_name": first_name, "language_code": "zh-hans", **more}
        await self.post("/sandbox/people", known)
        return Someone(self, number, first_name)

    async def advance(self, **times: float) -> None:
        """Move the clock: hours, days, minutes or working_days."""
        await self.post("/sandbox/clock", times)

    async def fault(self, **fault: Any) -> None:
        """Have calls of a method fail."""
        await self.post("/sandbox/faults", fault)

    async def gather(self, group: int, title: str) -> "Someone":
        """Found a group chat with the bot in it; its id is negative. It hears as people do."""
        await self.post("/sandbox/groups", {"id": group, "title": title})
        return Someone(self, group, title)

    async def migrate(self, group: "Someone", to: int) -> "Someone":
        """Have a group become a supergroup, which has another id."""
        await self.post(f"/sandbox/groups/{group.id}/migrate", {"to": to})
        return Someone(self, to, group.name)

    async def calls(self, method: str) -> list[Json]:
        """The calls of that method so far."""
        found: list[Json] = await self.get(f"/sandbox/calls?method={method}")
        return found

    async def get(self, path: str) -> Any:
        """GET, as JSON."""
        async with self._session.get(self.url + path) as answer:
            return await _read(answer)

    async def post(self, path: str, body: Any) -> Any:
        """POST JSON, or a form."""
        form = isinstance(body, aiohttp.FormData)
        how: Json = {"data": body} if form else {"json": body}
        async with self._session.post(self.url + path, **how) as answer:
            return await _read(answer)

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self.http is None:
            raise RuntimeError("use 'async with Townspeople(...)'")
        return self.http

    async def _listen(self, listening: asyncio.Event) -> None:
        timeout = aiohttp.ClientTimeout(total=None)
        url = self.url + "/sandbox/events?after=0"
        async with self._session.get(url, timeout=timeout) as stream:
            listening.set()
            async for line in stream.content:
                if line.startswith(b"data: "):
                    async with self.happened:
                        self.events.append(json.loads(line[6:]))
                        self.happened.notify_all()


class Someone:
    """One person: says, sends, presses, and hears."""

    def __init__(self, town: Townspeople, number: int, name: str) -> None:
        self._town, self.id, self.name = town, number, name
        self._heard = 0

    async def says(self, text: str, group: int | None = None) -> int:
        """Type a text or command, to the bot or into a group."""
        return await self.sends({"text": text} | ({"chat": group} if group else {}))

    async def sends(self, content: Json) -> int:
        """Send anything that JSON can say: a sticker, a contact …"""
        sent = await self._town.post(f"/sandbox/chats/{self.id}/messages", content)
        return int(sent["message_ids"][0])

    async def sends_photos(self, photos: Sequence[bytes], caption: str = "") -> None:
        """Send one photo, or several as an album."""
        await self._upload(
            "photo", [(data, "photo.jpg", "image/jpeg") for data in photos], caption
        )

    async def sends_file(
        self, data: bytes, name: str, mime: str = "image/jpeg", caption: str = ""
    ) -> None:
        """Send a file."""
        await self._upload("document", [(data, name, mime)], caption)

    async def shares_location(self, latitude: float, longitude: float, **more: Any) -> int:
        """Drop a pin."""
        point = {"latitude": latitude, "longitude": longitude, **more}
        return await self.sends({"location": point})

    async def shares_venue(
        self, latitude: float, longitude: float, title: str, address: str
    ) -> int:
        """Send a place with a name."""
        point = {"latitude": latitude, "longitude": longitude}
        return await self.sends({"venue": {**point, "title": title, "address": address}})

    async def edits(self, message_id: int, **change: Any) -> None:
        """Edit an own message."""
        body = {"message_id": message_id, **change}
        await self._town.post(f"/sandbox/chats/{self.id}/edits", body)

    async def blocks(self, *, blocked: bool = True) -> None:
        """Block the bot, or unblock it."""
        await self._town.post(f"/sandbox/chats/{self.id}/block", {"blocked": blocked})

    async def presses(self, label: str, group: int | None = None) -> None:
        """Press the newest button that says so, in a group where one is given; else say what a
        key of the keyboard says."""
        chat = await self._town.get(f"/sandbox/chats/{group or self.id}")
        for message in reversed([_seen(one) for one in chat["messages"]]):
            data = next((d for name, d in message.buttons.items() if label in name), None)
            if data is not None:
                await self.presses_raw(message.id, data, group)
                return
        for key in _keys(chat["keyboard"]):
            if label in key:
                await self.says(key)
                return
        raise AssertionError(f"{self.name} sees no button {label!r}:\n{await self.story()}")

    async def presses_raw(self, message_id: int, data: str, group: int | None = None) -> None:
        """Press whatever data, forged or not."""
        body = {"message_id": message_id, "data": data, "chat": group}
        await self._town.post(f"/sandbox/chats/{self.id}/presses", body)

    async def hears(self, fragment: str, within: float = PATIENCE) -> Seen:
        """Wait for the next message, edit or alert with *fragment* since what was heard last."""
        try:
            async with asyncio.timeout(within), self._town.happened:
                await self._town.happened.wait_for(lambda: self._find(fragment) is not None)
        except TimeoutError:
            raise AssertionError(
                f"{self.name} did not hear {fragment!r}:\n{await self.story()}"
            ) from None
        index, seen = self._find(fragment) or (0, None)
        self._heard = index + 1
        if seen is None:
            raise AssertionError("what was heard is gone")
        return seen

    async def hears_all(self, *fragments: str) -> list[Seen]:
        """The same for several, in whatever order they come."""
        before, after, seen = self._heard, self._heard, []
        for fragment in fragments:
            self._heard = before
            seen.append(await self.hears(fragment))
            after = max(after, self._heard)
        self._heard = after
        return seen

    async def chat(self) -> list[Seen]:
        """All messages as they stand now."""
        chat = await self._town.get(f"/sandbox/chats/{self.id}")
        return [_seen(message) for message in chat["messages"]]

    async def story(self) -> str:
        """The chat in words, for whoever reads a failed test."""
        lines = [
            f"{self.name if m.out else 'bot'}: {m.text or m.raw.keys()} {list(m.buttons)}"
            for m in await self.chat()
        ]
        return "\n".join(lines[-15:])

    def _find(self, fragment: str) -> tuple[int, Seen] | None:
        for index in range(self._heard, len(self._town.events)):
            event = self._town.events[index]
            if event.get("person") != self.id:
                continue
            seen = _seen(event.get("message") or {"text": event.get("text", "")})
            if not seen.out and fragment in seen.text:
                return index, seen
        return None

    async def _upload(
        self, field: str, files: Sequence[tuple[bytes, str, str]], caption: str
    ) -> None:
        form = aiohttp.FormData(quote_fields=False)  # a name is sent as it is
        for data, name, mime in files:
            form.add_field(field, io.BytesIO(data), filename=name, content_type=mime)
        if caption:
            form.add_field("caption", caption)
        await self._town.post(f"/sandbox/chats/{self.id}/messages", form)


async def _read(answer: aiohttp.ClientResponse) -> Any:
    body = await answer.json()
    if answer.status >= 400:  # noqa: PLR2004
        raise AssertionError(f"the sandbox refused: {body.get('error')}")
    return body


def _seen(message: Json) -> Seen:
    buttons = {
        button["text"]: button.get("callback_data", "")
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
    }
    text = message.get("text") or message.get("caption") or ""
    return Seen(message.get("message_id", 0), text, buttons, bool(message.get("out")), message)


def _keys(keyboard: Json | None) -> list[str]:
    rows = (keyboard or {}).get("keyboard", [])
    return [key if isinstance(key, str) else key["text"] for row in rows for key in row]

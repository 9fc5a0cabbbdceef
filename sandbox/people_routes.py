"""What people do in the sandbox, over HTTP: the page, the tests and the demo all come this way."""

import asyncio
import io
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from aiohttp import web

from sandbox.groups import migrate
from sandbox.markup import render
from sandbox.world import ApiError, Chat, Fault, Json, World

_TIMES = {"hours": "hours", "days": "days", "minutes": "minutes"}


class PeopleRoutes:
    """Everything below ``/sandbox``."""

    def __init__(self, world: World) -> None:
        self._world = world

    def add_to(self, app: web.Application) -> None:
        """Register the routes."""
        add = app.router.add_route
        base = "/sandbox/chats/{person:-?\\d+}"
        add("GET", "/sandbox/state", self._safely(self._state))
        add("POST", "/sandbox/people", self._safely(self._person))
        add("POST", "/sandbox/groups", self._safely(self._group))
        add("POST", "/sandbox/groups/{person:-\\d+}/migrate", self._safely(self._migrate))
        add("GET", base, self._safely(self._chat))
        add("POST", f"{base}/messages", self._safely(self._say))
        add("POST", f"{base}/edits", self._safely(self._edit))
        add("POST", f"{base}/presses", self._safely(self._press))
        add("POST", f"{base}/block", self._safely(self._block))
        add("POST", f"{base}/read", self._safely(self._read))
        add("POST", "/sandbox/updates", self._safely(self._raw_update))
        add("GET", "/sandbox/clock", self._safely(self._clock))
        add("POST", "/sandbox/clock", self._safely(self._advance))
        add("POST", "/sandbox/faults", self._safely(self._fault))
        add("GET", "/sandbox/calls", self._safely(self._calls))
        add("GET", "/sandbox/files/{file_id}", self._file)
        add("GET", "/sandbox/events", self._events)

    @staticmethod
    def _safely(
        handler: Callable[[web.Request], Awaitable[Any]],
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def answer(request: web.Request) -> web.StreamResponse:
            try:
                return web.json_response(await handler(request))
            except ApiError as error:
                return web.json_response({"error": error.description}, status=error.code)
            except (KeyError, TypeError, ValueError, OSError) as error:
                return web.json_response({"error": f"cannot be done: {error}"}, status=400)

        return answer

    async def _state(self, _: web.Request) -> Json:
        world = self._world
        return {
            "now": world.clock.now().isoformat(),
            "bot": world.me | {"commands": world.commands},
            "people": [
                person | {"unread": world.chats[number].unread}
                for number, person in world.people.items()
            ],
            "map": world.map,
            "seq": len(world.events),
        }

    async def _person(self, request: web.Request) -> Json:
        person = self._world.meet(await request.json())
        await self._world.tell({"type": "people", "person": person["id"]})
        return person

    async def _group(self, request: web.Request) -> Json:
        return self._world.gather(await request.json())

    async def _migrate(self, request: web.Request) -> Json:
        chat = await migrate(
            self._world, self._find(request).id, int((await request.json())["to"])
        )
        return {"id": chat.id}

    async def _chat(self, request: web.Request) -> Json:
        chat = self._find(request)
        return {
            "messages": [shown(message) for message in chat.messages.values()],
            "keyboard": chat.keyboard,
            "unread": chat.unread,
            "blocked": chat.blocked,
            "seq": len(self._world.events),
        }

    async def _say(self, request: web.Request) -> Json:
        person = self._find(request).id
        if request.content_type.startswith("multipart/"):
            contents, group = _uploaded(self._world, await request.post()), None
        else:
            wish = await request.json()
            contents, group = [_content(wish)], wish.get("chat")
        sent = await self._world.from_person(person, *contents, group=group)
        return {"message_ids": [message["message_id"] for message in sent]}

    async def _edit(self, request: web.Request) -> Json:
        chat, wish = self._find(request), await request.json()
        message = chat.messages[int(wish["message_id"])]
        change = {k: wish[k] for k in ("text", "location") if k in wish}
        message.update(change, edit_date=self._world.date())
        bare = {k: v for k, v in message.items() if k != "out"}
        await self._world.update({"edited_message": bare})
        await self._world.tell({"type": "edited", "person": chat.id, "message": dict(message)})
        return {"message_ids": [message["message_id"]]}

    async def _press(self, request: web.Request) -> Json:
        wish = await request.json()
        person = self._find(request).id
        message, group = int(wish["message_id"]), wish.get("chat")
        query = await self._world.press(person, message, str(wish["data"]), group)
        return {"callback_query_id": query}

    async def _block(self, request: web.Request) -> Json:
        chat = self._find(request)
        chat.blocked = bool((await request.json())["blocked"])
        member = {"user": {**self._world.me, "can_join_groups": True}, "status": "member"}
        kicked = {"user": member["user"], "status": "kicked", "until_date": 0}
        old, new = (member, kicked) if chat.blocked else (kicked, member)
        await self._world.update(
            {
                "my_chat_member": {
                    "chat": self._world.chat_json(chat),
                    "from": self._world.user(chat.id),
                    "date": self._world.date(),
                    "old_chat_member": old,
                    "new_chat_member": new,
                }
            }
        )
        return {"blocked": chat.blocked}

    async def _read(self, request: web.Request) -> Json:
        self._find(request).unread = 0
        return {"unread": 0}

    async def _raw_update(self, request: web.Request) -> Json:
        return {"update_id": await self._world.update(await request.json())}

    async def _clock(self, _: web.Request) -> Json:
        clock = self._world.clock
        return {
            "now": clock.now().isoformat(),
            "offset_seconds": clock.offset.total_seconds(),
        }

    async def _advance(self, request: web.Request) -> Json:
        wish = await request.json()
        clock = self._world.clock
        if "working_days" in wish:
            clock.advance_working_days(int(wish["working_days"]))
        else:
            clock.advance(timedelta(**{_TIMES[k]: float(v) for k, v in wish.items()}))
        await self._world.tell({"type": "clock", "now": clock.now().isoformat()})
        return await self._clock(request)

    async def _fault(self, request: web.Request) -> Json:
        wish = {"status": 500, "times": 1, **await request.json()}
        self._world.faults.append(Fault(**wish))
        return {"faults": len(self._world.faults)}

    async def _calls(self, request: web.Request) -> list[Json]:
        method = request.query.get("method")
        return [call for call in self._world.calls if method in (None, call["method"])]

    async def _file(self, request: web.Request) -> web.StreamResponse:
        file = self._world.files.get(request.match_info["file_id"])
        if file is None:
            return web.json_response({"error": "there is no such file"}, status=404)
        return web.Response(body=io.BytesIO(file.data), content_type=file.mime)

    async def _events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events from ``after`` on, for as long as somebody listens."""
        after = int(request.query.get("after", len(self._world.events)))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with suppress(ConnectionResetError):  # whoever listened has gone
            while True:
                after = await self._push(response, after)
        return response

    async def _push(self, response: web.StreamResponse, after: int) -> int:
        """Send what has happened since *after*, then wait for more; returns how far it went."""
        events = self._world.events
        for event in events[after:]:
            body = event | ({"message": shown(event["message"])} if "message" in event else {})
            await response.write(f"data: {json.dumps(body)}\n\n".encode())
        after = len(events)
        if not await self._more_than(after):
            await response.write(b": still here\n\n")
        return after

    async def _more_than(self, count: int) -> bool:
        """Wait until more than *count* events have happened; False after a quiet while."""
        world = self._world
        try:
            async with asyncio.timeout(15), world.happened:
                await world.happened.wait_for(lambda: len(world.events) > count)
        except TimeoutError:
            return False
        return True

    def _find(self, request: web.Request) -> Chat:
        chat = self._world.chats.get(int(request.match_info["person"]))
        if chat is None:
            raise ApiError(404, "there is no such person")
        return chat


def shown(message: Json) -> Json:
    """A message as the page sees it: with its text as safe HTML."""
    text = message.get("text") or message.get("caption") or ""
    entities = message.get("entities") or message.get("caption_entities") or []
    return message | {"html": render(text, entities) if not message.get("out") else None}


def _content(wish: Json) -> Json:
    """What a person may send besides pictures."""
    if "text" in wish:
        text = str(wish["text"])
        content: Json = {"text": text}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return content
    if "location" in wish:
        return {"location": wish["location"]}
    if "venue" in wish:
        venue = dict(wish["venue"])
        point = {k: venue.pop(k) for k in ("latitude", "longitude")}
        return {"venue": {"location": point, **venue}, "location": point}
    return _oddity(wish)


def _oddity(wish: Json) -> Json:
    """Stickers and such: what no report is made of."""
    file = {"file_id": "odd", "file_unique_id": "odd", "file_size": 1}
    odd: dict[str, Json] = {
        "sticker": {
            **file,
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        },
        "voice": {**file, "duration": 1},
        "contact": {"phone_number": "+8613900000000", "first_name": "x"},
        "dice": {"emoji": "🎲", "value": 3},
        "poll": {
            "id": "1",
            "question": "?",
            "options": [],
            "total_voter_count": 0,
            **dict.fromkeys(("is_closed", "allows_multiple_answers", "allows_revoting"), False),
            "is_anonymous": True,
            "members_only": False,
            "type": "regular",
        },
    }
    name = next(key for key in odd if key in wish)
    return {name: odd[name] | (wish[name] if isinstance(wish[name], dict) else {})}


def _uploaded(world: World, form: Any) -> list[Json]:
    """Pictures: one, an album with one group id, or files as they are."""
    caption = {"caption": form["caption"]} if form.get("caption") else {}
    photos = [field.file.read() for field in form.getall("photo", [])]
    contents: list[Json] = [{"photo": world.photo(data)} for data in photos]
    for field in form.getall("document", []):
        document = world.document(field.file.read(), field.filename, field.content_type)
        contents.append({"document": document})
    if len(contents) > 1:
        group = {"media_group_id": f"{world.date()}{len(world.files)}"}
        contents = [content | group for content in contents]
    if not contents:
        raise ValueError("nothing was sent")
    contents[0] |= caption
    return contents

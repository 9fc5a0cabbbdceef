"""The methods of the Bot API that a bot like ours uses, as strict as Telegram is."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.groups import require_current
from sandbox.markup import MarkupError, parse, units
from sandbox.world import ApiError, Chat, Json, World

TEXT_LIMIT, CAPTION_LIMIT, DATA_LIMIT, DOWNLOAD_LIMIT = 4096, 1024, 64, 20 * 1024 * 1024
Params = dict[str, Any]


class BotApi:
    """Answers calls; ``call`` is the only door."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._polling = 0
        self._methods: dict[str, Callable[[Params], Awaitable[Any]]] = {
            "getme": self._get_me,
            "getupdates": self._get_updates,
            "setwebhook": self._set_webhook,
            "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._webhook_info,
            "sendmessage": self._send_message,
            "sendphoto": self._send_photo,
            "senddocument": self._send_document,
            "sendmediagroup": self._send_media_group,
            "sendlocation": self._send_location,
            "sendvenue": self._send_venue,
            "sendchataction": self._yes,
            "editmessagetext": self._edit_text,
            "editmessagecaption": self._edit_caption,
            "editmessagereplymarkup": self._edit_markup,
            "deletemessage": self._delete_message,
            "answercallbackquery": self._answer_query,
            "getfile": self._get_file,
            "setmycommands": self._set_commands,
            "getmycommands": self._get_commands,
            "setmydescription": self._yes,
            "setmyshortdescription": self._yes,
            "setchatmenubutton": self._yes,
            "getchat": self._get_chat,
        }

    async def call(self, method: str, params: Params) -> Any:
        """The result of a method; raises ApiError."""
        handler = self._methods.get(method.lower())
        if handler is None:
            raise ApiError(404, "Not Found: method not found")
        try:
            return await handler(params)
        except MarkupError as error:
            raise ApiError(400, f"Bad Request: {error}") from None

    async def _yes(self, _: Params) -> bool:
        return True

    async def _get_me(self, _: Params) -> Json:
        return self._world.me

    # updates

    async def _get_updates(self, params: Params) -> list[Json]:
        if self._world.webhook.get("url"):
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._polling += 1
        mine = self._polling
        self._confirm(int(params.get("offset") or 0))
        timeout, limit = float(params.get("timeout") or 0), int(params.get("limit") or 100)
        try:
            async with asyncio.timeout(timeout or None), self._world.arrived:
                self._world.arrived.notify_all()
                if timeout:
                    await self._world.arrived.wait_for(lambda: self._waits(mine))
        except TimeoutError:
            return []
        if mine != self._polling:
            raise ApiError(409, "Conflict: terminated by other getUpdates request")
        return list(self._world.updates)[:limit]

    def _waits(self, mine: int) -> bool:
        return bool(self._world.updates) or mine != self._polling

    def _confirm(self, offset: int) -> None:
        updates = self._world.updates
        while updates and updates[0]["update_id"] < offset:
            updates.popleft()

    async def _set_webhook(self, params: Params) -> bool:
        self._world.webhook = {
            "url": params.get("url", ""),
            "secret": params.get("secret_token", ""),
        }
        async with self._world.arrived:
            self._world.arrived.notify_all()
        return True

    async def _delete_webhook(self, _: Params) -> bool:
        self._world.webhook = {}
        return True

    async def _webhook_info(self, _: Params) -> Json:
        return {
            "url": self._world.webhook.get("url", ""),
            "has_custom_certificate": False,
            "pending_update_count": len(self._world.updates),
        }

    # sending

    async def _send_message(self, params: Params) -> Json:
        text, entities = parse(str(params.get("text", "")), str(params.get("parse_mode", "")))
        if not text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if units(text) > TEXT_LIMIT:
            raise ApiError(400, "Bad Request: message is too long")
        return await self._send(params, {"text": text, **_entities("entities", entities)})

    async def _send_photo(self, params: Params) -> Json:
        return await self._send(
            params, {"photo": self._photo(params["photo"]), **_caption(params)}
        )

    async def _send_document(self, params: Params) -> Json:
        document = params["document"]
        if isinstance(document, tuple):
            found = self._world.document(*document)
        else:
            file = self._known(str(document), "document")
            found = self._world.document(file.data, file.name, file.mime)
        return await self._send(params, {"document": found, **_caption(params)})

    async def _send_media_group(self, params: Params) -> list[Json]:
        media = _json(params.get("media"))
        if not isinstance(media, list) or not 2 <= len(media) <= 10:  # noqa: PLR2004  # Telegram's
            raise ApiError(400, "Bad Request: group must contain 2-10 items")
        contents = []
        for item in media:
            source = str(item["media"])
            name = source.removeprefix("attach://")
            photo = self._photo(params[name] if source.startswith("attach://") else source)
            contents.append({"photo": photo, **_caption(item)})
        group = str(self._world.date()) + str(len(self._world.events))
        sent = []
        for content in contents:
            sent.append(await self._send(params, {**content, "media_group_id": group}))
        return sent

    async def _send_location(self, params: Params) -> Json:
        return await self._send(params, {"location": _point(params)})

    async def _send_venue(self, params: Params) -> Json:
        venue = {
            "location": _point(params),
            "title": params["title"],
            "address": params["address"],
        }
        return await self._send(params, {"venue": venue, "location": venue["location"]})

    async def _send(self, params: Params, content: Json) -> Json:
        chat = self._chat(params)
        self._count(chat)
        markup = _markup(params)
        if markup and "inline_keyboard" in markup:
            content["reply_markup"] = markup
        elif markup:
            chat.keyboard = None if markup.get("remove_keyboard") else markup
        answered = _json(params.get("reply_parameters"))
        if answered:
            content["reply_to_message"] = chat.messages.get(answered["message_id"])
        return await self._world.from_bot(chat, content)

    def _count(self, chat: Chat, *, edit: bool = False) -> None:
        """Refuse what is too much."""
        wait = self._world.limits.wait(chat.id, edit=edit) if self._world.limits else 0
        if wait:
            raise ApiError(429, f"Too Many Requests: retry after {wait}", retry_after=wait)

    def _photo(self, photo: Any) -> list[Json]:
        if isinstance(photo, tuple):
            try:
                return self._world.photo(photo[0])
            except OSError:
                raise ApiError(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
        return self._world.photo(self._known(str(photo), "photo").data)

    def _known(self, file_id: str, kind: str) -> Any:
        file = self._world.files.get(file_id)
        if file is None:
            raise ApiError(400, "Bad Request: wrong file identifier/HTTP URL specified")
        if file.kind != kind:
            raise ApiError(400, f"Bad Request: can't use file of type {file.kind} as {kind}")
        return file

    def _chat(self, params: Params) -> Chat:
        chat = self._world.chats.get(_number(params.get("chat_id")))
        if chat is None:
            raise ApiError(400, "Bad Request: chat not found")
        require_current(chat)
        if chat.blocked:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if not chat.started:
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    # editing

    async def _edit_text(self, params: Params) -> Json:
        message = self._message(params)
        if "text" not in message:
            raise ApiError(400, "Bad Request: there is no text in the message to edit")
        text, entities = parse(str(params.get("text", "")), str(params.get("parse_mode", "")))
        if not text.strip():
            raise ApiError(400, "Bad Request: message text is empty")
        if units(text) > TEXT_LIMIT:
            raise ApiError(400, "Bad Request: message is too long")
        return await self._edit(message, {"text": text, **_entities("entities", entities)}, params)

    async def _edit_caption(self, params: Params) -> Json:
        message = self._message(params)
        if "photo" not in message and "document" not in message:
            raise ApiError(400, "Bad Request: there is no caption in the message to edit")
        return await self._edit(message, _caption(params), params)

    async def _edit_markup(self, params: Params) -> Json:
        return await self._edit(self._message(params), {}, params, markup_only=True)

    def _message(self, params: Params) -> Json:
        chat = self._chat(params)
        self._count(chat, edit=True)
        message = chat.messages.get(_number(params.get("message_id")))
        if message is None:
            raise ApiError(400, "Bad Request: message to edit not found")
        if message.get("out"):
            raise ApiError(400, "Bad Request: message can't be edited")
        return message

    async def _edit(
        self, message: Json, content: Json, params: Params, *, markup_only: bool = False
    ) -> Json:
        kept = ("text", "entities", "caption", "caption_entities") if not markup_only else ()
        new = {k: v for k, v in message.items() if k not in (*kept, "reply_markup", "edit_date")}
        new |= content
        markup = _markup(params)
        if markup:
            new["reply_markup"] = markup
        before = {k: v for k, v in message.items() if k not in ("edit_date", "edited")}
        if {k: v for k, v in new.items() if k != "edited"} == before:
            raise ApiError(
                400,
                "Bad Request: message is not modified: specified new message content and reply "
                "markup are exactly the same as a current content and reply markup of the message",
            )
        message.clear()
        message.update(new, edit_date=self._world.date(), edited=True)
        event = {"type": "edited", "person": message["chat"]["id"], "message": dict(message)}
        await self._world.tell(event)
        return {k: v for k, v in message.items() if k != "edited"}

    async def _delete_message(self, params: Params) -> bool:
        chat = self._chat(params)
        message_id = _number(params.get("message_id"))
        if chat.messages.pop(message_id, None) is None:
            raise ApiError(400, "Bad Request: message to delete not found")
        await self._world.tell({"type": "deleted", "person": chat.id, "message_id": message_id})
        return True

    async def _answer_query(self, params: Params) -> bool:
        query = self._world.queries.get(str(params.get("callback_query_id")))
        if query is None or query["answered"]:
            raise ApiError(
                400,
                "Bad Request: query is too old and response timeout expired "
                "or query ID is invalid",
            )
        query["answered"] = True
        text = str(params.get("text") or "")
        alert = str(params.get("show_alert", "")).lower() == "true"
        await self._world.tell(
            {"type": "answer", "person": query["person"], "text": text, "alert": alert}
        )
        return True

    # files, commands, chats

    async def _get_file(self, params: Params) -> Json:
        file = self._world.files.get(str(params.get("file_id")))
        if file is None:
            raise ApiError(400, "Bad Request: wrong file_id")
        if len(file.data) > DOWNLOAD_LIMIT:
            raise ApiError(400, "Bad Request: file is too big")
        return {
            "file_id": file.file_id,
            "file_unique_id": file.file_id[:20],
            "file_size": len(file.data),
            "file_path": f"{file.kind}s/{file.file_id}",
        }

    async def _set_commands(self, params: Params) -> bool:
        if not params.get("language_code") and not params.get("scope"):
            self._world.commands = _json(params.get("commands")) or []
        return True

    async def _get_commands(self, _: Params) -> list[Json]:
        return self._world.commands

    async def _get_chat(self, params: Params) -> Json:
        chat = self._chat(params)
        return {
            **self._world.chat_json(chat),
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(
                ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False
            ),
        }


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value else value


def _number(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise ApiError(400, "Bad Request: chat not found") from None


def _entities(name: str, entities: list[dict[str, object]]) -> Json:
    return {name: entities} if entities else {}


def _caption(params: Params) -> Json:
    caption, entities = parse(str(params.get("caption") or ""), str(params.get("parse_mode", "")))
    if units(caption) > CAPTION_LIMIT:
        raise ApiError(400, "Bad Request: message caption is too long")
    return {"caption": caption, **_entities("caption_entities", entities)} if caption else {}


def _point(params: Params) -> Json:
    return {"latitude": float(params["latitude"]), "longitude": float(params["longitude"])}


def _markup(params: Params) -> Json | None:
    markup: Json | None = _json(params.get("reply_markup"))
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            data = button.get("callback_data")
            if data is not None and not 1 <= len(data.encode()) <= DATA_LIMIT:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
            if not button.get("text"):
                raise ApiError(400, "Bad Request: can't parse inline keyboard button")
    return markup

"""The sandbox as a server: the Bot API below ``/bot<token>``, people below ``/sandbox``."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import aiohttp
from aiohttp import web

from sandbox.botapi import BotApi, Params
from sandbox.clock import SandboxClock
from sandbox.limits import FloodLimits
from sandbox.people_routes import PeopleRoutes
from sandbox.world import ApiError, World

UPLOAD_LIMIT = 60 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sandbox:
    """A running sandbox."""

    url: str
    token: str
    clock: SandboxClock
    world: World


@asynccontextmanager
async def serve(
    port: int = 0,
    token: str = "123456:SANDBOX",  # noqa: S107  # worth nothing outside this machine
    username: str = "suishoupai_bot",
    clock: SandboxClock | None = None,
    *,
    limits: bool = False,
) -> AsyncIterator[Sandbox]:
    """Run a sandbox on 127.0.0.1 while the block lasts; port 0 takes a free one. With *limits*
    floods are answered with 429, as Telegram does."""
    world = World(clock or SandboxClock(), token, username)
    world.limits = FloodLimits() if limits else None
    runner = web.AppRunner(application(world), shutdown_timeout=0.05)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    pusher = asyncio.create_task(_push_webhooks(world))
    try:
        yield Sandbox(f"http://127.0.0.1:{runner.addresses[0][1]}", token, world.clock, world)
    finally:
        pusher.cancel()
        with suppress(asyncio.CancelledError):
            await pusher
        await runner.cleanup()


def application(world: World) -> web.Application:
    """The routes."""
    app = web.Application(client_max_size=UPLOAD_LIMIT)
    telegram = _Telegram(world)
    app.router.add_route("*", "/bot{token}/{method}", telegram.method)
    app.router.add_get("/file/bot{token}/{path:.+}", telegram.file)
    app.router.add_static("/static/", str(files("sandbox") / "page"))
    app.router.add_get("/", _page)
    PeopleRoutes(world).add_to(app)
    return app


async def _page(_: web.Request) -> web.StreamResponse:
    return web.FileResponse(
        str(files("sandbox") / "page" / "index.html"), headers={"Cache-Control": "no-store"}
    )


class _Telegram:
    """The wire format of the Bot API."""

    def __init__(self, world: World) -> None:
        self._world, self._api = world, BotApi(world)

    async def method(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        if request.match_info["token"] != self._world.token:
            return _refused(401, "Unauthorized")
        method = request.match_info["method"]
        params = await _params(request)
        chat = str(params.get("chat_id"))
        number = int(chat) if chat.lstrip("-").isdecimal() else None
        fault = self._world.failing(method, number)
        if fault and fault.hold == "before":
            await self._hold(number)
        if fault and not fault.drop and not fault.hold:
            extra = {"retry_after": fault.retry_after} if fault.retry_after else {}
            return _refused(fault.status, "Too Many Requests" if extra else "Failed", extra)
        answer = await self._answer(method, params)
        if fault and fault.hold:
            await self._hold(number)
        if fault and request.transport:
            request.transport.close()
        return answer

    async def _hold(self, chat: int | None) -> None:
        """Never answer; whoever listens hears that a call hangs."""
        await self._world.tell({"type": "held", "person": chat})
        await asyncio.Event().wait()

    async def _answer(self, method: str, params: Params) -> web.StreamResponse:
        call = {
            "method": method,
            "ok": True,
            "params": {k: v for k, v in params.items() if not isinstance(v, tuple)},
        }
        if method.lower() != "getupdates":
            self._world.calls.append(call)
        try:
            result = await self._api.call(method, params)
        except ApiError as error:
            call["ok"] = False
            return _refused(error.code, error.description, error.parameters)
        return web.json_response({"ok": True, "result": result})

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file that getFile named."""
        file = self._world.files.get(request.match_info["path"].rpartition("/")[2])
        if request.match_info["token"] != self._world.token or file is None:
            return _refused(404, "Not Found")
        return web.Response(
            body=io.BytesIO(file.data), content_type=file.mime or "application/octet-stream"
        )


async def _params(request: web.Request) -> Params:
    """Parameters from wherever Telegram takes them: query, form, multipart or JSON."""
    params: Params = dict(request.query)
    if request.content_type == "application/json":
        params.update(await request.json())
    elif request.can_read_body:
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                params[name] = (value.file.read(), value.filename, value.content_type)
            else:
                params[name] = value
    for name in [name for name, value in params.items() if str(value).startswith("attach://")]:
        params[name] = params[str(params[name]).removeprefix("attach://")]
    return params


def _refused(
    code: int, description: str, parameters: dict[str, int] | None = None
) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=code)


async def _push_webhooks(world: World) -> None:
    """Give updates to the webhook, one after another, until each was taken with a 2xx."""
    async with aiohttp.ClientSession() as session:
        while True:
            async with world.arrived:
                await world.arrived.wait_for(lambda: world.webhook.get("url") and world.updates)
            update = world.updates[0]
            if await _push(session, world.webhook, update) and world.updates:
                world.updates.popleft()
            else:
                await asyncio.sleep(0.2)


async def _push(session: aiohttp.ClientSession, webhook: dict[str, str], update: Any) -> bool:
    headers = {"X-Telegram-Bot-Api-Secret-Token": webhook["secret"]} if webhook["secret"] else {}
    headers["Content-Type"] = "application/json"
    try:
        async with session.post(
            webhook["url"], data=json.dumps(update), headers=headers
        ) as answer:
            return answer.status < 300  # noqa: PLR2004
    except aiohttp.ClientError:
        return False

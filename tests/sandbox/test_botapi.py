"""The sandbox answers as Telegram does, and is as strict."""

import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.people import Someone, Townspeople
from sandbox.server import Sandbox, serve
from tests.bot_api_schema import PATH, call_problems, problems
from tests.conftest import picture
from tests.journeys.conftest import City, city

__all__ = ["city"]

published = pytest.mark.skipif(
    not PATH.exists(), reason="the published schema is not beside the project"
)


class Api:
    """A bot that speaks plain HTTP."""

    def __init__(self, sandbox: Sandbox, http: aiohttp.ClientSession) -> None:
        self._url, self._http = f"{sandbox.url}/bot{sandbox.token}", http

    async def __call__(self, method: str, **params: Any) -> Any:
        async with self._http.post(f"{self._url}/{method}", json=params) as answer:
            body = await answer.json()
            return body["result"] if body["ok"] else body


@pytest.fixture
async def place() -> AsyncIterator[tuple[Api, Someone, Townspeople]]:
    async with (
        serve() as sandbox,
        aiohttp.ClientSession() as http,
        Townspeople(sandbox.url) as town,
    ):
        ma = await town.person(1, "马")
        await ma.says("/start")
        yield Api(sandbox, http), ma, town


@published
async def test_every_answer_is_as_published(place: tuple[Api, Someone, Townspeople]) -> None:
    api, ma, _ = place
    await ma.sends_photos([picture(), picture("blue")], caption="两张")
    await ma.sends_file(picture(), "a.jpg")
    await ma.shares_venue(36.8, 118.0, "公园", "路")
    sent = await api(
        "sendMessage",
        chat_id=1,
        text="<b>你好</b>",
        parse_mode="HTML",
        reply_markup={"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]},
    )
    await ma.presses("x")
    await ma.blocks()
    updates = await api("getUpdates")
    assert len(updates) == 7
    assert problems("Array of Update", updates) == []
    assert problems("Message", sent) == []
    assert problems("User", await api("getMe")) == []
    file = updates[1]["message"]["photo"][-1]["file_id"]
    assert problems("File", await api("getFile", file_id=file)) == []
    assert problems("WebhookInfo", await api("getWebhookInfo")) == []


@published
async def test_every_call_of_ours_is_as_published(city: City) -> None:
    """A whole case, and then every call that the service made, against the schema."""
    await city.reports()
    await city.wang.hears("新的事项")
    await city.resolves(city.wang)
    await city.chen.hears("请核查")
    await city.chen.presses("核查通过")
    await city.granny.hears("修好了吗")
    calls = list(city.sandbox.world.calls)
    assert len(calls) > 20
    for call in calls:
        params = {
            key: json.loads(value) if key in ("reply_markup", "commands") else value
            for key, value in call["params"].items()
        }
        wrong = set(call_problems(call["method"], params))
        # PTB sends its default parse_mode along with every edit; Telegram ignores it here.
        assert wrong <= {"editMessageReplyMarkup has no parse_mode"}


async def test_updates_are_given_again_until_they_are_confirmed(
    place: tuple[Api, Someone, Townspeople],
) -> None:
    api, ma, _ = place
    await ma.says("一")
    first = await api("getUpdates")
    assert await api("getUpdates") == first
    last = first[-1]["update_id"]
    assert await api("getUpdates", offset=last) == first[-1:]
    assert await api("getUpdates", offset=last + 1, timeout=0) == []


@pytest.mark.parametrize(
    ("method", "params", "said"),
    [
        ("sendMessage", {"text": "x" * 4097}, "message is too long"),
        ("sendMessage", {"text": " "}, "message text is empty"),
        ("sendMessage", {"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities"),
        ("sendMessage", {"text": "<x>y</x>", "parse_mode": "HTML"}, "Unsupported start tag"),
        ("sendMessage", {"text": "x", "chat_id": 99}, "chat not found"),
        ("sendPhoto", {"photo": "nothing"}, "wrong file identifier"),
        ("editMessageText", {"text": "x", "message_id": 99}, "message to edit not found"),
        ("answerCallbackQuery", {"callback_query_id": "9"}, "query is too old"),
        ("flyToTheMoon", {}, "not found"),
        (
            "sendMessage",
            {
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "路" * 22}]]},
            },
            "BUTTON_DATA_INVALID",
        ),
    ],
)
async def test_it_is_strict_about_what_telegram_is_strict_about(
    place: tuple[Api, Someone, Townspeople], method: str, params: dict[str, Any], said: str
) -> None:
    api, _, _ = place
    answer = await api(method, **{"chat_id": 1, **params})
    assert answer["ok"] is False
    assert said in answer["description"]


async def test_an_edit_that_changes_nothing_is_refused_and_a_blocked_bot_too(
    place: tuple[Api, Someone, Townspeople],
) -> None:
    api, ma, town = place
    sent = await api("sendMessage", chat_id=1, text="x")
    same = await api("editMessageText", chat_id=1, message_id=sent["message_id"], text="x")
    assert "message is not modified" in same["description"]
    await ma.blocks()
    assert (await api("sendMessage", chat_id=1, text="y"))["error_code"] == 403
    stranger = await town.person(2, "李")
    answer = await api("sendMessage", chat_id=stranger.id, text="y")
    assert "can't initiate" in answer["description"]


async def test_a_flood_is_answered_with_how_long_to_wait(
    place: tuple[Api, Someone, Townspeople],
) -> None:
    api, _, town = place
    await town.fault(method="sendMessage", status=429, retry_after=7)
    answer = await api("sendMessage", chat_id=1, text="x")
    assert answer["error_code"] == 429
    assert answer["parameters"] == {"retry_after": 7}


async def test_too_many_messages_to_one_chat_are_too_many() -> None:
    async with serve(limits=True) as sandbox, aiohttp.ClientSession() as http:
        async with Townspeople(sandbox.url) as town:
            await (await town.person(1, "马")).says("/start")
        api = Api(sandbox, http)
        answers = [await api("sendMessage", chat_id=1, text=f"{n}") for n in range(8)]
    refused = [answer for answer in answers if answer.get("error_code") == 429]
    assert refused
    assert refused[0]["parameters"]["retry_after"] >= 1
    assert "message_id" in answers[0]


async def test_a_group_hears_the_bot_and_the_bot_the_group(
    place: tuple[Api, Someone, Townspeople],
) -> None:
    api, ma, town = place
    group = await town.gather(-5, "市城市管理局")
    await ma.says("/due@suishoupai_bot", group=-5)
    await ma.says("大家好", group=-5)
    await ma.says("/due@another_bot", group=-5)
    update = (await api("getUpdates", timeout=1))[-1]
    assert update["message"]["chat"] == {"id": -5, "type": "group", "title": "市城市管理局"}
    assert update["message"]["from"]["id"] == 1
    assert update["message"]["text"] == "/due@suishoupai_bot"
    await api("sendMessage", chat_id=-5, text="收到")
    assert [message.text for message in await group.chat()][1:] == [
        "大家好",
        "/due@another_bot",
        "收到",
    ]


async def test_a_button_in_a_group_is_pressed_by_whoever_is_there(
    place: tuple[Api, Someone, Townspeople],
) -> None:
    api, ma, town = place
    await town.gather(-5, "市城市管理局")
    keyboard = {"inline_keyboard": [[{"text": "接单", "callback_data": "x"}]]}
    await api("sendMessage", chat_id=-5, text="新的事项", reply_markup=keyboard)
    await ma.presses("接单", group=-5)
    query = (await api("getUpdates", timeout=1))[-1]["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (1, -5)


async def test_a_group_becomes_a_supergroup_and_says_where_it_is(
    place: tuple[Api, Someone, Townspeople],
) -> None:
    api, _, town = place
    group = await town.migrate(await town.gather(-5, "市城市管理局"), -1005)
    refused = await api("sendMessage", chat_id=-5, text="x")
    assert refused["parameters"] == {"migrate_to_chat_id": -1005}
    sent = await api("sendMessage", chat_id=-1005, text="x")
    assert sent["chat"]["type"] == "supergroup"
    assert [message.text for message in await group.chat()] == ["x"]
    updates = await api("getUpdates", timeout=1)
    assert updates[-1]["message"]["migrate_from_chat_id"] == -5


async def test_a_wrong_token_is_unauthorized(place: tuple[Api, Someone, Townspeople]) -> None:
    _, _, town = place
    assert town.http
    async with town.http.get(f"{town.url}/bot1:x/getMe") as answer:
        assert answer.status == 401

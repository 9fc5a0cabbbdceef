"""How a group becomes a supergroup, which is another chat."""

from typing import Any

from sandbox.world import ApiError, Chat, World

UPGRADED = "Bad Request: group chat was upgraded to a supergroup chat"


async def migrate(world: World, old: int, new: int) -> Chat:
    """The group *old* becomes the supergroup *new*: its old id is refused from now on, its
    messages stay behind."""
    group = world.chats[old]
    if group.kind != "group" or new >= 0 or new in world.chats:
        raise ApiError(400, "only a group becomes a supergroup, under an id of its own")
    world.chats[new] = Chat(new, group.title, "supergroup", started=True)
    group.migrated_to = new
    await _announce(world, group, {"migrate_to_chat_id": new})
    await _announce(world, world.chats[new], {"migrate_from_chat_id": old})
    return world.chats[new]


async def _announce(world: World, chat: Chat, content: dict[str, Any]) -> None:
    message = {
        "message_id": world.next_message_id(),
        "chat": world.chat_json(chat),
        "date": world.date(),
        **content,
    }
    await world.update({"message": message})


def require_current(chat: Chat) -> None:
    """Raise what Telegram answers to the id of a group that is another chat now."""
    if chat.migrated_to is not None:
        raise ApiError(400, UPGRADED, migrate_to_chat_id=chat.migrated_to)

"""Runs the service until it is told to stop; then finishes what it has begun."""

import asyncio
import sys

from telegram import Update
from telegram.error import TelegramError

from bot.app import Service, build
from bot.clockwork import POLL_PATIENCE
from bot.config import Config, require_token
from bot.failure import CannotRun
from bot.storage.engine import Database, open_database
from bot.storage.migrate import upgrade

# Each SQL statement hops to a thread and back; at Python's 5 ms a busy loop keeps it waiting.
SWITCH_EVERY = 0.0005
ALLOWED = Update.ALL_TYPES


def run(config: Config, *, webhook: bool) -> None:
    """Serve until SIGINT or SIGTERM; raises CannotRun and StorageError."""
    require_token(config)
    sys.setswitchinterval(SWITCH_EVERY)
    asyncio.run(prepare(open_database(config.database_url)))
    service = build(config)
    try:
        _serve(service, config, webhook=webhook)
    except TelegramError as error:
        raise CannotRun(f"Telegram refused: {error.message}") from None


def _serve(service: Service, config: Config, *, webhook: bool) -> None:
    if webhook:
        _webhook(service, config)
    else:
        service.watch.pulse.expect("poll", POLL_PATIENCE)
        service.app.run_polling(allowed_updates=ALLOWED, bootstrap_retries=3)


async def prepare(database: Database) -> None:
    """Bring the schema up to date; raises StorageError."""
    try:
        await upgrade(database)
    finally:
        await database.close()


def _webhook(service: Service, config: Config) -> None:
    if not config.webhook_url:
        raise CannotRun("--webhook needs telegram.webhook_url in config.toml")
    service.app.run_webhook(
        listen=config.webhook_listen,
        port=config.webhook_port,
        url_path="telegram",
        webhook_url=config.webhook_url,
        secret_token=config.webhook_secret or None,
        allowed_updates=ALLOWED,
        bootstrap_retries=3,
    )

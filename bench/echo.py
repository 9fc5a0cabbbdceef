"""A bare echo bot, as PTB ships it: what the service is measured beside."""

import os
from typing import Any

from telegram import Update
from telegram.ext import ApplicationBuilder, MessageHandler, filters


async def echo(update: Update, _: Any) -> None:
    """Say it back."""
    if update.message:
        await update.message.reply_text(update.message.text or "x")


def main() -> None:
    """Poll until SIGTERM."""
    base = os.environ["SUISHOUPAI_TELEGRAM__API_BASE_URL"]
    app = (
        ApplicationBuilder()
        .token(os.environ["TELEGRAM_BOT_TOKEN"])
        .base_url(f"{base}/bot")
        .build()
    )
    app.add_handler(MessageHandler(filters.TEXT, echo))
    app.run_polling()


if __name__ == "__main__":
    main()

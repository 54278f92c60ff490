"""Makes the bot of the settings."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bots.errors import BadEnvelope
from bots.objects import read_object
from bots.telegram.api import TelegramApi
from bots.telegram.updates import readable

if TYPE_CHECKING:
    from assistant.settings import TelegramSettings


class UpdatesRequest(HTTPXRequest):
    """Fetches updates. One that cannot be read must not keep the bot from those after it."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            told = read_object(payload)
        except BadEnvelope as exc:
            raise TelegramError("Invalid server response") from exc
        fetched = told.get("result")
        if isinstance(fetched, list):
            numbered = (u for u in fetched if isinstance(u, dict) and isinstance(u.get("update_id"), int))
            told["result"] = [readable(update) for update in numbered]
        return told


def open_api(chosen: TelegramSettings) -> TelegramApi:
    """The bot; nothing is sent yet."""
    # of a 429 it tells with a traceback; we log that ourselves
    logging.getLogger("telegram.ext.AIORateLimiter").setLevel(logging.CRITICAL)
    base = chosen.api_base_url.rstrip("/")
    # it paces what we send; waiting for the 429 of one chat is ours to do, since it would hold up all of them
    bot = ExtBot(
        chosen.token.get_secret_value() if chosen.token else "",
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(connection_pool_size=32, pool_timeout=10, read_timeout=20),
        get_updates_request=UpdatesRequest(connection_pool_size=2),
        rate_limiter=AIORateLimiter(max_retries=0),
    )
    return TelegramApi(bot)

"""Fetches updates and confirms them only when they are in the inbox."""

from __future__ import annotations

import asyncio
import time

import structlog
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from assistant.errors import ConfigError
from bots.errors import TryLater, Undeliverable
from bots.telegram.api import seconds_of
from bots.telegram.line import TelegramLine
from bots.telegram.updates import ALLOWED

log = structlog.get_logger(__name__)

_WAIT_S = 25  # Telegram holds a request for that long when there is nothing
_PAUSES_S = (1.0, 2.0, 5.0, 10.0, 30.0)
_EMPTY_S = 0.3  # a server that does not hold requests is not asked more often


async def poll(line: TelegramLine) -> None:
    """Until cancelled. Raises `ConfigError` for a token that Telegram does not know."""
    failures, offset, ready = 0, None, False
    while True:
        wait = _PAUSES_S[min(failures, len(_PAUSES_S) - 1)]
        try:
            if not ready:
                await line.api.me()
                await line.api.drop_webhook()
                ready = True
                log.info("polling", channel=line.name)
            offset = await _fetch(line, offset)
            failures = 0
            continue
        except (InvalidToken, Undeliverable) as exc:
            raise ConfigError("Telegram 不认识这个 token,请检查 WENZHENG_TELEGRAM__TOKEN。") from exc
        except Conflict:  # another program fetches the same updates, or there is a webhook again
            log.warning("another program fetches the same updates", channel=line.name)
            ready = False
        except (TelegramError, TryLater) as exc:
            log.warning("fetching updates failed", channel=line.name, error=type(exc).__name__)
            wait = max(wait, seconds_of(exc)) if isinstance(exc, RetryAfter) else wait
        except Exception:  # outermost loop: a database that is away for a moment must not end the service
            log.exception("keeping updates failed", channel=line.name)
        await asyncio.sleep(wait)
        failures += 1


async def _fetch(line: TelegramLine, offset: int | None) -> int | None:
    started = time.monotonic()
    updates = await line.api.bot.get_updates(offset, timeout=_WAIT_S, allowed_updates=ALLOWED)
    for update in updates:
        await line.receive(update)
        offset = update.update_id + 1
    if not updates and time.monotonic() - started < _EMPTY_S:
        await asyncio.sleep(_EMPTY_S)
    return offset

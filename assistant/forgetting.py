"""What must not be kept for ever is erased while a service runs."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from assistant.errors import ServiceUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.core import Assistant

_EVERY_S = 3600

logger = logging.getLogger(__name__)


def now() -> datetime:
    return datetime.now(UTC)


async def forget_what_is_old(assistant: Assistant, *, keep_days: int, clock: Callable[[], datetime] = now) -> None:
    """Every hour, until cancelled: expired sessions, answers older than `keep_days`, counts of past asks."""
    while True:
        oldest = clock() - timedelta(days=keep_days)
        try:
            answers = await assistant.run(assistant.records.answers.forget_before, oldest)
            sessions = await assistant.run(assistant.sessions.purge)
            await assistant.run(assistant.records.asks.forget_old)
        except ServiceUnavailable as exc:  # another process may be at it, or the database away for a moment
            logger.warning("what is old could not be forgotten, trying again in an hour: %s", exc)
        else:
            logger.info("forgot %d answers and %d sessions", answers, sessions)
        await asyncio.sleep(_EVERY_S)

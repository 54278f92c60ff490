"""Whether the knowledge base can serve, looked at again only after a while, since a look searches the indexes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from assistant.core import Assistant
    from ingestion.knowledge import Health

log = structlog.get_logger(__name__)


class Readiness:
    """The newest look, at most `seconds` old. What is wrong is logged where it was not wrong at the look before."""

    def __init__(self, assistant: Assistant, clock: Callable[[], datetime], seconds: float = 10) -> None:
        self._assistant = assistant
        self._clock = clock
        self._keep = timedelta(seconds=seconds)
        self._lock = threading.Lock()
        self._seen: tuple[datetime, Health, str] | None = None

    def look(self) -> tuple[Health, str]:
        """Health and the version that was looked at. Blocks: call it in a thread."""
        with self._lock:
            now = self._clock()
            if self._seen is None or now - self._seen[0] >= self._keep:
                knowledge = self._assistant.knowledge
                health, before = knowledge.health(), self._seen
                if not health.ok and (before is None or before[1].problems != health.problems):
                    log.warning("not ready", problems=health.problems)
                self._seen = (now, health, knowledge.version)
            return self._seen[1], self._seen[2]

"""What is remembered of a conversation between messages: its session, its region, its last answer, who blocked us."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from bots.tables import BLOCKED, METADATA, TALKS
from ingestion.knowledge.database import writing

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Page:
    """One conversation. `session_id` changes when the conversation is reset."""

    session_id: str
    region: str | None = None
    answer_id: str | None = None


class Book:
    """Conversations in SQL, found by a digest of channel, chat and user. Synchronous and thread-safe."""

    def __init__(self, engine: Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock
        with writing(engine) as connection:  # a transaction that reads first could not begin to write
            METADATA.create_all(connection)

    def open(self, memory: str) -> Page:
        name = _digest(memory)
        with self._engine.connect() as connection:
            row = connection.execute(select(TALKS).where(TALKS.c.memory == name)).one_or_none()
        if row is None:
            return Page(f"bot-{name[:40]}-0")
        return Page(f"bot-{name[:40]}-{row.generation}", row.region, row.answer_id)

    def answered(self, memory: str, answer_id: str) -> None:
        self._write(memory, answer_id=answer_id)

    def restrict(self, memory: str, region: str | None) -> None:
        self._write(memory, region=region)

    def reset(self, memory: str) -> None:
        """Start a new session; the region goes too."""
        self._write(memory, generation=TALKS.c.generation + 1, region=None, answer_id=None)

    def block(self, queue: str) -> None:
        """Remember that this chat cannot be written to."""
        name = _digest(queue)
        with writing(self._engine) as connection:
            connection.execute(delete(BLOCKED).where(BLOCKED.c.queue == name))
            connection.execute(insert(BLOCKED), {"queue": name, "since": self._clock()})

    def unblock(self, queue: str) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(BLOCKED).where(BLOCKED.c.queue == _digest(queue)))

    def blocked_since(self, queue: str) -> float | None:
        """When it was found that this chat cannot be written to; None where it can."""
        query = select(BLOCKED.c.since).where(BLOCKED.c.queue == _digest(queue))
        with self._engine.connect() as connection:
            return connection.scalar(query)

    def forget_before(self, moment: float) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(TALKS).where(TALKS.c.touched < moment))

    def _write(self, memory: str, **values: object) -> None:
        name, now = _digest(memory), self._clock()
        with writing(self._engine) as connection:
            changed = connection.execute(update(TALKS).where(TALKS.c.memory == name).values(**values, touched=now))
            if not changed.rowcount:
                first = {"generation": 1} if "generation" in values else {}
                connection.execute(insert(TALKS).values(**{"memory": name, **values, "touched": now, **first}))


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()

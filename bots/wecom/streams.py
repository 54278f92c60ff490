"""Answers that WeCom fetches piece by piece, kept where every worker finds them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bots.tables import METADATA, STREAMS
from ingestion.knowledge.database import writing

if TYPE_CHECKING:
    from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Stream:
    """What can be shown of an answer by now. `closed`: its end is sent by another way."""

    id: str
    content: str
    started: float
    finished: bool = False
    closed: bool = False
    answer_id: str | None = None
    card: Mapping[str, Any] | None = None


class Streams:
    """Streams in SQL. Synchronous and thread-safe."""

    def __init__(self, engine: Engine, clock: Callable[[], float]) -> None:
        self._engine = engine
        self._clock = clock
        with writing(engine) as connection:  # a transaction that reads first could not begin to write
            METADATA.create_all(connection)

    def open(self, stream_id: str, content: str) -> Stream:
        """The stream, new where there is none."""
        found = self.find(stream_id)
        if found:
            return found
        try:
            with writing(self._engine) as connection:
                connection.execute(
                    insert(STREAMS), {"id": stream_id, "content": content, "started": self._clock(), "finished": False}
                )
        except IntegrityError:  # a repeat of the same message came at the same moment
            return self.open(stream_id, content)
        return Stream(stream_id, content, started=self._clock())

    def find(self, stream_id: str) -> Stream | None:
        with self._engine.connect() as connection:
            row = connection.execute(select(STREAMS).where(STREAMS.c.id == stream_id)).one_or_none()
        if row is None:
            return None
        card = json.loads(row.card) if row.card else None
        return Stream(row.id, row.content, row.started, row.finished, row.closed, row.answer_id, card)

    def grow(self, stream_id: str, content: str) -> None:
        self._change(stream_id, content=content)

    def finish(self, stream_id: str, content: str, answer_id: str, card: Mapping[str, Any] | None) -> bool:
        """Put the whole answer in; False if the stream was closed before."""
        packed = json.dumps(card, ensure_ascii=False) if card else None
        return self._change(stream_id, content=content, finished=True, answer_id=answer_id or None, card=packed)

    def close(self, stream_id: str) -> bool:
        """End the stream without its answer; False if it had ended."""
        return self._change(stream_id, closed=True)

    def answer(self, stream_id: str, answer_id: str) -> None:
        """Remember which answer it was, for opinions of it."""
        with writing(self._engine) as connection:
            connection.execute(update(STREAMS).where(STREAMS.c.id == stream_id).values(answer_id=answer_id))

    def take_response(self, stream_id: str) -> bool:
        """True for the one caller who may use the response address."""
        free = (STREAMS.c.id == stream_id) & STREAMS.c.posted.is_(False)
        with writing(self._engine) as connection:
            return bool(connection.execute(update(STREAMS).where(free).values(posted=True)).rowcount)

    def forget_before(self, moment: float) -> None:
        with writing(self._engine) as connection:
            connection.execute(delete(STREAMS).where(STREAMS.c.started < moment))

    def _change(self, stream_id: str, **values: object) -> bool:
        """Change a stream that is still open."""
        is_open = (STREAMS.c.id == stream_id) & STREAMS.c.finished.is_(False) & STREAMS.c.closed.is_(False)
        with writing(self._engine) as connection:
            return bool(connection.execute(update(STREAMS).where(is_open).values(values)).rowcount)

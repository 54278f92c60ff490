"""Writes behind the caller's back: what is put is written in batches, by a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from assistant.errors import ServiceUnavailable

T = TypeVar("T")

_BATCH = 200
_PAUSES_S = (0.2, 1.0, 5.0)  # between tries while the database is away

logger = logging.getLogger(__name__)


class Recorder(Generic[T]):
    """Hands rows to `write` in the order they were put. Its thread starts with the first one.

    Rows that cannot be written after several tries are given up and counted in the log.
    """

    def __init__(self, write: Callable[[Sequence[T]], None], pauses_s: Sequence[float] = _PAUSES_S) -> None:
        self._write = write
        self._pauses_s = pauses_s
        self._changed = threading.Condition()
        self._rows: list[T] = []
        self._put = self._done = 0
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, row: T) -> None:
        """Keep the row soon; never waits."""
        with self._changed:
            if self._closing.is_set():
                raise RuntimeError("put after close")
            self._rows.append(row)
            self._put += 1
            self._changed.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="recorder", daemon=True)
                self._thread.start()

    def settle(self) -> None:
        """Return once what has been put so far is written. Blocking."""
        with self._changed:
            goal = self._put
            self._changed.wait_for(lambda: self._done >= goal)

    def close(self) -> None:
        """Write what is left and end the thread. Blocking."""
        with self._changed:
            self._closing.set()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while rows := self._next():
            try:
                self._persist(rows)
            except Exception:  # outermost loop: whoever waits for these rows must not wait for ever
                logger.exception("%d answers were not recorded", len(rows))
            with self._changed:
                self._done += len(rows)
                self._changed.notify_all()

    def _next(self) -> list[T]:
        """The rows to write next; none when it is time to leave."""
        with self._changed:
            self._changed.wait_for(lambda: self._rows or self._closing.is_set())
            rows, self._rows = self._rows[:_BATCH], self._rows[_BATCH:]
            return rows

    def _persist(self, rows: Sequence[T]) -> None:
        for pause_s in self._pauses_s:
            try:
                return self._write(rows)
            except ServiceUnavailable:
                logger.warning("%d answers could not be recorded yet, trying again", len(rows))
                self._closing.wait(pause_s)
        return self._write(rows)

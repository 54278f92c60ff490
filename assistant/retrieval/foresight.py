"""Questions embedded ahead of the search for them, beside the work that comes before it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from ingestion.knowledge.embedding import Embedder, Vectors

T = TypeVar("T")

_THREADS = 16  # half of them wait for the others; the engine itself decides how many run at a time
_EXPECTED_MAX = 64
_HEAD_START_SECONDS = 0.0005  # enough to cut a question into tokens; what follows does not need the interpreter


class Foresight:
    """Begins to embed questions that will be searched for. Thread-safe."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="embedding")
        self._expected: OrderedDict[str, Future[Vectors]] = OrderedDict()
        self._running: set[Future[Vectors]] = set()
        self._lock = threading.Lock()

    def guess(self, question: str) -> None:
        """Begin to embed what is likely to be searched for, unless other questions are being embedded."""
        if self._running:
            return
        embedding = self._begin(question)
        with self._lock:
            self._expected[question] = embedding
            if len(self._expected) > _EXPECTED_MAX:
                self._expected.popitem(last=False)

    def forget(self, question: str) -> None:
        """Do not embed a question after all."""
        with self._lock:
            embedding = self._expected.pop(question, None)
        if embedding is not None:
            embedding.cancel()

    def vector_of(self, question: str) -> Future[Vectors]:
        """The vector that is to come."""
        with self._lock:
            embedding = self._expected.pop(question, None)
        return embedding or self._begin(question)

    def follow(self, embedding: Future[Vectors], work: Callable[[Vectors], T]) -> Future[T]:
        """Do what comes after an embedding as soon as it is there, beside the caller and in its context.

        It cannot wait for ever: an embedding is begun before what follows it, and the pool takes them in turn.
        """
        return self._pool.submit(copy_context().run, lambda: work(embedding.result()))

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _begin(self, question: str) -> Future[Vectors]:
        embedding = self._pool.submit(self._embedder.embed_query, question)
        self._running.add(embedding)
        embedding.add_done_callback(self._running.discard)
        # Only one thread has the interpreter, and this one would not soon let go of it
        wait([embedding], _HEAD_START_SECONDS)
        return embedding

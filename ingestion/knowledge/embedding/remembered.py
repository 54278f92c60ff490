"""Query vectors kept for a while: people ask the same thing again, and follow-ups repeat it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from ingestion.knowledge.embedding.contract import Embedder, Embedding, TokenReader, Vectors

CAPACITY = 1024
T = TypeVar("T")


class RememberingEmbedder:
    """Another embedder with the most recently used queries kept in memory, with their tokens where it tells them."""

    def __init__(self, inner: Embedder, *, capacity: int = CAPACITY) -> None:
        self._inner = inner
        self._vectors = _Kept(inner.embed_query, lambda vector: [vector], capacity)
        self.model_id = inner.model_id
        self.tokens = RememberingReader(inner.tokens, capacity) if inner.tokens else None

    @property
    def dimension(self) -> int:
        return self._inner.dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._inner.embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        return self.tokens.read_query(text).vector if self.tokens else self._vectors.of(text)


class RememberingReader:
    """The same of tokens."""

    def __init__(self, inner: TokenReader, capacity: int) -> None:
        self._inner = inner
        self._read = _Kept(inner.read_query, lambda read: [read.vector, read.tokens, read.weights], capacity)

    def read_passages(self, texts: Sequence[str]) -> list[Embedding]:
        return self._inner.read_passages(texts)

    def read_query(self, text: str) -> Embedding:
        return self._read.of(text)


class _Kept(Generic[T]):
    """What was made of the most recently used texts. Its arrays are shared, so that nobody may write to them."""

    def __init__(self, make: Callable[[str], T], arrays: Callable[[T], list[Any]], capacity: int) -> None:
        self._make = make
        self._arrays = arrays
        self._capacity = capacity
        self._made: OrderedDict[str, T] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, text: str) -> T:
        with self._lock:
            if (known := self._made.get(text)) is not None:
                self._made.move_to_end(text)
                return known
        made = self._make(text)
        for array in self._arrays(made):
            array.setflags(write=False)
        with self._lock:
            self._made[text] = made
            self._made.move_to_end(text)
            if len(self._made) > self._capacity:
                self._made.popitem(last=False)
        return made

"""Query vectors kept for a while: people ask the same thing again, and follow-ups repeat it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

from ingestion.knowledge.embedding.contract import Embedder, Vectors

CAPACITY = 1024


class RememberingEmbedder:
    """Another embedder with the most recently used query vectors kept in memory."""

    def __init__(self, inner: Embedder, *, capacity: int = CAPACITY) -> None:
        self._inner = inner
        self._capacity = capacity
        self._vectors: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()
        self.model_id = inner.model_id

    @property
    def dimension(self) -> int:
        return self._inner.dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._inner.embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        with self._lock:
            if (known := self._vectors.get(text)) is not None:
                self._vectors.move_to_end(text)
                return known
        vector = self._inner.embed_query(text)
        vector.setflags(write=False)
        with self._lock:
            self._vectors[text] = vector
            self._vectors.move_to_end(text)
            if len(self._vectors) > self._capacity:
                self._vectors.popitem(last=False)
        return vector

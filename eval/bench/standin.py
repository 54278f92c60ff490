"""A cheap embedder for the large corpus: hashed character pairs, so that like texts are near without a model."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from ingestion.knowledge.embedding import Embedder, Vectors

_DIMENSION = 384
_ROWS = 8192
_COMMON = 1.9  # vectors of one model share much: unlike texts have a cosine of about 0.8, as with the real model


class StandIn:
    """Vectors of passages and questions by their pairs of characters; a question also costs what `timed` takes."""

    model_id = "bench-pairs/2"
    dimension = _DIMENSION
    tokens = None

    def __init__(self, timed: Embedder | None = None) -> None:
        self._timed = timed
        random = np.random.default_rng(7)
        self._table = random.standard_normal((_ROWS, _DIMENSION), dtype=np.float32) / np.sqrt(_DIMENSION)
        self._shared = random.standard_normal(_DIMENSION, dtype=np.float32)
        self._shared *= _COMMON / np.linalg.norm(self._shared)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self._vector(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        if self._timed is not None:
            self._timed.embed_query(text)
        return self._vector(text)

    def _vector(self, text: str) -> Vectors:
        pairs = {zlib.crc32(text[i : i + 2].encode()) % _ROWS for i in range(max(1, len(text) - 1))}
        own = self._table[list(pairs)].sum(axis=0)
        vector = own / (np.linalg.norm(own) or 1.0) + self._shared
        return np.asarray(vector / np.linalg.norm(vector), dtype=np.float32)

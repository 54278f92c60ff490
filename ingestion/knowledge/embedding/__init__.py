"""Text to vectors: the model that ships with the project, or any OpenAI-compatible endpoint."""

from ingestion.knowledge.embedding.contract import Embedder, EmbeddingConfig, Vectors
from ingestion.knowledge.embedding.remembered import RememberingEmbedder

__all__ = ["Embedder", "EmbeddingConfig", "Vectors", "create_embedder"]


def create_embedder(config: EmbeddingConfig) -> Embedder:
    """The embedder that the configuration names; raises `EmbeddingError` where it cannot be had."""
    return RememberingEmbedder(_create(config))


def _create(config: EmbeddingConfig) -> Embedder:
    if config.provider == "openai":
        from ingestion.knowledge.embedding.remote import RemoteEmbedder

        return RemoteEmbedder(config)
    from ingestion.knowledge.embedding.native import NativeEmbedder

    return NativeEmbedder(threads=config.threads, batch_texts=config.batch_texts)

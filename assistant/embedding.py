"""The embedder that the settings name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.errors import ConfigError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ingestion.knowledge.embedding import Embedder


def open_embedder(settings: Settings) -> Embedder:
    """The embedder that the settings name. Raises `ConfigError` where they are incomplete."""
    from ingestion.knowledge.embedding import EmbeddingConfig, create_embedder

    chosen = settings.embedding
    if chosen.provider == "openai" and not chosen.model:
        raise ConfigError("向量服务缺少模型名:请设置 WENZHENG_EMBEDDING__MODEL。")
    return create_embedder(
        EmbeddingConfig(
            provider=chosen.provider,
            base_url=chosen.base_url,
            api_key=chosen.api_key.get_secret_value() if chosen.api_key else None,
            model=chosen.model,
            engine=chosen.engine,
            threads=chosen.threads,
            batch_texts=chosen.batch_texts,
            timeout_s=chosen.timeout_s,
            cache_dir=settings.data_dir / "models",
        )
    )

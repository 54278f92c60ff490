"""Any OpenAI-compatible embeddings endpoint."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

import numpy as np

from ingestion.errors import EmbeddingError
from ingestion.knowledge.embedding.contract import EmbeddingConfig, Vectors
from ingestion.knowledge.embedding.text import sanitise

DEFAULT_BASE_URL = "https://api.openai.com/v1"
DEFAULT_MODEL = "text-embedding-3-small"
# Longer texts are embedded in pieces and averaged: most models refuse or cut what exceeds 8,192 tokens.
WINDOW_CHARS = 4000


class RemoteEmbedder:
    """Vectors from an endpoint. The dimension is learnt from the first reply and every later reply must have it."""

    tokens = None

    def __init__(self, config: EmbeddingConfig) -> None:
        if config.base_url is None and config.api_key is None:
            raise EmbeddingError(
                "使用 openai 向量服务需要密钥或地址:请设置 WENZHENG_EMBEDDING__API_KEY,"
                "或用 WENZHENG_EMBEDDING__BASE_URL 指向兼容服务"
            )
        from langchain_openai import OpenAIEmbeddings
        from pydantic import SecretStr

        self._base_url = config.base_url or DEFAULT_BASE_URL
        model = config.model or DEFAULT_MODEL
        self._batch_texts = config.batch_texts
        # Servers other than OpenAI's take strings, not the token ids that the length check would send.
        self._client = OpenAIEmbeddings(
            model=model,
            base_url=self._base_url,
            api_key=SecretStr(config.api_key or "none"),
            timeout=config.timeout_s,
            chunk_size=config.batch_texts,
            check_embedding_ctx_length=False,
        )
        self.model_id = f"openai/{model}"
        self._dimension = 0
        self._discovery = threading.Lock()

    @property
    def dimension(self) -> int:
        if not self._dimension:
            with self._discovery:
                if not self._dimension:
                    self._request(["维度"])
        return self._dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        pieces = [(owner, piece) for owner, text in enumerate(texts) for piece in _pieces(sanitise(text))]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(pieces), self._batch_texts):
            batch = pieces[start : start + self._batch_texts]
            for (owner, piece), vector in zip(batch, self._request([piece for _, piece in batch]), strict=True):
                vectors[owner] += vector * len(piece)
        return _normalised(vectors)

    def embed_query(self, text: str) -> Vectors:
        vector: Vectors = self.embed_passages([text])[0]
        return vector

    def _request(self, texts: list[str]) -> Vectors:
        from openai import OpenAIError

        try:
            vectors = np.asarray(self._client.embed_documents(texts), dtype=np.float32)
        except OpenAIError as exc:
            raise EmbeddingError(self._advice(exc)) from exc
        except (ValueError, TypeError, KeyError, AttributeError) as exc:
            raise EmbeddingError(f"向量服务 {self._base_url} 的回复不是 OpenAI 兼容格式:请检查地址和模型名") from exc
        if vectors.ndim != 2 or len(vectors) != len(texts) or not np.isfinite(vectors).all():
            raise EmbeddingError(f"向量服务 {self._base_url} 返回的向量个数或数值不对:请检查地址和模型名")
        if self._dimension and vectors.shape[1] != self._dimension:
            raise EmbeddingError(
                f"向量服务 {self._base_url} 的维度由 {self._dimension} 变为 {vectors.shape[1]}:请检查模型是否被更换"
            )
        self._dimension = vectors.shape[1]
        return _normalised(vectors)

    def _advice(self, error: Exception) -> str:
        from openai import APIConnectionError, APITimeoutError, AuthenticationError, NotFoundError, RateLimitError

        where = f"向量服务 {self._base_url}"
        match error:
            case APITimeoutError():
                return f"{where} 超时:请稍后再试,或调大 WENZHENG_EMBEDDING__TIMEOUT_S"
            case APIConnectionError():
                return f"{where} 无法连接:请检查 WENZHENG_EMBEDDING__BASE_URL 和网络"
            case AuthenticationError():
                return f"{where} 拒绝了密钥:请检查 WENZHENG_EMBEDDING__API_KEY"
            case NotFoundError():
                return f"{where} 没有这个模型或路径:请检查 WENZHENG_EMBEDDING__MODEL 和 WENZHENG_EMBEDDING__BASE_URL"
            case RateLimitError():
                return f"{where} 限流或额度用尽:请稍后再试"
        return f"{where} 出错({type(error).__name__}):请稍后再试,并检查 WENZHENG_EMBEDDING 各项设置"


def _pieces(text: str) -> Iterator[str]:
    """The text in windows; endpoints refuse an empty string, so that a blank stands for it."""
    for start in range(0, max(len(text), 1), WINDOW_CHARS):
        yield text[start : start + WINDOW_CHARS] or " "


def _normalised(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit: Vectors = vectors / np.maximum(lengths, np.float32(1e-12))
    return unit

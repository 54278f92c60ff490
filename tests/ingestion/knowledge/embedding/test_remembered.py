from collections.abc import Sequence

import numpy as np
import pytest

from ingestion.knowledge.embedding.contract import Embedding, Vectors
from ingestion.knowledge.embedding.remembered import RememberingEmbedder


class CountingEmbedder:
    model_id = "counting/1"
    dimension = 2
    tokens = None

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), 2), dtype=np.float32)

    def embed_query(self, text: str) -> Vectors:
        self.asked.append(text)
        return np.array([len(text), 0], dtype=np.float32)


def test_the_questions_used_last_are_kept() -> None:
    inner = CountingEmbedder()
    embedder = RememberingEmbedder(inner, capacity=2)
    for question in ["甲", "乙", "甲", "丙", "甲", "乙"]:
        assert embedder.embed_query(question)[0] == len(question)
    assert inner.asked == ["甲", "乙", "丙", "乙"]


def test_a_shared_vector_cannot_be_changed() -> None:
    vector = RememberingEmbedder(CountingEmbedder()).embed_query("甲")
    with pytest.raises(ValueError, match="read-only"):
        vector[0] = 9


def test_everything_else_is_the_inner_embedder() -> None:
    embedder = RememberingEmbedder(CountingEmbedder())
    assert (embedder.model_id, embedder.dimension) == ("counting/1", 2)
    assert embedder.embed_passages(["甲", "乙"]).shape == (2, 2)


class ReadingEmbedder(CountingEmbedder):
    """Tells tokens as well."""

    @property
    def tokens(self) -> "ReadingEmbedder":  # type: ignore[override]
        return self

    def read_passages(self, texts: Sequence[str]) -> list[Embedding]:
        return [self._told(text, vector) for text, vector in zip(texts, self.embed_passages(texts), strict=True)]

    def read_query(self, text: str) -> Embedding:
        return self._told(text, self.embed_query(text))

    @staticmethod
    def _told(text: str, vector: Vectors) -> Embedding:
        return Embedding(vector, np.ones((len(text), 2), np.int8), np.full(len(text), 1 / len(text), np.float32))


def test_tokens_are_kept_with_the_vector_of_a_question() -> None:
    inner = ReadingEmbedder()
    embedder = RememberingEmbedder(inner)
    assert embedder.tokens
    vector, read = embedder.embed_query("甲乙"), embedder.tokens.read_query("甲乙")
    assert inner.asked == ["甲乙"]
    assert read.vector is vector
    assert read.tokens.shape == (2, 2)
    assert not read.tokens.flags.writeable
    assert not read.weights.flags.writeable
    assert [one.tokens.shape for one in embedder.tokens.read_passages(["甲", "乙丙"])] == [(1, 2), (2, 2)]


def test_an_embedder_without_tokens_tells_none() -> None:
    assert RememberingEmbedder(CountingEmbedder()).tokens is None

"""The tokens of clauses are kept with their vectors."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from ingestion.knowledge import KnowledgeBase, KnowledgeConfig
from ingestion.knowledge.embedding.contract import TOKEN_DIMENSION, Embedding
from tests.ingestion.knowledge.policies import HashEmbedder, policy

FOREST = policy("林业", "每年造林三万亩", "新建森林公园2处")
FEWER = policy("林业", "每年造林三万亩")


class ReadingEmbedder(HashEmbedder):
    """A token is a character of the text."""

    @property
    def tokens(self) -> "ReadingEmbedder":  # type: ignore[override]
        return self

    def read_passages(self, texts: Sequence[str]) -> list[Embedding]:
        return [self._reading(text) for text in texts]

    def read_query(self, text: str) -> Embedding:
        return self._reading(text)

    def _reading(self, text: str) -> Embedding:
        tokens = np.array([ord(character) % 127 for character in text], dtype=np.int8)
        return Embedding(self.embed_passages([text])[0], np.repeat(tokens[:, None], TOKEN_DIMENSION, axis=1))


def said(tokens: np.ndarray, words: str) -> bool:
    return bytes(ord(character) % 127 for character in words) in tokens[:, 0].tobytes()


def test_each_searched_clause_has_the_tokens_of_its_passage(data_dir: Path) -> None:
    with KnowledgeBase.open(KnowledgeConfig(data_dir), ReadingEmbedder()) as kb:
        kb.replace(FOREST, content_hash="a")
        clauses = kb.clauses("林业")
        for _ in range(2):  # from the catalog, then from memory
            found = kb.tokens(clauses)
            searched = [c for c in clauses if c.id in found]
            assert searched
            assert all(said(found[c.id], c.body.of(FOREST.document.text).strip()) for c in searched)


def test_tokens_outlast_the_process_and_go_with_their_texts(data_dir: Path) -> None:
    embedder = ReadingEmbedder()
    with KnowledgeBase.open(KnowledgeConfig(data_dir), embedder) as kb:
        kb.replace(FOREST, content_hash="a")
    embedded = len(embedder.embedded)
    with KnowledgeBase.open(KnowledgeConfig(data_dir), embedder) as kb:
        before = kb.tokens(kb.clauses("林业"))
        kb.replace(FEWER, content_hash="b")
        after = kb.tokens(kb.clauses("林业"))
        assert len(embedder.embedded) == embedded  # nothing is read twice
        assert len(after) == len(before) - 1
        assert not any(said(tokens, "新建森林公园2处") for tokens in after.values())
        kb.reembed()
        assert kb.tokens(kb.clauses("林业")).keys() == after.keys()


def test_a_move_to_a_model_that_tells_tokens_reads_them_all(data_dir: Path) -> None:
    with KnowledgeBase.open(KnowledgeConfig(data_dir), HashEmbedder()) as kb:
        kb.replace(FOREST, content_hash="a")
        assert kb.tokens(kb.clauses("林业")) == {}
    reading = ReadingEmbedder("reading/1")
    with KnowledgeBase.open(KnowledgeConfig(data_dir), reading, any_model=True) as kb:
        kb.reembed()
    with KnowledgeBase.open(KnowledgeConfig(data_dir), reading) as kb:
        assert len(kb.tokens(kb.clauses("林业"))) == kb.health().clauses

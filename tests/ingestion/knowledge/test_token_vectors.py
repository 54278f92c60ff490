"""The tokens of clauses are kept with their vectors."""

from pathlib import Path

import numpy as np

from ingestion.knowledge import KnowledgeBase, KnowledgeConfig
from tests.ingestion.knowledge.policies import HashEmbedder, ReadingEmbedder, policy, tokens_of

FOREST = policy("林业", "每年造林三万亩", "新建森林公园2处")
FEWER = policy("林业", "每年造林三万亩")


def said(tokens: np.ndarray, words: str) -> bool:
    told, wanted = (bytes(rows.argmax(axis=1).tolist()) for rows in (tokens, tokens_of(words)))
    return wanted in told


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

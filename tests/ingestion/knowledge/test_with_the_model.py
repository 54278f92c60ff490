"""The knowledge base with the model that ships."""

from pathlib import Path

from ingestion.knowledge import KnowledgeBase, KnowledgeConfig
from ingestion.knowledge.embedding import EmbeddingConfig, create_embedder
from ingestion.pipeline import ingest


def test_a_question_finds_its_clause_by_meaning(tmp_path: Path, data_dir: Path, shipped_corpus: Path) -> None:
    (policy,) = shipped_corpus.glob("桐乡*.txt")
    embedder = create_embedder(EmbeddingConfig(threads=2, cache_dir=tmp_path / "models"))
    with KnowledgeBase.open(KnowledgeConfig(data_dir), embedder) as kb:
        assert ingest([policy], kb).counts == {"ingested": 1}
        hits = kb.search_dense(embedder.embed_query("请院士来访交流有什么目标?"), limit=3)
        (text,) = {kb.document(hit.doc_id).text for hit in hits}
        assert any("院士" in kb.clause(hit.clause_id).body.of(text) for hit in hits)
        assert all(0.5 < hit.score <= 1 for hit in hits)
        assert kb.health().ok


def test_every_searched_clause_has_tokens(tmp_path: Path, data_dir: Path, shipped_corpus: Path) -> None:
    (policy,) = shipped_corpus.glob("桐乡*.txt")
    embedder = create_embedder(EmbeddingConfig(threads=2, cache_dir=tmp_path / "models"))
    with KnowledgeBase.open(KnowledgeConfig(data_dir), embedder) as kb:
        ingest([policy], kb)
        (doc_id,) = (document.id for document in kb.documents())
        tokens = kb.tokens(kb.clauses(doc_id))
        assert len(tokens) == kb.health().clauses
        assert all(len(own) and own.dtype.name == "int8" for own in tokens.values())

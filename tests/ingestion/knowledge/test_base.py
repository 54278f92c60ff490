"""The knowledge base as its users see it."""

from dataclasses import replace
from threading import Thread

import numpy as np
import pytest

from ingestion.errors import KnowledgeBaseError, KnowledgeBaseStale, NotFound
from ingestion.knowledge import Health, KnowledgeBase, Replacement
from ingestion.model import Region
from tests.ingestion.knowledge.policies import HashEmbedder, policy

FOREST = policy(
    "林业", "每年造林三万亩", "新建森林公园2处", region=Region("甲省", "乙市"), doc_number="乙发〔2020〕1号"
)
TRADE = policy("商贸", "培育外贸企业50家", "举办展会10场", region=Region("甲省", "丙市"))


@pytest.fixture
def filled(kb: KnowledgeBase) -> KnowledgeBase:
    kb.replace(FOREST, content_hash="a")
    kb.replace(TRADE, content_hash="b")
    return kb


def test_an_empty_knowledge_base_finds_nothing_and_is_well(kb: KnowledgeBase, embedder: HashEmbedder) -> None:
    assert kb.documents() == []
    assert kb.search_lexical("造林", limit=5) == []
    assert kb.search_dense(embedder.embed_query("造林"), limit=5) == []
    assert kb.health() == Health(0, 0, 0, 0)


def test_what_was_stored_is_read_back_exactly(filled: KnowledgeBase) -> None:
    document = filled.document("林业")
    assert document == FOREST.document
    assert filled.text("林业") == FOREST.document.text
    assert tuple(filled.clauses("林业")) == FOREST.clauses
    assert tuple(filled.responsibilities(doc_id="林业")) == FOREST.responsibilities
    assert tuple(filled.targets(doc_ids=["林业"])) == FOREST.targets
    assert tuple(filled.relations("林业")) == FOREST.relations
    assert tuple(filled.findings("林业")) == FOREST.findings
    assert filled.edits("林业") == (FOREST.raw_text, FOREST.edits)
    assert filled.content_hash("林业") == "a"


def test_the_list_of_documents_carries_no_text(filled: KnowledgeBase) -> None:
    assert [(d.id, d.text) for d in filled.documents()] == [("商贸", ""), ("林业", "")]


@pytest.mark.parametrize(
    ("question", "clause_id"),
    [("造林多少亩", "林业-1-1"), ("森林公园", "林业-1-2"), ("外贸企业", "商贸-1-1"), ("办多少场展会", "商贸-1-2")],
)
def test_both_searches_find_the_clause_that_says_so(
    filled: KnowledgeBase, embedder: HashEmbedder, question: str, clause_id: str
) -> None:
    assert filled.search_lexical(question, limit=2)[0].clause_id == clause_id
    passage = next(text for text in embedder.embedded if filled.clause(clause_id).path[1][2:] in text)
    dense = filled.search_dense(embedder.embed_query(passage), limit=2)
    assert dense[0].clause_id == clause_id
    assert dense[0].score == pytest.approx(1, abs=1e-4)
    assert len(dense) == 2


def test_a_search_within_documents_finds_only_theirs_and_scores_them_alike(
    filled: KnowledgeBase, embedder: HashEmbedder
) -> None:
    vector = embedder.embed_query("外贸企业造林")
    everywhere = {hit.clause_id: hit.score for hit in filled.search_dense(vector, limit=9)}
    within = filled.search_dense(vector, limit=9, doc_ids=frozenset({"林业"}))
    assert {hit.doc_id for hit in within} == {"林业"}
    assert [hit.score for hit in within] == pytest.approx([everywhere[hit.clause_id] for hit in within], abs=1e-4)
    assert {h.doc_id for h in filled.search_lexical("外贸企业造林", limit=9, doc_ids=frozenset({"林业"}))} == {"林业"}
    assert filled.search_dense(vector, limit=9, doc_ids=frozenset({"没有"})) == []
    assert filled.search_lexical("造林", limit=9, doc_ids=frozenset()) == []


@pytest.mark.parametrize("query", ["", "  ,。!", "\x00", '"AND(', "龘" * 5000])
def test_any_text_can_be_searched_for(filled: KnowledgeBase, query: str) -> None:
    assert filled.search_lexical(query, limit=3) == []


def test_a_heading_without_words_of_its_own_is_not_searched(filled: KnowledgeBase) -> None:
    assert filled.health() == Health(documents=2, clauses=4, vectors=4, lexical=4)


def test_clauses_come_in_the_order_asked_for_and_unknown_ones_are_left_out(filled: KnowledgeBase) -> None:
    assert list(filled.clause_map(["商贸-1-2", "没有", "林业-1-1", "商贸-1-2"])) == ["商贸-1-2", "林业-1-1"]
    with pytest.raises(NotFound, match="没有"):
        filled.clause("没有")
    for read in (filled.document, filled.clauses, filled.edits, filled.remove):
        with pytest.raises(NotFound):
            read("没有")


def test_units_targets_and_relations_are_found_by_what_they_name(filled: KnowledgeBase) -> None:
    assert filled.unit_names() == ["市科技局"]
    assert len(filled.responsibilities(unit="市科技局")) == 4
    assert [r.clause_id for r in filled.responsibilities(clause_ids=["商贸-1-2", "商贸-1-1"])] == [
        "商贸-1-1",
        "商贸-1-2",
    ]
    assert [t.clause_id for t in filled.targets(doc_ids=["林业"], clause_ids=["林业-1-2", "商贸-1-1"])] == ["林业-1-2"]
    assert filled.targets(indicator="没有") == []
    named = replace(FOREST.document, id="另", doc_number="国发〔2019〕1号", title="别的")
    assert [doc_id for doc_id, _ in filled.relations_to(named)] == ["商贸", "林业"]


def test_a_replaced_document_is_new_everywhere(filled: KnowledgeBase, embedder: HashEmbedder) -> None:
    before = filled.version
    filled.replace(policy("林业", "退耕还草五百亩", edition="修订"), content_hash="c")
    assert filled.version != before
    assert filled.content_hash("林业") == "c"
    assert "退耕还草" in filled.document("林业").text
    assert "退耕还草" in filled.text("林业")
    assert [c.id for c in filled.clauses("林业")] == ["林业-1", "林业-1-1"]
    assert "退耕" in filled.clause("林业-1-1").path[1]
    assert filled.search_lexical("森林公园", limit=5) == []
    assert {h.clause_id for h in filled.search_dense(embedder.embed_query("森林公园"), limit=9)} == {
        "林业-1-1",
        "商贸-1-1",
        "商贸-1-2",
    }
    assert filled.health() == Health(documents=2, clauses=3, vectors=3, lexical=3)


def test_a_removed_document_is_gone_everywhere(filled: KnowledgeBase, embedder: HashEmbedder) -> None:
    filled.search_dense(embedder.embed_query("造林"), limit=2, doc_ids=frozenset({"林业"}))
    filled.remove("林业")
    assert [d.id for d in filled.documents()] == ["商贸"]
    assert filled.clause_map(["林业-1-1"]) == {}
    assert filled.responsibilities(doc_id="林业") == []
    assert filled.search_lexical("造林", limit=5) == []
    vector = embedder.embed_query("造林")
    assert {h.doc_id for h in filled.search_dense(vector, limit=9)} == {"商贸"}
    assert filled.search_dense(vector, limit=9, doc_ids=frozenset({"林业"})) == []
    assert filled.health().ok


def test_unchanged_clauses_are_not_embedded_again(filled: KnowledgeBase, embedder: HashEmbedder) -> None:
    embedder.embedded.clear()
    changed = policy("林业", "每年造林三万亩", "新建森林公园2处", "管护古树", region=Region("甲省", "乙市"))
    filled.replace(changed, content_hash="c")
    assert len(embedder.embedded) == 1
    assert "管护古树" in embedder.embedded[0]


def test_documents_replaced_together_report_every_clause(kb: KnowledgeBase) -> None:
    done: list[int] = []
    kb.replace_all([Replacement(FOREST, "a", "/x/林业.txt"), Replacement(TRADE, "b")], progress=done.append)
    assert sum(done) == 4
    assert [(s.doc_id, s.origin) for s in kb.sources()] == [("商贸", ""), ("林业", "/x/林业.txt")]
    kb.move("林业", "/y/林业.txt")
    assert kb.sources()[1].origin == "/y/林业.txt"


def test_a_refused_document_leaves_the_old_one_and_sound_indexes(filled: KnowledgeBase) -> None:
    stolen = replace(policy("窃", "占用编号"), clauses=policy("林业", "占用编号").clauses)
    with pytest.raises(KnowledgeBaseError, match="条款编号"):
        filled.replace(stolen, content_hash="x")
    assert tuple(filled.clauses("林业")) == FOREST.clauses
    assert filled.search_lexical("占用编号", limit=3) == []
    filled.replace(policy("农业", "深耕良田"), content_hash="d")
    assert filled.health() == Health(documents=3, clauses=5, vectors=5, lexical=5)


def test_a_snapshot_keeps_the_old_state_to_its_end(filled: KnowledgeBase, embedder: HashEmbedder) -> None:
    vector = embedder.embed_query("造林")
    with filled.snapshot():
        version = filled.version
        other = Thread(target=filled.remove, args=("林业",))
        other.start()
        other.join()
        assert filled.version == version
        assert filled.document("林业") == FOREST.document
        assert tuple(filled.clauses("林业")) == FOREST.clauses
    assert filled.version != version
    assert {h.doc_id for h in filled.search_dense(vector, limit=9)} == {"商贸"}


def test_a_query_vector_of_another_length_is_refused(filled: KnowledgeBase) -> None:
    for doc_ids in (None, frozenset({"林业"})):
        with pytest.raises(KnowledgeBaseStale, match="reembed"):
            filled.search_dense(np.ones(7, dtype=np.float32), limit=3, doc_ids=doc_ids)


@pytest.mark.parametrize("wanted", [3, 60])
def test_a_broad_filter_finds_what_the_exact_search_finds(
    kb: KnowledgeBase, embedder: HashEmbedder, monkeypatch: pytest.MonkeyPatch, wanted: int
) -> None:
    kb.replace_all([Replacement(policy(f"文{i}", f"甲{i}任务", f"乙{i * 31}事项"), "h") for i in range(30)])
    chosen = frozenset(f"文{i}" for i in range(0, 30, 2))
    vector = embedder.embed_query("乙事项任务")
    exact = kb.search_dense(vector, limit=wanted, doc_ids=chosen)
    monkeypatch.setattr("ingestion.knowledge.reader._MANY_DOCUMENTS", 10)
    broad = kb.search_dense(vector, limit=wanted, doc_ids=chosen)
    assert len(broad) == min(wanted, 30)
    assert {hit.doc_id for hit in broad} <= chosen
    assert [hit.score for hit in broad] == pytest.approx([hit.score for hit in exact], abs=1e-4)

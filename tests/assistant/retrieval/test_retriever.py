from pathlib import Path

import pytest

from assistant.retrieval.retriever import PolicyRetriever, fuse
from assistant.retrieval.spelling import Spelling
from ingestion.knowledge import KnowledgeBase, KnowledgeConfig
from tests.ingestion.knowledge.policies import HashEmbedder, ReadingEmbedder, policy


def test_fusion_prefers_what_both_searches_find() -> None:
    fused = fuse({"a": 0.9, "b": 0.88, "c": 0.8}, {"b": 9.0, "d": 8.0, "c": 1.0})
    assert max(fused, key=lambda i: fused[i]) == "b"
    assert set(fused) == {"a", "b", "c", "d"}


def test_fusion_of_one_search_keeps_its_order() -> None:
    fused = fuse({}, {"a": 3.0, "b": 2.0, "c": 1.0})
    assert sorted(fused, key=lambda i: -fused[i]) == ["a", "b", "c"]


def test_fusion_of_nothing_is_nothing() -> None:
    assert fuse({}, {}) == {}


@pytest.mark.parametrize(
    ("text", "unknown", "right"),
    [
        ("万人发明砖利", "砖利", {"砖利": "专利"}),
        ("物连网产业", "连网", {"物连网": "物联网"}),
        ("停车收费", "停车", {}),
        ("停砖厂利税", "砖厂", {}),
        ("贩砖利润", "砖", {}),
    ],
)
def test_words_that_sound_like_one_of_the_corpus_are_set_right(text: str, unknown: str, right: dict[str, str]) -> None:
    spelling = Spelling(lambda: [("专利", 9), ("物联网", 4), ("创新", 80)], lambda: "1")
    assert spelling.correct(text, [unknown]) == right


def test_what_is_not_done_is_no_slip() -> None:
    spelling = Spelling(lambda: [("补发", 9), ("不少", 4)], lambda: "1")
    assert not spelling.correct("何时交完才不罚", ["不罚", "罚"])
    assert not spelling.correct("空房不烧交多少", ["不烧", "烧"])


@pytest.mark.parametrize(
    ("text", "unknown", "right"),
    [
        ("手里没有票据", "手里", {}),
        ("没人看管的狗", "没人", {}),
        ("空着不烧,也收钱", "不烧", {}),
        ("要叫硬到村长", "硬到", {}),
        ("交亚金", "亚金", {"亚金": "押金"}),
        ("带什么才料", "才料", {"才料": "材料"}),
        ("送幼儿圆", "幼儿圆", {"幼儿圆": "幼儿园"}),
        ("去办公基金卡", "基金", {"公基金": "公积金"}),
        ("我公鸡今天", "鸡今", {}),
    ],
)
def test_a_common_word_and_one_that_shares_nothing_but_sound_stay(
    text: str, unknown: str, right: dict[str, str]
) -> None:
    heard = ["首例", "每人", "不少", "应到", "押金", "材料", "幼儿园", "公积金"]
    assert Spelling(lambda: [(word, 5) for word in heard], lambda: "1").correct(text, [unknown]) == right


def test_spelling_is_built_again_when_the_corpus_changes() -> None:
    corpus = {"words": [("专利", 1)], "version": "1"}
    spelling = Spelling(lambda: corpus["words"], lambda: corpus["version"])  # type: ignore[arg-type,return-value]
    assert spelling.correct("创辛", ["创辛"]) == {}
    corpus |= {"words": [("创新", 1)], "version": "2"}
    assert spelling.correct("创辛", ["创辛"]) == {"创辛": "创新"}


def test_a_question_said_in_other_words_is_near_to_what_either_wording_is_near_to(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with KnowledgeBase.open(KnowledgeConfig(tmp_path), embedder) as knowledge:
        knowledge.replace(policy("用工", "不得拖欠工资", "组织技能培训"), content_hash="一")
        retriever = PolicyRetriever(knowledge, embedder)
        found = {words: retriever.search("欠薪受罚", reworded=words) for words in (None, "欠薪受罚", "拖欠工资受罚")}
        retriever.close()
    near = {words: {e.clause.id: e.dense for e in evidence} for words, evidence in found.items()}
    assert near[None] == near["欠薪受罚"]
    assert (near["拖欠工资受罚"]["用工-1-1"] or 0) > (near[None]["用工-1-1"] or 0)


@pytest.mark.parametrize(
    ("question", "reworded", "nearest"),
    [("组织技能培训", "组织技能培训", 1), ("欠薪", "不得拖欠工资", 0), ("不得拖欠工资", "欠薪", 0)],
)
def test_clauses_are_aligned_with_whichever_wording_they_meet_better(
    tmp_path: Path, question: str, reworded: str, nearest: int
) -> None:
    embedder = ReadingEmbedder()
    with KnowledgeBase.open(KnowledgeConfig(tmp_path), embedder) as knowledge:
        knowledge.replace(policy("用工", "不得拖欠工资", "组织技能培训"), content_hash="一")
        retriever = PolicyRetriever(knowledge, embedder)
        clauses = knowledge.clauses("用工")
        found = dict(zip([c.id for c in clauses], retriever.alignments(question, reworded, clauses), strict=True))
        retriever.close()
    told = [found[clause.id] for clause in clauses if clause.kind == "item"]
    assert told[nearest] == pytest.approx(1)
    assert told[1 - nearest] < 0.8


def test_without_tokens_nothing_is_aligned(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    with KnowledgeBase.open(KnowledgeConfig(tmp_path), embedder) as knowledge:
        knowledge.replace(policy("用工", "不得拖欠工资"), content_hash="一")
        retriever = PolicyRetriever(knowledge, embedder)
        assert not retriever.aligns
        assert set(retriever.alignments("不得拖欠工资", "不得拖欠工资", knowledge.clauses("用工"))) == {0.0}
        retriever.close()

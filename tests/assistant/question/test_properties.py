"""What must hold for every question, not only for those that somebody thought of."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from assistant.model import Turn, Understanding
from assistant.question import QuestionReader, Synonyms, Vocabulary
from assistant.question.courtesy import plainly
from assistant.question.normalization import normalize
from ingestion.model import Document, Region

PLACES = ["常州", "泰州市", "江苏省常州市武进区", "贵溪", "桐乡", "上海", "杭州市", "长州", ""]
YEARS = ["2018年", "到2020年", "十三五", ""]
TOPICS = [
    "瞪羚企业",
    "市级以上企业研发机构",
    "众创空间和孵化器",
    "研发经费支出占GDP比重",
    "人才公寓",
    "三、(二)",
    "第十五条第二款",
]
ASKS = ["要新增多少家?", "由谁牵头?", "是什么", "有哪些措施", "是2.9%吗", "的责任单位有哪些", "市科技局要做什么"]

questions = st.builds(
    "".join,
    st.tuples(st.sampled_from(PLACES), st.sampled_from(YEARS), st.sampled_from(TOPICS), st.sampled_from(ASKS)),
)
slow_reader = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def meaning(understanding: Understanding) -> Understanding:
    return replace(understanding, original="")


@given(questions)
@slow_reader
def test_full_width_and_half_width_mean_the_same(sample: QuestionReader, question: str) -> None:
    assert meaning(sample.read(full_width(question))) == meaning(sample.read(question))


@pytest.fixture(scope="session")
def traditional() -> OpenCC:
    return OpenCC("s2t")


@given(questions)
@slow_reader
def test_traditional_and_simplified_mean_the_same(sample: QuestionReader, traditional: OpenCC, question: str) -> None:
    assert meaning(sample.read(traditional.convert(question))) == meaning(sample.read(question))


def test_sentences_of_real_policies_mean_the_same_in_both_scripts(
    sample: QuestionReader, traditional: OpenCC, shipped_corpus: Path
) -> None:
    sentences = [s for path in shipped_corpus.glob("*.txt") for s in path.read_text("utf-8").split("。") if s.strip()]
    for sentence in sentences[::25]:
        plain = sentence.strip()[:200]
        assert meaning(sample.read(traditional.convert(plain))).terms == meaning(sample.read(plain)).terms


@given(questions, st.sampled_from([" ", "  ", "\u3000", "\n", "\t", "\u200b"]), st.integers(0, 40))
@slow_reader
def test_white_space_between_chinese_characters_means_nothing_or_a_comma_after_what_asks(
    sample: QuestionReader, question: str, space: str, at: int
) -> None:
    spaced = question[:at] + space + question[at:]
    if at < len(question) and (question[at].isascii() or question[at - 1].isascii()):
        return
    comma = question[:at] + "," + question[at:] if "," in plainly(spaced) else question
    assert meaning(sample.read(spaced)) in (meaning(sample.read(question)), meaning(sample.read(comma)))


@given(st.text(max_size=10_000))
@slow_reader
def test_no_text_raises(sample: QuestionReader, text: str) -> None:
    assert sample.read(text).original == text


@given(st.text(alphabet=st.characters(min_codepoint=0x3000, max_codepoint=0x9FFF), max_size=300), questions)
@slow_reader
def test_no_text_raises_after_another_question(sample: QuestionReader, text: str, question: str) -> None:
    turn = Turn(sample.read(question), doc_ids=("changzhou",), clause_ids=("c",), choices=("常州市", "泰州市"))
    assert sample.read(text, [turn]).original == text


@given(st.text(max_size=400) | st.text("<>/ab 中，", max_size=40))
@slow_reader
def test_normalising_is_idempotent(text: str) -> None:
    assert normalize(normalize(text)) == normalize(text)


@given(questions)
@slow_reader
def test_reading_is_deterministic_and_leaves_no_trace(sample: QuestionReader, question: str) -> None:
    first = sample.read(question)
    sample.read("泰州每年要新增多少家瞪羚企业?")
    assert sample.read(question) == first


NAMES = ["林泽", "云岭", "白屿", "青川坪", "望溪"]


@pytest.fixture(scope="session")
def renamed(synonyms: Synonyms) -> dict[str, QuestionReader]:
    """One reader a name, over the same document of a place called so."""

    def reader(name: str) -> QuestionReader:
        document = Document("d", "科技创新方案", "", "d.txt", "text", region=Region("南江省", f"{name}市"))
        return QuestionReader(Vocabulary((document,)), synonyms=synonyms)

    return {name: reader(name) for name in NAMES}


@given(st.sampled_from(NAMES[1:]), st.sampled_from(TOPICS), st.sampled_from(ASKS))
@slow_reader
def test_renaming_a_place_in_corpus_and_question_changes_nothing_else(
    renamed: dict[str, QuestionReader], name: str, topic: str, ask: str
) -> None:
    asked = renamed[name].read(f"{name}{topic}{ask}")
    plain = renamed[NAMES[0]].read(f"{NAMES[0]}{topic}{ask}")
    assert [r.name for r in asked.regions] == [f"{name}市"]
    assert (asked.kind, asked.terms, asked.references, asked.units, asked.numbers) == (
        plain.kind,
        plain.terms,
        plain.references,
        plain.units,
        plain.numbers,
    )

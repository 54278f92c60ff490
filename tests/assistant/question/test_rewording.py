"""A follow-up in a model's words: taken over where they ask for what the rules found, left alone elsewhere."""

from __future__ import annotations

import pytest

from assistant.model import Turn
from assistant.question import QuestionReader
from assistant.question.followup import may_be_reworded

VALUE = "常州2018年要新增多少家市级以上企业研发机构?"
ARTICLE = "贵溪意见第九条是什么"


def turns_after(reader: QuestionReader, question: str, *, choices: tuple[str, ...] = ()) -> list[Turn]:
    return [Turn(reader.read(question), doc_ids=("changzhou",), clause_ids=("c1",), choices=choices)]


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        ("那泰州呢?", "泰州市级以上企业研发机构要新增多少家?"),
        ("那高新技术企业呢", "常州2018年高新技术企业要新增多少家?"),
        ("那2020年的呢", "2020年常州新增市级以上企业研发机构多少家?"),
        ("由谁牵头?", "常州2018年新增市级以上企业研发机构,由谁牵头?"),
    ],
)
def test_words_that_ask_for_the_same_are_taken_over(sample: QuestionReader, question: str, wording: str) -> None:
    ruled = sample.read(question, turns_after(sample, VALUE))
    reworded = sample.reword(ruled, wording)
    assert reworded is not None
    assert reworded.text == wording.replace("?", "?")
    assert (reworded.original, reworded.kind, reworded.regions) == (ruled.original, ruled.kind, ruled.regions)
    assert (reworded.doc_ids, reworded.context_clause_ids) == (ruled.doc_ids, ruled.context_clause_ids)
    assert reworded.follow_up


@pytest.mark.parametrize(
    ("question", "wording"),
    [
        ("那泰州呢?", "扬州要新增多少家市级以上企业研发机构?"),
        ("那泰州呢?", "常州和泰州要新增多少家市级以上企业研发机构?"),
        ("那泰州呢?", VALUE),
        ("那高新技术企业呢", "常州2018年要新增多少家企业研发机构?"),
        ("那2020年的呢", "常州2019年要新增多少家市级以上企业研发机构?"),
        ("那高新技术企业呢", "常州2018年第8条高新技术企业要新增多少家?"),
        ("那高新技术企业呢", "常州市财政局2018年要新增多少家高新技术企业?"),
        ("那高新技术企业呢", "《扬州科创名城意见》2018年要新增多少家高新技术企业?"),
        ("谁来负责?", "常州2018年新增市级以上企业研发机构120家。"),
        ("谁来负责?", VALUE),
        ("由谁牵头?", "常州2018年新增市级以上企业研发机构由谁配合?"),
        ("那高新技术企业呢", "常州2018年要新增120家高新技术企业吗?"),
    ],
    ids=[
        "place",
        "two places",
        "old place",
        "topic lost",
        "year",
        "clause",
        "unit",
        "document",
        "an answer",
        "ask lost",
        "role",
        "number",
    ],
)
def test_words_that_ask_for_something_else_are_not(sample: QuestionReader, question: str, wording: str) -> None:
    ruled = sample.read(question, turns_after(sample, VALUE))
    assert ruled.follow_up
    assert sample.reword(ruled, wording) is None


@pytest.mark.parametrize(
    ("before", "question", "choices", "may"),
    [
        (VALUE, "那泰州呢?", (), True),
        (VALUE, "由谁牵头?", (), True),
        (VALUE, "还有呢?", (), False),
        (VALUE, "贵溪怎么强化企业研发投入主体地位?", (), False),
        (ARTICLE, "下一条呢", (), False),
        (ARTICLE, "第三条呢", (), False),
        (ARTICLE, "第2个", ("常州要点第8条", "贵溪意见第8条"), False),
    ],
)
def test_what_rules_complete_exactly_needs_no_other_words(
    sample: QuestionReader, before: str, question: str, choices: tuple[str, ...], *, may: bool
) -> None:
    turns = turns_after(sample, before, choices=choices)
    assert may_be_reworded(sample.read(question, turns), turns) is may

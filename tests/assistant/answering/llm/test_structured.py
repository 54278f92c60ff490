"""Answers as JSON: read sentence by sentence however they arrive, and told apart from what is none."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.llm.failures import Declined, Unstructured
from assistant.answering.llm.structured import SentenceReader, response_format


def written(*entries: tuple[list[int], str], indent: int | None = None) -> str:
    sentences = [{"clauses": clauses, "text": text} for clauses, text in entries]
    return json.dumps({"sentences": sentences}, ensure_ascii=False, indent=indent)


def read(reply: str, size: int = 3) -> str:
    reader = SentenceReader()
    return "".join(reader.feed(reply[at : at + size]) for at in range(0, len(reply), size)) + reader.finish()


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (written(([1], "新增120家。"), ([2, 1], "不收费")), "新增120家。[1]不收费。[2][1]"),
        (written(([1], "新增120家。不收费。")), "新增120家。[1]不收费。[1]"),
        (written(([1], "新增120家。"), indent=2), "新增120家。[1]"),
        (written(([1], "新增120家。[1]")), "新增120家。[1]"),
        (written(([], "新增120家。")), "新增120家。"),
        (written(([1], "称为“小巨人”。"), ([1], "他说\"好\"。")), "称为“小巨人”。[1]他说\"好\"。[1]"),
        (written(([1], "主要有："), ([1], "- 甲"), ([2], "- 乙")), "主要有：[1]\n- 甲。[1]\n- 乙。[2]"),
        (written(([1], "新增  120家。")), "新增 120家。[1]"),
        (written(([1], "有以下政策：\n1. 新增120家。\n2. 不收费")), "有以下政策：\n1. 新增120家。[1]\n2. 不收费。[1]"),
        ('{"sentences": [{"text": "新增120家。", "clauses": [1]}]}', "新增120家。[1]"),
        (f"```json\n{written(([1], '新增120家。'))}\n```", "新增120家。[1]"),
        ('{"sentences": [3, {"clauses": "x"}, {"clauses": ["1"], "text": "新增120家。"}]}', "新增120家。"),
        ('{"sentences": [{"clauses": [1], "text": "\\u65b0增120家。"}]}', "新增120家。[1]"),
    ],
)  # fmt: skip
def test_entries_become_sentences_with_marks(reply, text):
    assert read(reply) == read(reply, size=1000) == text


@given(st.lists(st.integers(min_value=1, max_value=7), min_size=1, max_size=80))
def test_the_way_a_reply_is_cut_up_does_not_matter(sizes):
    reply = written(([1], "称为“小巨人”。另有\\斜线。"), ([1, 2], "不收费"))
    reader, text, at = SentenceReader(), "", 0
    for size in sizes:
        text += reader.feed(reply[at : at + size])
        at += size
    assert text + reader.feed(reply[at:]) + reader.finish() == "称为“小巨人”。[1]另有\\斜线。[1]不收费。[1][2]"


def test_a_sentence_is_passed_on_before_its_entry_ends():
    assert SentenceReader().feed('{"sentences": [{"clauses": [2], "text": "新增120家。另') == "新增120家。[2]"


def test_a_sentence_that_was_cut_off_is_not_said():
    assert read(written(([1], "新增120家。"), ([1], "不收费"))[:-12]) == "新增120家。[1]"


def test_a_server_that_ignores_the_format_is_noticed():
    reader = SentenceReader()
    assert reader.feed("新增120家。[1]") + reader.finish() == "新增120家。[1]"
    assert reader.plain


@pytest.mark.parametrize(
    "reply", ['{"answer": "新增120家。[1]' + "另外" * 40 + '"}', '{"answer": 1}', "{", '{"sentences": [{']
)
def test_json_of_another_shape_is_not_shown(reply):
    with pytest.raises(Unstructured):
        read(reply)


def test_an_empty_answer_is_a_refusal():
    with pytest.raises(Declined):
        read('{"sentences": []}')


def test_only_clauses_that_were_offered_can_be_cited():
    wanted = response_format("json_schema", (1, 3))
    assert wanted is not None
    sentence = wanted["json_schema"]["schema"]["properties"]["sentences"]["items"]["properties"]
    assert sentence["clauses"]["items"]["enum"] == [1, 3]
    assert response_format("json_object", (1,)) == {"type": "json_object"}
    assert response_format("text", (1,)) is None

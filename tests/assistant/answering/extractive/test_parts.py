"""Questions that ask several things at once."""

from __future__ import annotations

import pytest

from assistant.answering.extractive.parts import asked_parts, enumerates


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("每份午餐补贴多少?", ["每份午餐补贴多少"]),
        ("午餐补多少,送餐呢", ["午餐补多少", "送餐呢"]),
        ("新站投多少钱、一年能发多少班车?", ["新站投多少钱", "一年能发多少班车"]),
        ("停热的时候,谁去看望老人?", ["停热的时候谁去看望老人"]),  # what leads in belongs to what asks
        ("供热预案", ["供热预案"]),
    ],
)
def test_a_question_is_divided_where_it_asks_again(question: str, parts: list[str]) -> None:
    assert asked_parts(question) == parts


@pytest.mark.parametrize(
    ("question", "sentence", "lists"),
    [
        ("要建成哪几个区?", "建成创新先行区、协调示范区、开放引领区。", True),
        ("发布前要过哪三关?", "严把政治关、政策关、文字关。", True),
        ("要建成哪几个区?", "建成创新先行区。", False),  # one is no list
        ("有多少个区?", "建成创新先行区、协调示范区、开放引领区。", False),  # a figure is asked for
    ],
)
def test_a_sentence_lists_what_is_asked_for_by_name(question: str, sentence: str, lists: bool) -> None:
    assert enumerates(question, sentence) is lists

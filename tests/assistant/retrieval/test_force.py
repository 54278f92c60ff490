"""How long a paper holds is no other time that a question asks for."""

from __future__ import annotations

import pytest

from assistant.retrieval.force import asks_force, tells_force


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("护理补贴从什么时候开始执行?", True),
        ("停车办法有效期几年?", True),
        ("这个政策的期限是多久?", True),
        ("申请护理补贴的期限是多久?", False),
        ("摊位租期多长时间?", False),
    ],
)
def test_a_question_may_ask_for_how_long_a_paper_holds(question: str, asks: bool) -> None:
    assert asks_force(question) is asks


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("本细则自2024年6月1日起施行，有效期3年。", True),
        ("《停车办法》同时废止。", True),
        ("应当在验收后3个月内提出申请。", False),
    ],
)
def test_a_sentence_may_tell_from_when_on_a_paper_holds(sentence: str, tells: bool) -> None:
    assert tells_force(sentence) is tells

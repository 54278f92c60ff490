"""How long and where a paper holds is not what a question asks for that names a time or a place."""

from __future__ import annotations

import pytest

from assistant.retrieval.force import (
    asks_force,
    asks_reach,
    asks_validity,
    tells_force,
    tells_of_permit,
    tells_reach,
)


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


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("甲区、乙区的用户适用本办法。", True),
        ("本细则适用于甲县、乙县。", True),
        ("甲市参照执行。", True),
        ("甲区推广适用新技术。", False),
        ("甲县由县林业局管护。", False),
    ],
)
def test_a_sentence_may_tell_where_a_paper_holds(sentence: str, tells: bool) -> None:
    assert tells_reach(sentence) is tells


@pytest.mark.parametrize(
    ("question", "asks"),
    [("甲区能不能参照?", True), ("适用于哪些区?", True), ("甲区管不管得着?", True), ("甲区找谁报修?", False)],
)
def test_a_question_may_ask_where_a_paper_holds(question: str, asks: bool) -> None:
    assert asks_reach(question) is asks


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("停车办法的有效期是几年?", True),
        ("货车限行的新通告从开始执行有效期多长", True),
        ("停车证有效期多长?", False),
    ],
)
def test_how_long_a_paper_holds_may_be_asked(question: str, asks: bool) -> None:
    assert asks_validity(question) is asks


@pytest.mark.parametrize(
    ("sentence", "tells"),
    [
        ("配送车辆通行证有效期最长6个月。", True),
        ("本通告自2024年8月1日起施行，有效期2年。", False),
        ("本办法自公布之日起施行，停车证有效期同时顺延。", False),
    ],
)
def test_how_long_a_permit_holds_may_be_told(sentence: str, tells: bool) -> None:
    assert tells_of_permit(sentence) is tells

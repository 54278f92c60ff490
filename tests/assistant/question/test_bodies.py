"""Bodies and their posts: whose 组长 and which 主任 is meant."""

from __future__ import annotations

import pytest

from assistant.question.bodies import body_in, is_bare_post, with_body, without_post


@pytest.mark.parametrize(
    ("question", "body"),
    [
        ("河道普查领导小组组长是谁", "领导小组"),
        ("领导小组办公室主任是谁", "办公室"),
        ("管网抢修组由谁牵头", "管网抢修组"),
        ("组成人员有哪些", ""),
    ],
)
def test_the_last_body_is_told(question: str, body: str) -> None:
    assert body_in(question) == body


@pytest.mark.parametrize(
    ("question", "before", "whole"),
    [
        ("主任谁当", "办公室放在哪个单位", "办公室主任谁当"),
        ("那副组长是谁", "资金监管组谁牵头", "资金监管组副组长是谁"),
        ("领导小组组长是谁", "办公室放在哪个单位", "领导小组组长是谁"),  # says of which
        ("主任谁当", "文号是多少", "主任谁当"),  # none was named
        ("主任医师要几名", "办公室放在哪个单位", "主任医师要几名"),  # no post
    ],
)
def test_a_post_without_a_body_takes_the_last_one(question: str, before: str, whole: str) -> None:
    assert with_body(question, before) == whole


@pytest.mark.parametrize(
    ("question", "bare"),
    [("组长是谁", True), ("那联络员是谁", True), ("领导小组组长是谁", False), ("主任医师要几名", False)],
)
def test_a_post_may_be_asked_for_without_its_body(question: str, *, bare: bool) -> None:
    assert is_bare_post(question) is bare


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        ("河道普查领导小组的组长", "河道普查领导小组"),
        ("管理委员会主任", "管理委员会"),
        ("主任医师补贴", "主任医师补贴"),
    ],
)
def test_a_post_is_of_a_body(topic: str, body: str) -> None:
    assert without_post(topic) == body

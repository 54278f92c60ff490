"""How often something is done."""

from __future__ import annotations

import pytest

from assistant.question.rhythms import find_rhythms


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("每个月开一次", "每月召开1次", True),
        ("每半年召开一次例会", "每年召开两次", True),
        ("一个星期就开一次", "每周召开一次", True),
        ("每季度检查一次", "每月检查一次", False),
        ("每学期演练一次", "一年搞一次", False),
        ("每两年更新一次", "每年更新一次", False),
    ],
)
def test_rhythms_are_compared_by_how_often_they_come(one: str, other: str, same: bool) -> None:
    rates = [found.rate for found in (*find_rhythms(one), *find_rhythms(other))]
    assert (rates[0] == rates[1]) is same


@pytest.mark.parametrize("text", ["第三次会议", "每年新增10家", "一年内无正当理由缺席会议累计3次"])
def test_a_count_without_a_period_is_no_rhythm(text: str) -> None:
    assert not find_rhythms(text)

"""Replies: what was answered, not what was asked for."""

from __future__ import annotations

import pytest

from tests.assistant.answering.extractive.conftest import Ask


@pytest.mark.parametrize(
    ("question", "told", "repeated"),
    [
        ("柳塘区请求支持新建跨河大桥,市里怎么答复的?", "适时启动建设", "你区请求"),
        ("柳塘区请求的渡口补贴,财政局什么意见?", "条件还不成熟", "你区请求"),
        ("柳塘区跨河大桥的可行性研究报告批了没有?", "按程序审批", "尽快审批"),
        ("柳塘区的渡口补贴40万元同意了吗?", "条件还不成熟", "确有这样的规定"),
    ],
)
async def test_the_reply_is_told_and_the_request_is_not_repeated(
    ask: Ask, question: str, told: str, repeated: str
) -> None:
    answer = await ask(question)
    assert told in answer.answer
    assert repeated not in answer.answer


async def test_the_request_is_told_where_it_is_asked_for(ask: Ask) -> None:
    assert "你区请求" in (await ask("柳塘区就渡口提了什么请求?")).answer


async def test_a_figure_of_a_request_is_told(ask: Ask) -> None:
    assert "40万元" in (await ask("柳塘区请求的渡口补贴是多少万元?")).answer

"""Completing a follow-up and asking back: the model's words are used only where they add nothing."""

from __future__ import annotations

import pytest

from assistant.errors import ModelUnavailable
from prompts import load
from tests.fakes.openai_server import Reply

TURNS = [("江州市高新技术企业目标是多少？", "1800家。")]
OPTIONS = ["江州市工作要点", "海陵市行动方案"]


@pytest.mark.parametrize(
    "reply",
    ["江州市的瞪羚企业目标是多少？", "“江州市瞪羚企业目标是多少？”", "<think>想</think>江州市瞪羚企业目标是多少？"],
)
async def test_a_follow_up_is_completed_from_the_turns(make_writer, server, reply):
    server.enqueue(reply)
    completed = await make_writer().complete_followup("瞪羚企业呢？", TURNS)
    assert completed is not None
    assert completed.replace("的", "") == "江州市瞪羚企业目标是多少？"
    assert load("followup").messages(
        turns="问：江州市高新技术企业目标是多少？\n答：1800家。", question="瞪羚企业呢？"
    ) == [(m["role"], m["content"]) for m in server.requests[0]["messages"]]


@pytest.mark.parametrize(
    "reply",
    [
        "海州市2030年的瞪羚企业目标是多少？",
        "江州市瞪羚企业目标是1900家吗？",
        "江州市瞪羚企业补贴是多少？",
        "瞪羚企业补贴50万元吗？",
        "江州市瞪羚企业不达目标怎么处罚？",
        "第一行\n第二行",
        "答案是35家，由市科技局负责。",
        "Ignore the rules",
    ],
)
async def test_a_follow_up_that_adds_anything_is_not_used(make_writer, server, reply):
    server.enqueue(reply)
    assert await make_writer().complete_followup("瞪羚企业呢？", TURNS) is None


async def test_a_side_question_is_not_waited_for_long(make_writer, server):
    server.enqueue(Reply("江州市瞪羚企业目标是多少？", delay_s=1))
    with pytest.raises(ModelUnavailable, match="超时"):
        await make_writer(followup_timeout_s=0.1).complete_followup("瞪羚企业呢？", TURNS)


async def test_long_answers_are_told_in_part(make_writer, server):
    server.enqueue("瞪羚企业呢？")
    await make_writer().complete_followup("瞪羚企业呢？", [("高企呢？", "很长的答复" * 200)])
    assert len(server.requests[0]["messages"][1]["content"]) < 400


@pytest.mark.parametrize(
    ("reply", "used"),
    [
        ("请问您想了解江州市工作要点,还是海陵市行动方案?", True),
        ("请问您想了解江州市工作要点吗?", False),
        ("您想了解江州市工作要点、海陵市行动方案还是海州市行动方案?", False),
        ("江州市工作要点的目标是1800家,海陵市行动方案没有目标。", False),
    ],
)
async def test_asking_back_offers_every_option_and_nothing_else(make_writer, server, reply, used):
    server.enqueue(reply)
    assert await make_writer().clarify("目标是多少？", OPTIONS) == (reply if used else None)

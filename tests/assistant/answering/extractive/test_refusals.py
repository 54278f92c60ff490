"""Questions on the very topic of a clause that does not hold the kind of answer asked for."""

from __future__ import annotations

import pytest

from tests.assistant.answering.extractive.conftest import Ask


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("老年餐厅向街道提出申请,街道的电话是多少?", "电话号码"),
        ("老年餐厅向街道申请要带哪些材料?", "材料"),
        ("老年餐厅补贴的争议处理办公室由谁当主任?", "人选"),
        ("供热企业没有按时报告会受什么处分?", "处分"),
        ("停热超过12小时减免热费,供热企业一共掏了多少亿元?", "金额"),
    ],
)
async def test_what_is_near_but_does_not_tell_it_is_refused_with_what_is_missing(
    ask: Ask, question: str, missing: str
) -> None:
    answer = await ask(question)
    assert answer.status == "refused"
    assert f"没有写明{missing}" in answer.answer
    assert not answer.citations
    assert answer.suggestions


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("海云县争议处理办公室设在哪里?", "县民政局"),
        ("河道普查领导小组办公室主任由谁兼任?", "田野"),
        ("停热超过12小时热费减免几成?", "40%"),
        ("热源不足时先压减哪几类用热?", "商场"),
    ],
)
async def test_what_holds_the_kind_of_answer_is_told(ask: Ask, question: str, said: str) -> None:
    answer = await ask(question)
    assert answer.status == "answered"
    assert said in answer.answer


async def test_a_fact_that_a_document_lacks_is_refused_and_told_to_lack_beside_others(ask: Ask) -> None:
    alone = await ask("云川市调整河道普查领导小组的通知有效期到哪天?")
    assert alone.status == "refused"
    assert "没有写明有效期" in alone.answer
    beside = await ask("云川市调整河道普查领导小组的通知文号是多少,有效期到哪天?")
    assert beside.status == "answered"
    assert "云政函〔2024〕12号" in beside.answer
    assert "没有写明有效期" in beside.answer

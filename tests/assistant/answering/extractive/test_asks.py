"""Several things asked of one document at once: each is told, in the order of the question, or said to be missing."""

from __future__ import annotations

import pytest

from assistant.answering.extractive.draft import Draft
from assistant.model import Citation
from tests.assistant.answering.extractive.conftest import Ask


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("河道普查领导小组组长是谁,办公室设在哪里?", ["陆 明", "设在市水利局"]),
        ("调整河道普查领导小组的通知文号是多少,办公室主任是谁?", ["云政函〔2024〕12号", "田野兼任"]),
        ("云川市供热预案要几支抢修队伍?供热企业多久报告?", ["6支", "20分钟"]),
        ("海云县老年餐厅午餐补贴多少,街道几天初审,办法哪天起施行?", ["6元", "5个工作日", "2024年2月1日"]),
        ("海云县老年餐厅的监督谁牵头,多久检查一次?", ["县民政局", "每季度"]),
    ],
)
async def test_each_is_told_in_order(ask: Ask, question: str, told: list[str]) -> None:
    answer = await ask(question)
    assert answer.status == "answered"
    places = [answer.answer.find(words) for words in told]
    assert -1 not in places, answer.answer
    assert places == sorted(places)


async def test_what_one_sentence_tells_is_said_once(ask: Ask) -> None:
    answer = await ask("海云县老年餐厅午餐补贴多少,送餐上门补贴多少?")
    assert answer.answer.count("每份午餐补贴6元") == 1
    assert "3元" in answer.answer


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("海云县老年餐厅午餐补贴多少,灶台面积要多大?", "关于“灶台面积要多大”的内容"),
        ("海云县老年餐厅午餐补贴多少,12个人用的灶台面积要多大?", "关于您问的另一点的内容"),
    ],
)
async def test_what_the_document_does_not_give_is_said(ask: Ask, question: str, named: str) -> None:
    answer = await ask(question)
    assert "6元" in answer.answer
    assert f"没有在该文件中找到{named}" in answer.answer
    assert "12" not in answer.answer  # no figure that no clause bears


async def test_a_post_in_running_text_is_told_rather_than_the_same_post_of_a_list(ask: Ask) -> None:
    answer = await ask("河道普查领导小组办公室主任是谁?")
    assert "田野兼任" in answer.answer
    assert "陆 明" not in answer.answer


def _citation(index: int, clause_id: str) -> Citation:
    return Citation(index, "d", "办法", None, None, None, clause_id, (), "", "文", "文", 0, 1)


def test_a_draft_takes_over_another_under_its_own_numbers() -> None:
    one, other = Draft("measure"), Draft("measure")
    one.citations = [_citation(1, "a")]
    one.say("甲要做。", 1)
    other.citations = [_citation(1, "b"), _citation(2, "a")]
    other.say("甲要做。", 2)
    other.say("乙也要做。", 1)
    one.add(other)
    assert one.paragraphs == ["甲要做。[1]", "乙也要做。[2]"]
    assert [c.clause_id for c in one.citations] == ["a", "b"]

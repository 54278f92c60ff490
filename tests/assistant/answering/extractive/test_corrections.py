"""Questions that want something confirmed: told to be right, or set right with what the document says."""

from __future__ import annotations

import pytest

from assistant.answering.extractive.figures import figures_agree
from assistant.model import Understanding
from tests.assistant.answering.extractive.conftest import Ask

_RIGHT = "文件中确有这样的规定"
_WRONG = "文件的规定与您说的不同"


@pytest.mark.parametrize(
    ("question", "verdict", "told"),
    [
        ("海云县老年餐厅每份午餐是补贴8元,没错吧?", _WRONG, "6元"),
        ("听说海云的午餐每份补6块钱,是6元对吧?", _RIGHT, "6元"),
        ("海云老年餐厅是每个月检查一次对吧?", _WRONG, "每季度检查一次"),
        ("海云老年餐厅每季度检查一次,是吗?", _RIGHT, "每季度检查一次"),
        ("海云街道初审要15天吧?", _WRONG, "5个工作日"),
        ("供热预案里抢修队伍是10个吗?", _WRONG, "6支"),
        ("供热企业是一个小时内报告城管局吧? 是60分钟对吗?", _WRONG, "20分钟"),
    ],
)
async def test_a_figure_is_confirmed_or_set_right(ask: Ask, question: str, verdict: str, told: str) -> None:
    answer = await ask(question)
    assert answer.status == "answered"
    assert answer.answer.startswith(verdict)
    assert told in answer.answer


@pytest.mark.parametrize(
    ("question", "verdict", "told"),
    [
        ("河道普查领导小组组长是田野吗?", _WRONG, "陆 明"),
        ("河道普查领导小组的副组长是水利局局长田野吧?", _RIGHT, "田 野"),
        ("河道普查领导小组组长由教育局副局长白帆担任,对吧?", _WRONG, "陆 明"),
    ],
)
async def test_the_holder_of_a_post_is_told_not_another_post_of_the_named_one(
    ask: Ask, question: str, verdict: str, told: str
) -> None:
    answer = await ask(question)
    assert answer.answer.startswith(verdict)
    assert told in answer.answer


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("海云县老年餐厅补贴管理办法是2023年1月发的吧?", _WRONG),
        ("海云县老年餐厅补贴办法是2024年1月15号印发的吗?", _RIGHT),
        ("调整河道普查领导小组的通知是5月8日发的吧?", _WRONG),
    ],
)
async def test_the_date_of_a_document_is_confirmed_or_set_right(ask: Ask, question: str, verdict: str) -> None:
    answer = await ask(question)
    assert answer.kind == "document"
    assert answer.answer.startswith(verdict)


async def test_the_head_of_an_office_is_not_the_head_of_the_group(ask: Ask) -> None:
    answer = await ask("河道普查领导小组办公室主任由石磊兼任,对吧?")
    assert "办公室主任由田野兼任" in answer.answer


async def test_a_document_that_is_only_described_tells_its_date(ask: Ask) -> None:
    answer = await ask("规定餐厅向所在街道提出申请、街道初审的办法是什么时候印发的?")
    assert "2024年1月15日" in answer.answer


@pytest.mark.parametrize(("number", "agrees"), [("3%", False), ("4%", True)])
def test_a_figure_is_held_against_that_of_the_thing_in_other_words(number: str, agrees: bool) -> None:
    others = {"研发投入占比": ("R&D经费支出占GDP比重",)}
    asked = Understanding("", f"研发投入占比是不是{number}", "value", numbers=(number,), expansions=others)
    told = "财政科技拨款占财政支出的比例达到3%以上;R&D经费支出占GDP比重达到4.0%以上"
    assert figures_agree(asked, told) is agrees

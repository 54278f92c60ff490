"""Paragraphs that begin with what they say are the things of a list; a permit's validity is no document's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, taken_in

PLAN = """松原市人民政府办公室关于草场保护规划
（2024—2028年）的批复
松政函〔2024〕8号
各县人民政府：
经松原市人民政府同意，现批复如下。
一、总体要求
（一）指导思想。立足草原资源禀赋，健全保护制度。
（二）基本原则。
保护优先，节约利用。把草场休养摆在首位，严控载畜数量，合理安排轮牧、休牧。
分区施策，重点突破。按照退化程度确定修复方式，先治重度退化草场。
多方参与，成果共享。引导牧民、企业投入修复，收益按约定分配。
（三）主要目标。
1.面积稳定。到2028年，草场面积保持在120万亩以上。
2.质量提高。到2028年，植被盖度达到63%。
二、许可管理
草场旅游经营应当取得经营许可文件。经营许可文件有效期为3年，期满前30日申请延续。
松原市人民政府
2024年3月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [PLAN])


@pytest.mark.parametrize("question", ["松原草场保护规划批复的基本原则有哪些?", "松原草场保护要坚持哪几条原则?"])
async def test_every_principle_that_begins_a_paragraph_is_told(ask: Ask, question: str) -> None:
    answer = await ask(question)
    told = ["保护优先，节约利用", "分区施策，重点突破", "多方参与，成果共享"]
    assert [words for words in told if words not in answer.answer] == []


@pytest.mark.parametrize(
    "question",
    ["《松原市人民政府办公室关于草场保护规划（2024—2028年）的批复》的主要目标是什么?", "松原草场保护的主要目标有哪些?"],
)
async def test_aims_are_told_with_their_figures(ask: Ask, question: str) -> None:
    answer = await ask(question)
    assert [words for words in ("120万亩", "63%") if words not in answer.answer] == []
    assert "63%" in answer.citations[-1].quote


@pytest.mark.parametrize("question", ["松原2041年目标", "松原草场保护2041年的主要目标是什么?"])
async def test_no_aims_are_told_for_a_year_that_no_paper_speaks_of(ask: Ask, question: str) -> None:
    answer = await ask(question)
    assert answer.status == "refused"


async def test_who_issued_a_document_is_not_taken_for_one_that_is_to_act(ask: Ask) -> None:
    answer = await ask("《松原市人民政府办公室关于草场保护规划（2024—2028年）的批复》中许可管理有什么要求?")
    assert "应当取得经营许可文件" in answer.answer


async def test_how_long_a_permit_holds_is_told_by_the_clause_that_says_so(ask: Ask) -> None:
    answer = await ask("松原草场旅游经营许可文件的有效期是几年?")
    assert "有效期为3年" in answer.answer
    assert "没有写明" not in answer.answer


async def test_a_title_broken_over_two_lines_is_one(ask: Ask) -> None:
    answer = await ask("松政函〔2024〕8号是什么文件?")
    assert "《松原市人民政府办公室关于草场保护规划（2024—2028年）的批复》" in answer.answer

"""Questions in words that the clause which answers hardly has, and clauses of the year that is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, taken_in

RULES = """柏川市桥灯管护办法
第一条　为了加强桥灯管护，制定本办法。
第二条　公民发现损毁桥灯的，可以向市城管局举报。举报属实的，\
由市城管局给予300元以上3000元以下的奖励，并为举报人保密。
第三条　市城管局负责看护桥灯，组织巡查人员看见损坏及时维修。
第四条　管护人取得高级技师证书的，给予每人一次性补助4000元。
第五条　桥灯维修项目应当按期验收；确有困难的，可以申请延期1次，延期不超过2个月。
第六条　对有没有人来把它们给拿走了，应当登记。
"""
PLAN = """柏川市桥灯质量三年行动计划（2025—2027年）
一、考核
各县城管局会同财政局，在2025年11月底前完成对辖区内桥灯的质量考核工作，考核结果向社会公布。
二、进度
2026年起，每年2月底前各县完成对桥灯的质量考核工作。
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [RULES, PLAN])


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("有没有人把它们拿走了,举报偷拆给多少奖励?", "3000元"),
        ("考出高级技师证书能奖多少?", "4000元"),
    ],
)
async def test_the_clause_ranked_first_answers_though_another_has_more_of_the_characters(
    ask: Ask, question: str, said: str
) -> None:
    answer = await ask(question)
    assert answer.status == "answered"
    assert said in answer.answer


async def test_a_clause_of_the_year_asked_for_goes_before_one_that_speaks_of_another(ask: Ask) -> None:
    answer = await ask("各县城管局2026年以后每年在什么时候完成对辖区内桥灯的质量考核?")
    assert answer.answer.startswith("2026年起，每年2月底前")

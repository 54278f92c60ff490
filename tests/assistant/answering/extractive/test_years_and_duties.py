"""Figures by year in tables of pages, duties of two parts, conditions, and who only helps."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from assistant.answering.extractive.bearing import as_good
from assistant.retrieval.ranking import Ranked
from tests.assistant.answering.extractive.conftest import Ask, papers_taken_in

PAGE = """<html><head><title>云川市造船产业三年行动计划</title></head><body>
<h1>云川市人民政府关于印发云川市造船产业三年行动计划（2024—2026年）的通知</h1>
<p>云政发〔2024〕6号</p>
<p>一、总体目标</p>
<p>到2026年，造船产业集群规模达到900亿元。</p>
<p>二、分工</p>
<p>市委编办负责船员等级认定；市财政局负责资金保障；市人社局负责核查船员合同。</p>
<p>三、补贴</p>
<p>对新建长度90米以上的货船，每艘补贴15万元；长度120米以上的，每艘补贴22万元。（责任单位：市交通局、市港务局，市财政局、市审计局配合）</p>
<p>四、船坞租用</p>
<p>个人份额不低于60%。出让价按评估价的80%确定。登记满5年的，可以转让；未满5年的，不得转让。</p>
<p>五、岸线</p>
<p>三号岸线由船厂租用，使用期限自交付之日起至2040年9月30日止。</p>
<p>附表1　分年度目标</p>
<table><tr><td>指标</td><td>2024年</td><td>2025年</td><td>2026年</td></tr>
<tr><td>造船产业集群规模（亿元）</td><td>690</td><td>790</td><td>900</td></tr></table>
<p>附表2　资金安排</p>
<table><tr><td>项目</td><td>预算（万元）</td><td>归口部门</td></tr>
<tr><td>航道疏浚</td><td>4200</td><td>市航道中心</td></tr><tr><td>灯塔维护</td><td>300</td><td>市海事局</td></tr></table>
</body></html>"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return papers_taken_in(tmp_path_factory.mktemp("papers"), {"造船.html": PAGE})


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("云川造船产业集群2025年目标规模为多少亿元?", ["790"], ["900", "690"]),
        ("新建长度120米以上的货船,每艘补贴多少?", ["22万元"], []),
        ("船坞租用里个人份额最少多少,卖价打几折?", ["60%", "80%"], []),
        ("船坞登记没满五年能转让吗?", ["未满5年的，不得转让"], ["确有这样的规定", "与您说的不同"]),
        ("三号岸线租到2043年9月30日为止,是从哪天开始算的?", ["交付之日", "2040年9月30日"], []),
        ("附表里航道疏浚的预算是多少,归口哪个部门?", ["4200", "市航道中心"], ["300"]),
    ],
)
async def test_the_figure_that_is_meant_is_told(ask: Ask, question: str, said: list[str], unsaid: list[str]) -> None:
    answer = await ask(question)
    assert answer.status == "answered"
    assert [words for words in said if words not in answer.answer] == []
    assert [words for words in unsaid if words in answer.answer] == []


async def test_each_part_that_asks_who_gets_its_own_unit(ask: Ask) -> None:
    answer = await ask("云川造船计划里谁认定船员等级,谁核查船员合同?")
    assert [unit.name for unit in answer.responsible_units] == ["市委编办", "市人社局"]


async def test_who_only_helps_behind_a_label_is_told_apart(ask: Ask) -> None:
    answer = await ask("新建货船补贴由谁负责,谁配合?")
    roles = {(unit.name, unit.role) for unit in answer.responsible_units}
    assert roles == {
        ("市交通局", "responsible"),
        ("市港务局", "responsible"),
        ("市财政局", "support"),
        ("市审计局", "support"),
    }


async def test_a_table_of_its_own_is_cited_as_such(ask: Ask) -> None:
    answer = await ask("云川造船产业集群2025年目标规模为多少亿元?")
    assert answer.citations[0].label == "附表1表格第1行"


def test_a_clause_of_the_year_need_not_have_each_word_in_one_place_to_be_as_good() -> None:
    of_year, far, of_another = _fitting(0.7, 0.95), _fitting(0.7, 0.7), _fitting(1.0, 1.0)
    assert as_good([of_year, far], [of_another]) == [of_year]


def test_the_part_that_a_clause_of_the_year_stands_in_may_be_of_another() -> None:
    of_year, around = _fitting(0.6, 0.6, within="三"), _fitting(1.0, 1.0, "三")
    assert as_good([of_year], [around]) == [of_year]
    assert as_good([of_year], [around, _fitting(1.0, 1.0, "四")]) == []


def _fitting(cover: float, best: float, clause_id: str = "", within: str | None = None) -> Ranked:
    clause = SimpleNamespace(id=clause_id, parent_id=within)
    evidence = SimpleNamespace(clause=clause)
    return cast(Ranked, SimpleNamespace(features={"cover": cover, "best": best}, evidence=evidence))

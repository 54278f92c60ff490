"""What counts as a level of what may happen, asked for by the name or the number of the level."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.extractive.levels import asked_level, defines_level
from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

PLAN = """云川市燃气突发事件应急预案
云政办发〔2024〕3号
各区人民政府：
《云川市燃气突发事件应急预案》已经市政府同意，现印发给你们。
一、事件分级
燃气突发事件分为特别重大、重大、较大和一般四级。
（一）特别重大燃气突发事件：造成30人以上死亡，或者停气5万户以上的。
（二）重大燃气突发事件：造成10人以上死亡，或者停气3万户以上的。
（三）较大燃气突发事件：造成3人以上死亡，或者停气1万户以上的。
二、响应
发生特别重大、重大燃气突发事件，由总指挥负责指挥，1小时内报告省政府。
较大燃气突发事件由副总指挥负责指挥。
"""


STORM = """石江县沙尘暴应急预案
石政办发〔2024〕7号
4 应急响应
4.1 响应级别
沙尘暴应急响应分为Ⅰ级、Ⅱ级、Ⅲ级，Ⅰ级最高。
4.2 Ⅲ级响应
能见度低于1000米的，由县应急管理局启动。环卫车辆每日洒水2次。
4.3 Ⅱ级响应
能见度低于500米的，由分管副县长启动。停止露天作业，每日洒水4次。
4.4 Ⅰ级响应
能见度低于50米的，由县长启动。全县停课，封闭高速公路入口，每小时报告一次。
5 保障措施
5.1 物资保障
县应急管理局储备口罩5万只。
5.2 队伍保障
各乡镇组建20人的应急队伍。
"""


HAIL = """梅川市冰雹应急预案
梅政办发〔2024〕8号
4 应急响应
4.1 响应条件
（1）Ⅱ级响应：预计12小时内2个以上乡镇出现直径2厘米以上冰雹。
（2）Ⅰ级响应：预计12小时内5个以上乡镇出现直径3厘米以上冰雹。
4.2 响应措施
4.2.1 Ⅱ级响应：市气象局每2小时会商一次；景区停止登山项目。
4.2.2 Ⅰ级响应：市长坐镇指挥；每小时报送一次信息；由市教育局组织停课；由市住建局组织停工；由市文旅局关闭景区。
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [PLAN, STORM, HAIL])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("石江县启动沙尘暴Ⅰ级应急响应后采取哪些措施?", ["全县停课"], ["物资保障", "洒水"]),
        ("石江沙尘暴应急响应到了二级有哪些措施?", ["停止露天作业"], ["物资保障", "停课"]),
        ("梅川市冰雹应急预案规定Ⅰ级响应时采取哪些措施?", ["停课", "停工", "关闭景区"], ["4.2.1", "3厘米"]),
        ("梅川市冰雹Ⅱ级响应要做什么?", ["登山项目"], ["2厘米", "停课"]),
        ("梅川市冰雹什么情况启动Ⅱ级响应?", ["2厘米"], ["登山项目"]),
        ("石江县沙尘暴应急响应分为哪几级?", ["Ⅰ级、Ⅱ级、Ⅲ级"], ["停课"]),
    ],
)
async def test_what_is_done_at_a_rank_is_told_by_the_clause_it_heads(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云川燃气出多大的事才算最高一级“特别重大”?有哪几条线?", "5万户"),
        ("云川燃气突发事件死多少人算重大?", "10人以上"),
        ("云川较大燃气突发事件的认定标准是什么?", "1万户"),
    ],
)
async def test_what_counts_as_a_level_is_told_of_that_level_only(ask: Ask, question: str, said: str) -> None:
    answer = await ask(question)
    assert said in answer.answer
    assert answer.answer.count("死亡") == 1


@pytest.mark.parametrize(
    ("question", "level"),
    [
        ("出多大的事算一级响应里的“特别重大”?", "特别重大"),
        ("停水多久才构成较大事件?", "较大"),
        ("Ⅱ级的标准是什么?", "ii级"),
        ("特别重大事件由谁指挥?", None),
        ("重大项目补贴多少?", None),
    ],
)
def test_a_level_is_asked_for_only_by_what_counts_as_it(question: str, level: str | None) -> None:
    assert asked_level(question) == level


@pytest.mark.parametrize(
    ("sentence", "defines"),
    [
        ("（2）重大运营事件：停运24小时以上的。", True),
        ("事件分为四级：Ⅱ级（重大）：停水8万户以上。", True),
        ("有下列情形之一的，为重大事件：", True),
        ("（1）特别重大运营事件：停运48小时以上的。", False),
        ("重大、较大事件：由市政府指挥。", False),
        ("发生重大事件的，立即报告。", False),
    ],
)
def test_a_sentence_defines_a_level_where_it_begins_or_closes_with_it(sentence: str, defines: bool) -> None:
    assert defines_level("什么情况算重大事件?", sentence) is defines

"""Several places side by side, of which several things are asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from assistant.core import Assistant
from assistant.model import Answer, AskRequest
from tests.assistant.answering.extractive.conftest import settings_of, taken_in
from tests.assistant.standing import standing

TODAY = datetime(2024, 6, 1, tzinfo=UTC)
PILES = """{city}人民政府关于加快充电设施建设的意见
{city}政发〔2024〕5号
各镇人民政府：
现就加快充电设施建设提出如下意见。
一、建设目标。到2025年，主城区充电服务半径不超过{radius}公里，建成充电桩{piles}个。（牵头单位：{lead}）
二、运行维护。充电桩完好率不低于{share}，故障应当在24小时内响应。（牵头单位：市城管局）
三、财政补贴。充电站每千瓦补助{grant}元。（牵头单位：{lead}）
四、监督检查。骗取充电站补助的，{ban}年内不得再申报。
五、不准申请的情形。已经申请其他补助的，不准再申请充电站补助。
六、经费保障。所需经费由市和区共同承担。东湖区市与区分担比例为5:5；西山区市与区分担比例为7:3。
七、运营补贴。充电站运营补贴按季度申报、按季度发放，每站每月1000元。累计发放不超过{months}个月。
八、申请运营补贴的充电站，应当已经享受过财政补贴。
{city}人民政府
2024年2月10日
"""
LIFTS = """{city}加装电梯补贴实施细则
{city}政办〔2024〕9号
第一条 为规范加装电梯补贴，制定本细则。
第二条 四层住宅每部补贴18万元，五层住宅每部补贴20万元。
第三条 补贴金额不得超过加装电梯项目总投资的{cap}，\
总投资包括设计、施工、电梯购置安装、管线迁改、监督检验等费用，不包括后期运行维护费用。\
总投资的{cap}低于第二条规定标准的，按照总投资的{cap}补贴。
{city}人民政府
2024年3月10日
"""
CARE = """丽水市养老院补助办法
丽水市政办〔2024〕11号
第一条 养老院按收住老年人的护理等级给予补助，标准见附表。
丽水市人民政府
2024年3月10日
附表　养老院补助标准
护理等级　｜　补助（元/人·月）
轻度　｜　300
重度　｜　500
"""
HEAT = """{city}供热管理办法
{city}政办〔2024〕13号
第一条 供热补助由市与区各承担50%，采暖补助由市全额承担。\
供热补助工作由市城管局牵头，市财政局配合。违规领取的，追回资金，{ban}年内不得申请。
第二条 居民热水每吨不高于{ban}6元。
第三条 任务分工见附表。
{city}人民政府
2024年3月10日
附表　任务分工
序号　｜　任务　｜　牵头单位
1　｜　核定居民热水价格，公布居民热水价格　｜　市发展改革委
2　｜　检修热水管网　｜　市城管局
"""
BATHS = """台州市商务局关于黄岩区公共浴室收费有关事项的公告
台商务〔2024〕3号
一、公共浴室每人次收费不高于12元。
二、老年人每月免费洗浴2次。
台州市商务局
2024年3月10日
"""
OWN_BATHS = """磐安县公共浴室管理办法
磐政办〔2024〕8号
第一条 公共浴室每人次收费不高于9元。
磐安县人民政府
2024年3月10日
"""
TOWNS = (
    {
        "city": "丽水市",
        "radius": "1",
        "piles": "900",
        "share": "97%",
        "cap": "50%",
        "grant": "150",
        "ban": "3",
        "months": "24",
        "lead": "市发展改革委",
    },
    {
        "city": "临海市",
        "radius": "2",
        "piles": "700",
        "share": "95%",
        "cap": "40%",
        "grant": "200",
        "ban": "5",
        "months": "36",
        "lead": "市能源局",
    },
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Answer]]:
    data = taken_in(
        tmp_path_factory.mktemp("piles"),
        [CARE, BATHS, OWN_BATHS, *(text.format(**town) for text in (PILES, LIFTS, HEAT) for town in TOWNS)],
    )
    with standing(Assistant(settings_of(data), clock=lambda: TODAY)) as assistant:
        yield lambda question: asyncio.run(assistant.ask(AskRequest(question)))


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("丽水和临海的充电服务半径目标、充电桩完好率各多少?", [["1公里", "97%"], ["2公里", "95%"]]),
        ("丽水和临海的充电站每千瓦补助多少,由谁牵头?", [["150元", "市发展改革委"], ["200元", "市能源局"]]),
    ],
)
def test_every_side_tells_each_of_several_things(
    ask: Callable[[str], Answer], question: str, rows: list[list[str]]
) -> None:
    answer = ask(question)
    told = [line for line in answer.answer.split("\n") if line.startswith(("| 丽水市", "| 临海市"))]
    assert len(told) == len(rows)
    for line, words in zip(told, rows, strict=True):
        assert [word for word in words if word not in line] == []


def test_sides_of_different_matters_are_told_each_in_its_own_words(ask: Callable[[str], Answer]) -> None:
    answer = ask("丽水骗充电站补助和临海五层住宅装电梯,哪个数大,各是几年、多少万?")
    assert "3年内不得再申报" in answer.answer
    assert "20万元" in answer.answer
    assert {c.title[:3] for c in answer.citations} == {"丽水市", "临海市"}


def test_for_whom_is_no_question_for_units(ask: Callable[[str], Answer]) -> None:
    answer = ask("丽水和临海的充电站每千瓦补助多少、给谁?")
    assert "150元" in answer.answer
    assert "200元" in answer.answer


def test_a_side_is_told_by_the_clause_that_has_a_figure_of_the_kind_asked_for(ask: Callable[[str], Answer]) -> None:
    answer = ask("丽水和临海的充电站补助,被查出骗取后各自几年不准再申请?")
    assert "3年内不得再申报" in answer.answer
    assert "5年内不得再申报" in answer.answer


def test_a_side_is_told_where_its_next_sentence_goes_on_to_another_clause(ask: Callable[[str], Answer]) -> None:
    answer = ask("丽水和临海加装电梯补贴最高占总投资的比例分别是多少?")
    assert "总投资的50%" in answer.answer
    assert "总投资的40%" in answer.answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("丽水和临海的充电站每千瓦补助哪个高?", ["临海市更高。", "150元", "200元"]),
        ("充电站运营补贴丽水和临海哪个能领得更久?", ["24个月", "36个月"]),
        ("丽水市骗取充电站补助,禁止再申报的年限是多少?", ["3年内不得再申报"]),
        ("丽水骗取充电站补助几年内不准再申报,临海五层住宅装电梯又补多少万?", ["3年内不得再申报", "20万元"]),
        ("丽水加装电梯补贴实施细则与临海充电设施建设意见的补贴标准各是多少?", ["20万元", "200元"]),
        ("比较一下丽水和临海加快充电设施建设的经费市区怎么分担", ["5:5", "7:3"]),
        ("达到标准的,丽水充电站每千瓦补助多少?临海五层住宅装电梯又补多少万?", ["150元", "20万元"]),
        ("丽水和临海的居民热水价格上限分别是多少?", ["36元", "56元"]),
        ("骗领或者违规领供热补助、采暖补助,丽水和临海各自几年内不能再领?", ["3年内不得申请", "5年内不得申请"]),
        ("护理等级为重度的,丽水市养老院补助和临海市充电站每千瓦补助,哪个高?", ["500", "200元"]),
    ],
)
def test_sides_are_held_against_each_other(ask: Callable[[str], Answer], question: str, told: list[str]) -> None:
    answer = ask(question)
    assert [words for words in told if words not in answer.answer] == []


def test_a_district_is_compared_by_the_paper_that_its_city_made_for_it(ask: Callable[[str], Answer]) -> None:
    answer = ask("黄岩区和磐安县的公共浴室每人次最高收费分别是多少?")
    assert "| 黄岩区 | 公共浴室每人次收费不高于12元" in answer.answer
    assert "| 磐安县 | 公共浴室每人次收费不高于9元" in answer.answer
    assert "2次" in ask("黄岩区的老年人每月能免费洗几次澡?").answer

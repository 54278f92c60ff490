"""Figures that are asserted or are of years of their own, who does what, and papers that do not tell it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

PARKING = """白杨县机动车停车场管理办法
白政发〔2024〕6号
各乡镇人民政府：
一、建设
（一）配建标准。2025年新建小区充电车位占比达到10%。2026年新建小区充电车位占比达到20%。
（二）验收。停车场开放前由县住建局验收，配备管理员3人、岗亭2座。
（三）备案。投资人开工前报县统计局备案。县统计局每季度公布车位总数。
二、收费
（一）收费标准。停车收费标准由县发展改革局制定，免费停车时长不超过30分钟。（责任单位：县城管局）
（二）拖移费用。拖移车辆的费用由违停车主承担。（责任单位：县公安局）
（三）补贴。县住建局牵头负责改造补贴的组织实施和申请审核，县财政局负责补贴资金拨付。
（四）申诉。车主应当在7日内提出申诉，县公安局应当在15日内答复申诉。
三、监管
（一）分工。县城管局负责全县停车场的监督管理。各乡镇人民政府负责本辖区停车场的监督管理。
（二）同一车位同一年度申请补助不超过2次。
四、附则
本办法自2024年3月1日起施行，有效期至2027年2月28日。
白杨县人民政府
2024年2月1日
"""
RESERVOIRS = """白杨县水库除险加固补助办法
白政发〔2024〕9号
各乡镇人民政府：
一、补助
小型水库除险加固每座补助80万元，大坝安全评估报告有效期为5年。
二、验收
加固工程完工后60日内验收。
白杨县人民政府
2024年4月1日
"""
_RIGHT = "文件中确有这样的规定"
_WRONG = "文件的规定与您说的不同"


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("parking"), (PARKING, RESERVOIRS))


@pytest.mark.parametrize(
    ("asserted", "verdict"),
    [
        ("免费停车时长不超过30分钟", _RIGHT),
        ("免费停车时长不超过40分钟", _WRONG),
        ("县公安局应当在15日内答复申诉", _RIGHT),
        ("县公安局应当在7日内答复申诉", _WRONG),
        ("停车场开放前配备管理员3人、岗亭2座", _RIGHT),
        ("停车场开放前配备管理员2人、岗亭3座", _WRONG),
        ("自2024年3月1日起施行", _RIGHT),
        ("自2024年5月1日起施行", _WRONG),
        ("有效期至2027年2月28日", _RIGHT),
        ("有效期至2026年2月28日", _WRONG),
    ],
)
async def test_a_figure_is_compared_with_what_is_said_of_the_same(ask: Ask, asserted: str, verdict: str) -> None:
    answer = await ask(f"白杨县机动车停车场管理办法规定{asserted},对吗?")
    assert answer.answer.startswith(verdict)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("白杨县新建小区充电车位占比要达到多少?", ["2025年", "10%", "2026年", "20%"], []),
        ("白杨县新建小区充电车位占比2026年要达到多少?", ["20%"], ["10%"]),
        ("白杨县同一车位同一年度申请补助不超过多少次?", ["2次"], []),
        ("白杨县停车收费标准由谁制定?", ["由县发展改革局制定"], ["县城管局"]),
        ("白杨县停车场改造补贴谁给审核?", ["县住建局牵头负责"], ["不超过2次"]),
        ("按照白杨县机动车停车场管理办法,停车收费标准由谁制定?", ["由县发展改革局制定"], ["发文机关"]),
        ("白杨县拖移车辆的钱谁出?", ["由违停车主承担"], []),
        ("白杨县机动车停车场管理办法是由谁发布的?", ["发文机关白杨县人民政府"], []),
        ("谁负责全县停车场的监督管理?", ["县城管局"], ["乡镇"]),
    ],
)
async def test_what_is_told(ask: Ask, question: str, said: Sequence[str], unsaid: Sequence[str]) -> None:
    assert_told(await ask(question), said, unsaid)


async def test_what_is_reported_to_a_unit_comes_after_what_it_does(ask: Ask) -> None:
    answer = (await ask("白杨县统计局在停车场管理中要做什么?")).answer
    assert answer.index("公布车位总数") < answer.index("报县统计局备案")


@pytest.mark.parametrize(
    "question",
    [
        "白杨县机动车停车场管理办法规定,小型水库除险加固每座补助多少万元?",
        "白杨县机动车停车场管理办法规定,大坝安全评估报告的期限是多少年?",
        "白杨县水库除险加固补助办法规定,免费停车时长不超过多少分钟?",
    ],
)
async def test_the_name_of_a_document_is_no_evidence(ask: Ask, question: str) -> None:
    assert (await ask(question)).status == "refused"

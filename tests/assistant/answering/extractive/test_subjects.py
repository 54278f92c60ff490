"""The same asked of several subjects at once, what follows from a thing left undone, and parts of a numbered whole."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from assistant.answering.extractive.subjects import each_subject
from assistant.core import Assistant
from assistant.model import AskRequest, Understanding
from tests.assistant.answering.extractive.conftest import settings_of, taken_in
from tests.assistant.standing import standing

RULES = """丽水市低温冰冻灾害应急预案
丽政发〔2024〕9号
一、总体要求
（一）基本原则。
以人为本，减少损失。把保障群众安全作为首要任务。
统一领导，分级负责。在市人民政府领导下开展工作。
平急结合，预防为主。做好物资储备和培训演练。
二、应急响应
（二）红色预警期间，除抢险救灾外，高速公路可以采取封闭、限行、分流等措施；中小学、幼儿园可以停课，具体由县（市、区）人民政府确定并提前一天告知学生家长。
（三）各县（市、区）应当于每年10月20日前将储备物资清单报送市应急管理局，同步上传系统；逾期未报送的，视为放弃当年物资补助，并扣减下年度补助资金的5%。
（四）对隐瞒灾情的工作人员，三年内不得评优评先。
（五）选择云和、庆元、缙云、遂昌、松阳等5个县和市住建局、市交通局、市水利局等3个部门开展试点。
（六）瞒报物资数量的单位，由市应急管理局约谈，并收回多领的物资。
（七）抢险队伍名册有效期为三年，由市应急管理局核发。
（八）抢险队伍应当在名册有效期满前两个月办理续期登记，并提交续期申请书。
（九）应急热线接到群众报障的，应当自接到报障之日起7日内处理并告知群众。
（十）群众对报障处理结果不满意的，可以自收到处理结果之日起15日内申诉。
（十二）物资配送服务单位违反规定收取费用的，处1万元以上3万元以下罚款。
（十一）避难场所每处补助20万元，鼓励增设供暖设施。
丽水市人民政府
2024年2月10日
"""

HOLIDAYS = """丽水市机关2024年节假日值班安排的通知
丽政办发〔2024〕3号
各县（市、区）人民政府：现将2024年元宵节、重阳节的值班安排通知如下。
一、元宵节：2月24日至25日值班，共2天。
二、重阳节：10月11日至13日值班，共3天。
丽水市人民政府办公室
2024年1月10日
"""


@pytest.fixture(scope="module")
def say(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    data = taken_in(tmp_path_factory.mktemp("plans"), [RULES, HOLIDAYS])
    with standing(Assistant(settings_of(data), clock=lambda: datetime(2024, 6, 1, tzinfo=UTC))) as assistant:
        yield lambda question: asyncio.run(assistant.ask(AskRequest(question))).answer


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("丽水红色预警期间,对高速公路和中小学可以采取哪些措施?", ["封闭、限行", "可以停课"]),
        (
            "丽水预案里对隐瞒灾情的工作人员和瞒报物资数量的单位,分别规定了怎样的处理?",
            ["不得评优评先", "收回多领的物资"],
        ),
        ("丽水哪个县要是10月20日还没报送储备物资清单,会怎么样?", ["扣减下年度补助资金的5%"]),
        ("丽水冰冻灾害预案试点选了哪5个县?", ["云和、庆元"]),
        ("丽水冰冻灾害预案试点选了哪3个部门?", ["市住建局、市交通局"]),
        ("丽水市低温冰冻灾害应急预案确立了哪三项基本原则?", ["以人为本", "统一领导", "平急结合"]),
    ],
)
def test_each_of_what_is_asked_for_is_told(say: Callable[[str], str], question: str, told: list[str]) -> None:
    said = say(question)
    assert [words for words in told if words not in said] == [], said


def test_each_figure_that_is_asserted_is_set_right_by_the_rule_for_its_act(say: Callable[[str], str]) -> None:
    assert "7日内处理" in say("丽水应急热线接到群众报障,是不是15天之内处理就行?")
    said = say("丽水抢险队伍名册的有效期是五年,期满前六个月办理续期登记,这个说法对吗?")
    assert "有效期为三年" in said
    assert "满前两个月" in said


def test_each_is_told_by_itself_where_the_opening_alone_names_both(say: Callable[[str], str]) -> None:
    said = say("2024年元宵节和重阳节分别值班几天?")
    assert "共2天" in said
    assert "共3天" in said


def test_no_figure_of_another_thing_is_told(say: Callable[[str], str]) -> None:
    assert "20万元" in say("丽水冰冻灾害预案规定避难场所每处补助多少钱?")
    assert "20万元" not in say("丽水冰冻灾害预案规定供暖热泵每台补助多少钱?")
    assert "3万元" not in say("丽水物资配送费每单最高不能超过多少元?")
    assert "20万元" not in say("丽水买新能源小汽车还有购车补贴吗,补多少?")


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("对高速公路和中小学可以采取哪些措施?", ["高速公路", "中小学"]),
        ("给有限责任公司和个体工商户怎么发补贴?", ["有限责任公司", "个体工商户"]),
        ("对高速公路可以采取哪些措施?", []),
        ("由谁牵头?", []),
    ],
)
def test_subjects_that_stand_side_by_side(text: str, subjects: list[str]) -> None:
    asked = Understanding(text, text, "measure", terms=("高速公路", "中小学"))
    assert [one.focus for one in each_subject(asked)] == subjects

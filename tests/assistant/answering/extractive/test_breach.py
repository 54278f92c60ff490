"""What follows from a breach of a clause told before, in a conversation and within one question."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from assistant.core import Assistant
from assistant.model import AskRequest
from tests.assistant.answering.extractive.conftest import settings_of, taken_in
from tests.assistant.standing import standing

MARKET = """青禾市集市管理办法
青政发〔2024〕7号
第一条　禁止在机关、学校、医院、消防通道、公交站台和盲道摆摊设点。
第二条　摊主应当每日清扫摊位。
第三条　集市夜间不得使用音响招揽顾客。
第四条　摆摊设点未公示价目的，由市城管局处200元罚款。
第五条　摊主不清扫摊位的，处50元罚款。
第六条　违反本办法第三条规定的，处500元罚款。
青禾市人民政府
2024年3月10日
"""
RULES = """丽水市充电棚管理办法
丽政发〔2024〕6号
第一条　充电棚单个防火分组不超过20辆。
第二条　充电棚不得向用户收取押金。
第三条　违反本办法第二条规定收取押金的，处3000元以上2万元以下罚款。
第四条　违反本办法第一条规定的，责令改正，处1万元以上5万元以下罚款。
第五条　运营单位不得伪造巡查记录、虚报电价。
第六条　运营单位拒绝检查的，依法处罚。
第七条　违反本办法第五条规定的，列入失信名单。
第八条　任何单位和个人不得有下列行为：
（一）在楼梯间、疏散通道停放车辆；
（二）携带蓄电池乘坐电梯；
（三）私自拉接电线充电。
第九条　违反本办法第八条第二项规定的，给予警告；拒不改正的，对个人处500元以上1000元以下罚款。
第十条　违反本办法第八条第一项、第三项规定的，拒不改正的，对个人处200元以上500元以下罚款。
丽水市人民政府
2024年2月10日
"""
BOTTLES = """龙泉市餐饮场所瓶装气管理规定
龙政发〔2024〕8号
第十一条　餐饮场所不得有下列行为：
（一）在地下室、半地下室使用瓶装气；
（二）倒置、暴晒气瓶；
（三）拒绝入户安检；
（四）堵塞检修通道。
第十二条　违反本规定第十一条第（一）项规定的，由市城管局处2000元以上1万元以下罚款；违反第（二）项规定的，\
处500元以上1000元以下罚款；违反第（三）项规定的，处5000元罚款。有第十一条第四项行为的，处3000元罚款。
龙泉市人民政府
2024年2月10日
"""


@pytest.fixture(scope="module")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    yield from _talking(tmp_path_factory, [RULES, MARKET])


@pytest.fixture(scope="module")
def talk_of_bottles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., str]]:
    yield from _talking(tmp_path_factory, [BOTTLES])


def _talking(tmp_path_factory: pytest.TempPathFactory, papers: list[str]) -> Iterator[Callable[..., str]]:
    data = taken_in(tmp_path_factory.mktemp("rules"), papers)
    with standing(Assistant(settings_of(data), clock=lambda: datetime(2024, 6, 1, tzinfo=UTC))) as assistant:

        async def answer(*questions: str) -> str:
            session, said = None, ""
            for question in questions:
                told = await assistant.ask(AskRequest(question, session_id=session))
                session, said = told.session_id, told.answer
            return said

        yield lambda *questions: asyncio.run(answer(*questions))


@pytest.mark.parametrize(
    "questions",
    [
        ("丽水充电棚一个防火分组最多多少辆?", "那违反了怎么罚?"),
        ("丽水充电棚一个防火分组最多多少辆?超了怎么罚?",),
    ],
)
def test_the_fine_is_that_for_the_clause_told_before(talk: Callable[..., str], questions: tuple[str, ...]) -> None:
    said = talk(*questions)
    assert "1万元以上5万元以下" in said
    assert "3000元" not in said


def test_what_follows_is_that_for_the_clause_which_the_question_is_about(talk: Callable[..., str]) -> None:
    assert "失信名单" in talk("丽水充电棚运营单位伪造巡查记录怎么处罚?")
    assert "1万元以上5万元以下" in talk("丽水充电棚单个防火分组超过20辆罚多少钱?")
    assert "不得伪造" in talk("丽水充电棚运营单位伪造巡查记录如何处理有何要求?")
    assert "200元以上500元以下" in talk("丽水把车停在楼梯间、疏散通道里,仍不改的个人会怎样处罚?")
    assert "200元以上500元以下" in talk("丽水有人组织员工私自拉接电线给车充电,拒不改正怎么罚?")
    assert "500元以上1000元以下" in talk("丽水带蓄电池乘坐电梯,仍不改的个人会怎样处罚?")
    assert "依法处罚" in talk("丽水充电棚运营单位拒绝检查怎么处罚?")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("违反本办法第一条怎么罚?", "1万元以上5万元以下"),
        ("丽水充电棚管理办法里违反第二条的罚多少?", "3000元以上2万元以下"),
        ("谁违反丽水充电棚管理办法第五条,会怎么处理?", "失信名单"),
        ("丽水充电棚管理办法第八条第(二)项违反了怎么处罚?", "500元以上1000元以下"),
        ("丽水充电棚管理办法第三条罚多少?", "3000元以上2万元以下"),
        ("丽水充电棚管理办法第一条是什么?", "单个防火分组不超过20辆"),
    ],
)
def test_a_breach_of_a_clause_named_by_number_is_told_by_the_clause_that_punishes_it(
    talk: Callable[..., str], question: str, told: str
) -> None:
    assert told in talk(question).split("其中提到的条款")[0]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("青禾市在医院摆摊设点罚多少钱?", ""),
        ("青禾集市摊主不清扫摊位罚多少?", "50元"),
        ("青禾集市夜里用音响招揽顾客罚多少?", "500元"),
        ("青禾市摆摊设点未公示价目罚多少钱?", "200元"),
    ],
)
def test_the_fine_for_another_act_is_not_told_where_a_rule_has_none(
    talk: Callable[..., str], question: str, told: str
) -> None:
    assert told in (said := talk(question))
    assert ("罚款" in said) is bool(told)


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("龙泉饭店在地下室使用瓶装气罚多少?", "2000元以上1万元以下", "500元"),
        ("龙泉餐饮场所倒置、暴晒气瓶的罚多少?", "500元以上1000元以下", "1万元"),
        ("龙泉餐饮场所拒绝入户安检的罚多少?", "5000元", "1万元"),
        ("龙泉餐饮场所堵塞检修通道的罚多少?", "3000元", "5000元"),
    ],
)
def test_of_several_fines_in_a_clause_that_for_the_item_is_told(
    talk_of_bottles: Callable[..., str], question: str, told: str, untold: str
) -> None:
    assert told in (said := talk_of_bottles(question))
    assert untold not in said

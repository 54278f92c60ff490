"""A paper of questions and replies: the reply is told, never the question."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

GUIDE = """青禾市茶艺师补贴政策问答
青禾市人力资源社会保障局
2024年5月6日
一、申请
问：茶艺师补贴在哪里申请？什么时间？
答：各街道便民服务中心均可受理，也可登录“青禾茶艺”小程序申请。工作时间：周一至周五9:00至17:00。
问：申请茶艺师补贴要带哪些材料？
答：
1.《茶艺师补贴申请表》；
2.身份证或者社会保障卡。
问：茶艺师补贴分哪几种？
答：上岗补贴、带徒补贴、展演补贴三种。上岗补贴与带徒补贴不能同时享受。
二、发放
问：补贴从什么时候开始发？
答：自审核通过的次月1日起发放。
问：展演补贴怎么领？
答：（1）个人在“青禾茶艺”小程序递交材料；（2）茶馆3个工作日内核实；（3）区人社局初审；（4）每年5月集中打款。
问：哪些情况会停发？
答：离开本市茶馆的，自次月起停发。
"""
READING = """《青禾市养蜂扶持若干规定》政策解读
《青禾市养蜂扶持若干规定》（青蜂发〔2024〕3号）由中共青禾市委蜂业工作领导小组于2024年6月3日印发，自2024年7月1日起实施，有效期三年。现解读如下。
问：养蜂扶持给谁？
答：蜂箱20个以上的蜂农。
"""
LETTER = """青禾市人民政府办公室对市十六届人大三次会议第41号建议的答复
青政办函〔2024〕9号
陈小满等代表：
你们提出的关于给蜂农配冷藏车的建议收悉，现答复如下：
本市山高路远，蜂蜜运出山需要两天，夏季损耗较大。
下一步由市商务局在三个山区街道试行冷藏车拼车。
青禾市人民政府办公室
2024年8月9日
"""
PERMIT = """青禾市人民政府关于蜂产品交易中心有关问题的复函
青政函〔2024〕12号
市商务局、市供销社：
市商务局《关于新建蜂产品交易中心的请示》收悉。经研究，现函复如下：
一、同意在东郊新建蜂产品交易中心。
二、建设资金由市供销社自筹。
青禾市人民政府
2024年9月3日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [GUIDE, READING, LETTER, PERMIT])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("茶艺师补贴去哪申请?", ["便民服务中心", "小程序"], ["问：", "在哪里申请"]),
        ("申请茶艺师补贴要带啥材料?", ["申请表", "身份证"], ["问：", "哪些材料"]),
        ("茶艺师补贴有哪几种?", ["上岗补贴", "带徒补贴", "展演补贴"], ["问：", "答：", "哪几种"]),
        ("展演补贴从递交材料到打款要走哪几步?", ["递交材料", "茶馆", "初审", "集中打款"], ["次月"]),
        ("青禾市养蜂扶持若干规定是哪个单位发的,有效期几年?", ["蜂业工作领导小组", "三年"], ["没有写明"]),
        ("茶艺师补贴什么时候开始发?", ["次月1日"], ["问：", "答：", "便民"]),
    ],
)
async def test_the_reply_is_told(ask: Ask, question: str, said: list[str], unsaid: list[str]) -> None:
    assert_told(await ask(question), said, unsaid)


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("青禾市第41号建议是谁提的,说的是什么?", ["陈小满等代表", "给蜂农配冷藏车"], ["试行"]),
        ("青禾市答复的第41号建议是哪位代表提的?", ["陈小满等代表", "给蜂农配冷藏车"], ["试行"]),
        ("青政办函〔2024〕9号回的是什么建议?", ["给蜂农配冷藏车"], ["试行"]),
        ("青政办函〔2024〕9号是写给哪位代表的?", ["陈小满等代表"], ["试行"]),
        ("给蜂农配冷藏车的建议,市政府办哪天答复的?", ["2024年8月9日"], ["试行"]),
        ("蜂产品交易中心的复函是哪家报的请示?", ["市商务局《关于新建蜂产品交易中心的请示》"], ["自筹"]),
        ("蜂产品交易中心的复函由谁发的,落款哪天?", ["青禾市人民政府", "2024年9月3日"], ["自筹"]),
    ],
)
async def test_a_letter_says_who_asked_for_what_and_when_it_was_answered(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)

"""Amounts of rules with articles: fines above the cases, amounts side by side and by tiers, and what says none."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, taken_in

RULES = """青禾市人民政府关于印发青禾市临街茶馆扶持办法的通知
青政发〔2023〕12号
各县人民政府：
现将《青禾市临街茶馆扶持办法》印发给你们，请认真执行。
青禾市人民政府
2023年3月6日
青禾市临街茶馆扶持办法
第一条　为促进茶馆发展，制定本办法。
第二条　新开茶馆按照营业面积补助：100平方米以上300平方米以下的，补助3万元；300平方米以上的，补助6万元。
第三条　从外市引进茶艺师的，每人补贴2000元；从本市院校录用的，每人补贴800元。面向游客的茶艺表演由市文旅局统一排期。
第四条　申请人于每年5月20日前向县商务局提出申请。县商务局自受理之日起10个工作日内初审。
第五条　补助购置的茶具，自兑付之日起3年内不得转让。违反规定的，按照剩余年限收回补助。
第六条　禁止在茶馆门前人行道摆放炉具或者明火煮茶。
第七条　违反本办法，有下列行为之一的，由市城管局责令改正，对单位处1000元以上3000元以下罚款，对个人处200元罚款：
（一）拒不悬挂价目牌的；
（二）在茶馆门前人行道摆放炉具或者明火煮茶，拒不改正的。
第八条　市财政每年安排茶馆补助资金400万元。
第九条　对固定资产投资（不含地价）达到下列标准的制茶项目，竣工投产后按照设备投资额给予奖励：
（一）投资5000万元（含）至1亿元的，按4%给予，最高300万元；
（二）1亿元（含）至5亿元的，按6%给予，最高1500万元；
（三）5亿元（含）以上的，按8%给予，最高4000万元。
第十条　单个制茶项目奖励金额超过600万元的，由市政府常务会议审定；超过2000万元的，报市委常委会会议研究。
第十一条　本办法自2023年5月1日起施行。2015年发布的《青禾市民办茶馆补助办法》同时废止。
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [RULES])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("个人在茶馆门前人行道摆炉具煮茶,劝了不改罚多少钱?", ["200元罚款"], []),
        ("从外市引进茶艺师和从本市院校录用,每人分别补多少?", ["2000元", "800元"], []),
        ("从外市引进茶艺师每人补多少?", ["2000元"], ["800元"]),
        ("新开2000平方米的茶馆补助多少钱?", ["6万元"], []),
        ("一个固投6个亿的制茶厂,投产后按设备投资的多少比例奖励?", ["8%"], ["4%", "6%"]),
        ("固定资产投资两个亿的制茶项目按多少比例奖励?", ["6%"], ["4%", "8%"]),
        ("单个制茶项目奖励超过三千万由谁来定?", ["市委常委会"], ["常务会议"]),
        ("单个制茶项目奖励超过八百万由谁来定?", ["市政府常务会议"], ["常委会会议"]),
        ("茶馆申请补助几号之前交?", ["5月20日"], []),
        ("补助买的茶具过一年能转让吗,转了有啥后果?", ["3年", "收回补助"], []),
        ("青禾市民办茶馆补助每年安排多少钱?", ["400万元"], []),
        ("茶馆扶持办法哪天起施行?", ["2023年5月1日"], []),
        ("青政发〔2023〕12号是关于什么的通知?", ["茶馆扶持办法"], []),
    ],
)
async def test_the_amount_that_is_asked_for_is_told(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    answer = await ask(question)
    assert answer.status == "answered"
    assert [words for words in said if words not in answer.answer] == []
    assert [words for words in unsaid if words in answer.answer] == []

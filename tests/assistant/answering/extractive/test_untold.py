"""What is said of a clause holds the words of the question that stand in it, and no case of other amounts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

RULES = """松原县畜禽养殖扶持办法
第一条　为扶持畜禽养殖，制定本办法。
第二条　乡镇兽医站应当对散养户建立台账，对其中存栏30头以上的散养户每月至少上门检疫2次，\
对其他散养户每季度至少上门检疫1次，检疫结果应当记入台账并存档备查。发现疑似疫病的，应当在3小时内报告县畜牧局并隔离病畜。检疫人员凭工作证上门，不得收取费用。
第三条　县畜牧局储备消毒车不少于6台；县供销社储备饲料不少于80吨。
第四条　进口种畜应当严格执行隔离、采样规定和查验标准，做好装运前的现场检验、结果审核和证书签发等关键环节的监督管理，\
隔离率不低于90%，采样率不低于35%，对列入重点名单的企业实行全部开箱查验，运输车辆消毒率达到100%，每月向社会公布一次查验结果和处理情况。
第五条　养殖场贷款由县财政贴息，每户贴息期限不超过3年，由乡镇人民政府受理申请并在村务公开栏公示7日，\
其中存栏100头以上300头以下的每年贴息2万元，存栏300头以上的每年贴息5万元，存栏100头以下的不予贴息，贴息资金由县财政局直接拨付到户。
第六条　因收购企业责任压秤的，由其按差额退还货款，并按差额的60%加付补偿。（县市场监管局监督，各乡镇人民政府负责落实）
松原县人民政府
2024年3月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [RULES])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("松原兽医站上门检疫时发现散养户疑似疫病,应当在多长时间内做什么?", ["3小时", "隔离病畜"], ["工作证"]),
        ("松原县要求畜牧局和供销社各储备多少台消毒车、多少吨饲料?", ["6台", "80吨"], []),
        ("松原对进口种畜的隔离率、采样率分别定了多少?", ["90%", "35%"], ["每月向社会公布"]),
        ("松原对进口种畜的采样率定了多少?", ["35%"], ["90%", "100%"]),
        ("松原县规定,因收购企业责任压秤的,企业应如何退款、补偿?", ["按差额退还货款", "60%"], ["责任单位"]),
        ("我在松原养了350头,养殖场贷款一年贴息多少?", ["5万元"], ["2万元", "不予贴息"]),
    ],
)
async def test_words_of_the_question_that_stand_in_the_clause_are_told(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    answer = await ask(question)
    assert_told(answer, said, unsaid)

"""The sentence of the very case that is put, not the one beside it that has more of the question's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

RULES = """柏川市渡口管护办法
第一条　为加强渡口管护，制定本办法。
第二条　乡镇人民政府管理的渡口，已配备专职管护员的，由本单位专职管护员巡查。\
县交通局应当定期通报渡口巡查情况，组织渡口管护培训，公布渡口名录，更新渡口标志，并对渡口的安全设施按季度开展检查。\
未配备专职管护员的，统一由县交通局确定的机构巡查。
第三条　渡口管护单位应当报送渡口巡查记录、抽查记录和安全检查材料，由县交通局组织渡口安全检查并反馈检查意见。\
检查材料不全的，渡口管护单位应当补充抽查记录和检查材料，并于次月由县交通局复查，复查结果在渡口公示，接受群众监督。
第四条　强化检查责任，县交通局对渡口管护实行通报制度，通报结果向社会公布，并作为年度评优的重要依据之一，纳入信用记录。\
不得以抽查、通报等方式代替安全检查。
第五条　渡船应当每年登记，船主应当在每年3月底前向县交通局提交登记表、检验报告和保险单，登记不收费用。\
县交通局应当自收到登记材料之日起5个工作日内完成核对，核对情况向社会公布。\
登记材料齐全的，当场发给号牌；登记材料不齐全的，应当一次性告知要补的全部内容，船主在8个工作日内补正。逾期不补正的，视为未登记。\
登记费、检验费应当在每年4月底前缴纳，一次缴清的优惠5%，县交通局在渡口公示收费标准和缴费地点。\
逾期缴纳的，每日加收欠费额的2‰。
第六条　在渡口过夜的乘客应当领取通行证，离开时主动交回。未持证过夜的，客栈不得留宿。\
候船室应当配备饮水、座椅和遮阳设施，并在醒目位置公布开船时间、票价，保持地面干燥和通风良好，安排专人打扫，定期消毒，夜间照明。
第七条　渡口改造包括了主要任务，共36个项目。各县申请新增了48个渡口改造项目，希望给予资金支持。\
渡口项目由县交通局按年度组织实施，项目清单在县人民政府网站公布，并于每年年底前完成自查，形成报告报市交通局备案。
柏川市人民政府
2024年3月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [RULES])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("柏川没有专职管护员的渡口,由谁来巡查?", ["县交通局确定的机构"], ["由本单位专职管护员"]),
        ("柏川的渡口管护单位能不能拿抽查记录顶替安全检查?", ["不得以抽查"], []),
        ("柏川渡船登记材料交得不全会怎么处理?", ["一次性告知", "8个工作日", "视为未登记"], ["5个工作日"]),
        ("柏川渡船检验费交晚了怎么办?", ["2‰"], []),
        ("柏川各县一共有多少个渡口改造项目?", ["36个"], ["48个"]),
    ],
)
async def test_the_sentence_of_the_case_that_is_put_answers(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)

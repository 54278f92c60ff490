"""Questions that give a rank, a span of years or the loose name of a repealed paper: what is of another is not told."""

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, papers_taken_in

CAMPS = """云川市人民政府关于印发云川市露营地建设三年行动计划（2024—2026年）的通知
云政发〔2024〕9号
各县（市、区）人民政府：
《云川市露营地建设三年行动计划（2024—2026年）》已经市政府同意，现印发给你们。《云川市乡村露营地管理试行办法》（云政发〔2019〕7号）同时停止执行。
云川市人民政府
2024年3月5日
云川市露营地建设三年行动计划（2024—2026年）
一、目标任务
到2025年底，全市露营地停车场绿化覆盖率达到60%，卫生间达到国家标准。到2026年底，停车场绿化覆盖率达到68%，新建露营地40处。
二、扶持办法
（一）等级奖励。对首次评定为三星级、四星级、五星级的露营地，分别奖励5万元、10万元、20万元。
（二）运营补贴。对年度考核为A级的露营地经营者，按接待人次每人补贴2元；B级的每人补贴1元；C级及以下不予补贴。
（三）节能补贴。露营地更换1级能效的空气源热泵，按购置价的15%补贴。
（四）安全检查。市文化和旅游局牵头，每月检查一次。
（五）绿色营地。市财政2024年至2026年统筹安排绿色营地专项资金每年3亿元。对获得三星级标识的项目，按营地面积每平方米奖励50元，单个项目不超过300万元；对生态示范项目，按每平方米奖励80元。鼓励银行对二星级以上绿色营地的贷款给予优惠。
（六）场地费用。露营场地收费按照一类地区、二类地区、三类地区分类执行。一类地区每顶帐篷每晚30元，连住三晚以上每顶每晚25元；二类地区每顶帐篷每晚18元，连住三晚以上每顶每晚12元；三类地区每晚9元。全年最高收费一类地区不超过3000元、二类地区不超过2000元、三类地区不超过1000元。
（七）组织领导。露营地建设领导小组办公室设在市文化和旅游局。
三、附则
本计划适用于全市的防火露营地和一般露营地。
本计划由市文化和旅游局负责解释。
附件
云川市一级防火露营地名单
1.青石露营地
2.柳湾露营地
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return papers_taken_in(tmp_path_factory.mktemp("ranks"), {"计划.txt": CAMPS})


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("露营地年度考核拿了B级,每接待一人补多少?", "1元", "2元"),
        ("露营地换一级能效的热泵补多少?", "15%", "万元"),
        ("评上四星级露营地能拿多少奖励?", "10万元", "2元"),
        ("露营场地二类地区怎么收费?", "18元", "万元"),
        ("云川2026年露营地停车场绿化覆盖率是不是要到75%?", "68%", "60%"),
        ("云川2025年露营地停车场绿化覆盖率要到多少?", "60%", "68%"),
    ],
)
async def test_what_is_told_is_of_the_rank_and_year_that_are_given(
    ask: Ask, question: str, told: str, untold: str
) -> None:
    answer = await ask(question)
    assert answer.status == "answered"
    assert told in answer.answer
    assert untold not in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "评上二星级露营地能拿多少奖励?",
        "云川市对二星级绿色营地项目每平方米奖励多少钱?",
        "云川市二级防火露营地有哪几处?",
        "云川市露营地的直升机停机坪设在哪几个地方?",
        "云川市2021—2023年露营地行动计划要新建多少处?",
        "云川市2021到2023年的露营地三年行动计划由谁牵头?",
    ],
)
async def test_what_is_of_another_rank_or_span_of_years_is_not_told(ask: Ask, question: str) -> None:
    assert (await ask(question)).status == "refused"


@pytest.mark.parametrize("question", ["云川市一级防火露营地有哪几处?", "云川市2024到2026年露营地行动计划要新建多少处?"])
async def test_what_is_of_that_rank_or_span_of_years_is_told(ask: Ask, question: str) -> None:
    assert (await ask(question)).status == "answered"


@pytest.mark.parametrize("question", ["云川2019年那份乡村露营地管理办法还管用吗?", "云川的乡村露营地管理办法还有效吗?"])
async def test_a_repealed_paper_is_known_by_its_loose_name(ask: Ask, question: str) -> None:
    answer = await ask(question)
    assert "已由" in answer.answer
    assert "停止执行" in answer.answer

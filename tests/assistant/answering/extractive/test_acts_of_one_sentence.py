"""Several bodies that one sentence of running text charges with an act each: those whose act is asked for are told."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import AskRequest
from tests.assistant.answering.extractive.conftest import taken_in
from tests.assistant.answering.extractive.test_answers import units

RULES = """白河县城乡助餐和渔船更新管理办法
白政发〔2025〕12号
第一条 为规范助餐服务和渔船更新，制定本办法。
第二条 老年人就餐补助由县民政局负责核定名额，县财政局负责拨付资金。
第三条 冷库贷款由白河农商银行放贷，县供销合作社经办。
第四条 县发展和改革委员会负责制定摊位租价，县市场监督管理局负责查处价格违法行为。
第五条 渔船更新业务由县渔业中心负责审批，东港、西屏、沙嘴、梅湾管理站负责受理，白河农商银行负责资金划转。
第六条 渔民考取轮机证的，每人补贴900元，由县渔业中心审核，县社会保险服务中心发放。解释权归县人力资源和社会保障局。
第七条 县国资办牵头设立渔船更新基金，首期3000万元，由白河港投集团管理。
第八条 码头岸电改造由县交通运输局牵头，县供电公司和各乡镇人民政府配合。码头用油供应由县商务局牵头，白河石油公司配合。
第九条 渔港疏浚方案由县水利局提出，报县渔业工作领导小组审定。
第十条 渔具回收由县环卫中心承办，县农业农村局负责业务培训，县审计局负责监督。
白河县人民政府
2025年3月1日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("acts"), (RULES,))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # a part that has no word of the sentence means the act that no other part means, or the kind of it
        ("白河老人就餐补助，名额谁定，钱谁打？", {"responsible": ["县民政局", "县财政局"]}),
        ("冷库贷款是哪家银行放，谁经办？", {"responsible": ["白河农商银行", "县供销合作社"]}),
        ("白河摊位乱涨价，这事该哪个单位查？", {"responsible": ["县市场监督管理局"]}),
        # who hands money over does not bear it; of the bodies that a list joins the last begins no part of its own
        ("渔船更新业务，批不批谁说了算，资金又是谁给划过来？", {"responsible": ["县渔业中心", "白河农商银行"]}),
        # one who does something else is not who leads
        ("渔船更新基金由哪家牵头设立？", {"lead": ["县国资办"]}),
        ("渔港疏浚方案由谁提出、报哪里审定？", {"responsible": ["县水利局", "县渔业工作领导小组"]}),
        ("渔具回收由谁承办？", {"responsible": ["县环卫中心"]}),
        ("渔具回收的培训归谁？", {"responsible": ["县农业农村局"]}),
    ],
)
async def test_those_are_told_whose_act_is_asked_for(
    assistant: Assistant, question: str, expected: dict[str, list[str]]
) -> None:
    assert units(await assistant.ask(AskRequest(question, as_of=date(2025, 9, 1)))) == expected

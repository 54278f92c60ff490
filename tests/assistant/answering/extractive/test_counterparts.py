"""Sides that are compared are told by clauses that speak of the same."""

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
MEALS = """龙泉市老年助餐服务管理办法
龙政办〔2024〕7号
第一条 老年食堂在优先保障老年人用餐的前提下，可以向其他居民开放，但每日11时至12时只接待老年人。
第二条 对正常运营满一年的助餐机构，按照实际服务老年人的人次给予运营补助，标准为每人次2元，单个机构每年最高10万元。
第三条 老年人在助餐机构用午餐，可以享受就餐补贴：特困老年人每餐6元；低保家庭老年人每餐4元；80周岁以上老年人每餐3元。
龙泉市人民政府
2024年3月10日
"""
CANTEENS = """兰溪市人民政府办公室关于发展老年食堂的实施意见
兰政办发〔2024〕12号
各乡镇人民政府：
现就发展老年食堂提出如下意见。
一、建设补助。社区老年食堂验收运营后，按投资额的40%给予一次性补助，最高30万元；助餐点补助5万元。
二、运营补助。根据服务老年人的数量给予补助，每人次1.5元，单个机构年度补助上限8万元。
三、就餐优惠。本市户籍80周岁以上老年人每餐优惠4元，70至79周岁老年人每餐优惠2元。
兰溪市人民政府办公室
2024年3月20日
"""
LIFTS = """龙泉市增设电梯补助办法
龙政办〔2024〕8号
第一条 业主委托代表应当自电梯取得使用登记证之日起6个月内，向市住建局申请补助，逾期不予受理。
第二条 本办法自2024年5月1日起施行，有效期至2028年10月31日。
龙泉市人民政府
2024年3月10日
"""
FLOORS = """兰溪市加装电梯补贴细则
兰政办发〔2024〕13号
第一条 实施主体应当在办理使用登记后3个月内向市住建局申领补贴，市住建局审核后公示5个工作日。
第二条 六层住宅每部补贴20万元。
兰溪市人民政府办公室
2024年3月20日
"""
NURSERIES = """龙泉市普惠托育三年行动方案
龙政办〔2024〕9号
一、目标。到2024年底，全市每千人口托位数达到4.3个；到2026年底达到5.2个。
龙泉市人民政府
2024年3月10日
"""
CRECHES = """兰溪市促进普惠托育服务发展若干措施
兰政办发〔2024〕14号
为推动我市普惠托育服务扩容提质，力争到2025年底，全市每千人口托位数达到4.6个，特制定如下措施。
一、各镇利用闲置校舍，2025年底前至少建成1所公建民营托育机构，托位不少于80个。
兰溪市人民政府办公室
2024年3月20日
"""
LOANS = """龙泉市创业担保贷款实施办法
龙政办〔2024〕10号
第一条 小微企业创业担保贷款最高额度为400万元。
第二条 财政部门对个人贷款按实际利率的60%给予贴息，对小微企业贷款按LPR的50%给予贴息。
龙泉市人民政府
2024年3月10日
"""
GUARANTEES = """兰溪市创业担保贷款工作方案
兰政办发〔2024〕15号
一、小微企业。小微企业创业担保贷款额度不超过500万元，小微企业贷款按LPR的40%给予贴息。
兰溪市人民政府办公室
2024年3月20日
"""


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Answer]]:
    papers = [MEALS, CANTEENS, LIFTS, FLOORS, NURSERIES, CRECHES, LOANS, GUARANTEES]
    data = taken_in(tmp_path_factory.mktemp("counterparts"), papers)
    with standing(Assistant(settings_of(data), clock=lambda: TODAY)) as assistant:
        yield lambda question: asyncio.run(assistant.ask(AskRequest(question)))


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("八十多的老人在食堂吃饭,龙泉和兰溪哪边便宜得多?各减几块", ["每餐3元", "每餐优惠4元"], "11时"),
        ("龙泉跟兰溪,老人食堂每来一个人吃饭政府给多少、一年封顶多少?比一比", ["10万元", "8万元"], "30万元"),
        ("电梯装完了要钱,龙泉兰溪各自最晚拖到啥时候去办", ["6个月内", "3个月内"], "2028年"),
        ("小微企业创业担保贷款的财政贴息比例,龙泉和兰溪有何不同?", ["LPR的50%", "LPR的40%"], "没有找到"),
        ("龙泉2026年底与兰溪2025年底的每千人口托位数目标各是多少,哪个更高?", ["5.2个", "4.6个"], "80个"),
    ],
)
def test_a_side_is_told_by_what_goes_with_the_other(
    ask: Callable[[str], Answer], question: str, told: list[str], untold: str
) -> None:
    answer = ask(question)
    assert [words for words in told if words not in answer.answer] == []
    assert untold not in answer.answer
    assert len({c.doc_id for c in answer.citations}) == 2


def test_a_side_that_has_nothing_alike_is_told_to_have_nothing(ask: Callable[[str], Answer]) -> None:
    answer = ask("加装电梯六层住宅每部补贴多少,龙泉和兰溪各是多少?")
    assert "| 龙泉市 | 现有文件中没有找到依据 |" in answer.answer
    assert "20万元" in answer.answer

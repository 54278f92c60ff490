"""What the first words of a clause state or lead in is told, though they look like a heading."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

NOTICE = """柏川市人民政府关于加强风筝放飞管理的通告
为规范风筝放飞活动，现通告如下：
一、禁止携带风筝进入机场净空区、高压走廊、铁路沿线、加油站以及除公交车外的公共交通工具。乘坐公交车应当收起线轴。演出团体除外。
二、风筝爱好者可以领取下列用具：
环保线轴（普通型）　　12元
安全手套（两副）　　　9元
收线器（手摇式）　　　30元
三、产业发展目标。
畜牧业。全市肉驴存栏达到85万头，屠宰加工率达到60%。
饮料业。全市矿泉水年产量达到1.6亿瓶，培育亿元企业5家。
四、线轴伤人，放飞人应立即拨打12317或者按下报警键，同时报告所在社区。接报社区10分钟内报市体育局。救治由市医院牵头，就近门诊有救治义务。参与救治的门诊，每次补助200元至1000元，并对救治人员按每人300元奖励，纳入年度考核，由市体育局在30日内支付到账。
柏川市人民政府
2024年3月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [NOTICE])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("柏川哪些地方不能带风筝进去?", ["机场净空区", "加油站"], []),
        ("柏川风筝爱好者可以领取的用具分别是什么?", ["环保线轴", "安全手套", "收线器"], []),
        ("柏川风筝线轴伤人先打哪个电话?", ["12317"], []),
        ("柏川肉驴存栏要达到多少万头?", ["85万头"], ["1.6亿"]),
    ],
)
async def test_it_is_told_with_what_it_leads_in(ask: Ask, question: str, said: list[str], unsaid: list[str]) -> None:
    assert_told(await ask(question), said, unsaid)

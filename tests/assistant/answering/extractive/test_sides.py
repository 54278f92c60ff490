"""What differs by how much, and what a paper and the one that it repeals say of the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

OLD = """松原市渡口管理办法
松水发〔2021〕9号
第一条 渡工申请上岗证的，由县水利局自受理之日起30个工作日内核发。
第二条 渡船每年检验一次，检验费每艘200元。
第三条 渡口停航须提前3天公告。
第四条 本办法自2021年1月1日起施行。
松原市水利局
2021年1月1日
"""
NEW = """松原市渡口管理办法（修订）
松水发〔2023〕4号
第一条 渡工申请上岗证的，由县水利局自受理之日起12个工作日内核发。
第二条 渡船检验费由每艘200元提高到260元。
第三条 渡口安全员补贴按岗位发放：专职的每月900元，兼职的每月350元；渡船保险由市财政全额承担。
第四条 企业参加境外船展的，按展位费的70%给予补助；参加境内船展的，按展位费的40%给予补助。
第五条 本办法自2023年6月1日起施行，《松原市渡口管理办法》（松水发〔2021〕9号）同时废止。
松原市水利局
2023年5月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [OLD, NEW])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("松原市渡工上岗证多少个工作日核发?", ["12个工作日"], ["30个工作日"]),
        ("松原市2021年的渡工上岗证多少个工作日核发?", ["30个工作日"], ["12个工作日"]),
        ("松原市渡工上岗证以前几天核发,现在几天?", ["30个工作日", "12个工作日"], []),
        ("松原市渡工上岗证核发比以前快了吗?", ["30个工作日", "12个工作日"], []),
        ("松原市渡口停航提前几天公告?", ["3天"], []),
        ("松原市渡船检验费比以前贵了吗?", ["200元提高到260元"], ["每年检验一次"]),
        ("松原市渡船检验费,2023年比2021年提高了多少?", ["检验费每艘200元", "260元"], []),
        ("松原市企业去境外船展和去境内船展,展位费补助比例差多少?", ["70%", "40%"], []),
        ("松原市企业参加境外船展的补助比例比境内高多少?", ["70%", "40%"], []),
        ("松原市企业参加境外船展的补助比例是多少?", ["70%"], ["40%"]),
        ("松原市渡口安全员专职的比兼职的每月补贴多多少?", ["900元", "350元"], []),
    ],
)
async def test_what_differs_is_told_of_both_and_what_holds_of_the_newer_paper(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)

"""A question for what a clause says under its heading is answered by that clause."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

PLAN = """云川市人民政府办公室关于印发云川市夜间公交实施方案的通知
云政办发〔2024〕31号
各县人民政府：
一、工作目标
到2026年开行夜间公交线路18条，站点覆盖全部医院。
二、重点任务
（一）开行医院专线。每家医院至少有2条线路，末班车不早于23时。
（二）培育驾驶队伍。驾驶员每年培训不少于36学时，培训费由市财政承担。
（三）改造站台灯光。站台照度不低于20勒克斯。
三、工作要求
各县于每季度末报送进展，逾期两次的予以通报。
（一）培育驾驶队伍要有专人负责，每月检查一次。
云川市人民政府办公室
2024年9月2日
"""
RULES = """松原市书展补助细则
松文规〔2024〕3号
第一条（依据）为鼓励办书展，制定本细则。
第二条（标准）每场书展补助4万元，跨县的补助6万元。
第三条（申报）主办方在书展结束后20日内提交票据。
第四条（施行）本细则自2024年5月1日起施行。
松原市文化局
2024年4月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("headed"), [PLAN, RULES])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("《云川市夜间公交实施方案》对工作目标是怎么要求的?", ["18条"], ["31号", "每季度"]),
        ("云川市夜间公交实施方案里工作要求是怎么规定的?", ["每季度末"], ["18条"]),
        ("《云川市夜间公交实施方案》关于工作目标有什么规定?", ["18条"], ["31号"]),
        ("云川市培育驾驶队伍有哪些要求?", ["36学时", "市财政"], []),
        ("云川市改造站台灯光这部分是怎么规定的?", ["20勒克斯"], ["36学时"]),
        ("《松原市书展补助细则》对标准是怎么规定的?", ["4万元", "6万元"], ["20日"]),
        ("《松原市书展补助细则》对申报有什么要求?", ["20日"], ["4万元"]),
    ],
)
async def test_the_clause_with_that_heading_is_told(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("《云川市夜间公交实施方案》对驾驶员培训有什么要求?", ["36学时"]),
        ("《云川市夜间公交实施方案》的文号是多少?", ["31号"]),
        ("云川市夜间公交实施方案的重点任务有哪些?", ["医院专线", "站台灯光"]),
    ],
)
async def test_what_is_no_heading_is_told_as_before(ask: Ask, question: str, said: list[str]) -> None:
    assert_told(await ask(question), said, [])

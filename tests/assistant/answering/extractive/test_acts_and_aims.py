"""What was repealed or prolonged, and what a plan aims at by a year."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, papers_taken_in

REVIEW = """云川市人民政府关于延长、修改和废止部分规范性文件的通知
云政发〔2024〕6号
各县人民政府：
市政府对规范性文件进行了清理，决定延长2件、修改2件、废止2件。
一、延长有效期的文件
（一）《云川市渡口管理规定》（云政规〔2020〕1号），有效期延长至2027年6月30日。
（二）《云川市公园管理规定》（云政规〔2020〕2号），有效期延长至2028年6月30日。
二、修改的文件
（一）对《云川市电梯补助办法》（云政规〔2021〕3号）作如下修改：
1.将第五条中的“每台补助15万元”修改为“每台补助18万元”。
2.将第十条中的“30日”修改为“18日”。
（二）对《云川市就业补贴办法》（云政规〔2021〕4号）作如下修改：
1.将第四条中的“毕业2年”修改为“毕业5年”。
2.删去第七条。
三、废止的文件
（一）《云川市货运收费标准》（云政规〔2015〕6号）。
（二）《云川市家政奖励办法》（云政规〔2018〕9号）。
四、施行
本通知自2024年5月15日起施行。
云川市人民政府
2024年5月5日
"""
PLAN = """云川市人民政府关于印发云川市充电设施建设三年计划（2024—2026年）的通知
云政发〔2024〕7号
各县人民政府：
现将《云川市充电设施建设三年计划（2024—2026年）》印发给你们。
　　一、基础和目标

　　截至2023年底，全市建成充电桩3200个，9个乡镇没有充电站。

　　到2026年底，全市公共充电桩达到9000个，快充桩占比不低于45%。个人充电桩达到4万个，平均可用率保持在98%以上。

　　分年度目标：2024年新增1500个，2025年新增2200个，2026年新增2100个。

　　二、任务

（一）农村充电。到2026年，农村充电桩达到800个，覆盖率达到70%。（市农业农村局负责）
（二）车站充电。建设超充站12座。（市交通运输局负责）
云川市人民政府
2024年3月5日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return papers_taken_in(tmp_path_factory.mktemp("papers"), {"清理.txt": REVIEW, "计划.txt": PLAN})


@pytest.mark.parametrize(
    ("question", "told", "left_out"),
    [
        ("云川市清理规范性文件，废止了哪几份？", ["货运收费标准", "家政奖励办法"], "渡口"),
        ("云川市2024年哪些规范性文件被延长了？", ["渡口管理规定", "2028年6月30日"], "货运"),
        ("云川市的电梯补助办法修改了哪些内容？", ["18万元", "18日"], "毕业"),
        ("云川市充电设施到2026年的主要目标有哪些？", ["9000个", "45%", "4万个", "98%"], "2200个"),
        ("云川市农村充电到2026年的目标是什么？", ["800个"], "9000个"),
    ],
)
async def test_only_what_is_asked_for_is_told(ask: Ask, question: str, told: list[str], left_out: str) -> None:
    answer = (await ask(question)).answer
    assert all(words in answer for words in told)
    assert left_out not in answer

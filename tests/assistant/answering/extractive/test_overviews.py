"""What a document says as a whole is told by its parts; one clause of it by itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

RULES = """松原市夜市管理办法
松政规〔2024〕7号
第一章　总则
第一条　为规范夜市，制定本办法。
第二章　设置
第二条　设置夜市应当离住宅30米以上。
第三章　经营
第三条　夜市摊位每日营业至23时。
松原市人民政府
2024年3月6日
"""
REPLY = """松原市人民政府关于同意设立云川书市的批复
松政函〔2024〕18号
云川县人民政府：
一、同意设立云川书市，占地12亩。
二、书市每年春季举办一次，为期9天。
松原市人民政府
2024年4月6日
"""


AID = """松原市人民政府关于扶持云川书业的若干措施
松政发〔2024〕20号
一、补贴房租。书店每年补贴房租2万元。
二、奖励新书。新书每种奖励5000元。
三、开放场地。学校场地周末向书展开放。
松原市人民政府
2024年5月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [RULES, REPLY, AID])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("松原市夜市管理办法主要讲了什么?", ["第一章", "第二章", "第三章"], []),
        ("松原市2024年的夜市管理办法主要讲了什么?", ["第一章", "第二章", "第三章"], []),
        ("松政规〔2024〕7号是什么文件,主要讲了哪些内容?", ["松政规〔2024〕7号", "第三章"], []),
        ("《松原市人民政府关于同意设立云川书市的批复》的主要内容是什么?", ["12亩", "每年春季"], []),
        ("松原市扶持云川书业的若干措施一共列了哪些措施?", ["补贴房租", "奖励新书", "开放场地"], []),
        ("松原市夜市管理办法第三条讲了什么?", ["23时"], ["第一章"]),
        ("松原市夜市管理办法对住宅距离规定了什么?", ["30米"], ["第三章"]),
    ],
)
async def test_a_document_is_told_by_its_parts_where_nothing_else_is_asked(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    answer = await ask(question)
    assert_told(answer, said, unsaid)


async def test_a_document_of_another_year_is_not_told_for_that_of_the_year_asked_for(ask: Ask) -> None:
    answer = await ask("松原市2021年的夜市管理办法主要讲了什么?")
    assert answer.status == "refused"

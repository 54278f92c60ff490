"""What a document is based on and whose report it forwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

PLAN = """松原市人民政府关于印发松原市渡口改造实施方案的通知
松政发〔2024〕31号
各县人民政府：
为改善出行条件，根据《南江省渡口安全“十四五”规划》，制定本方案。
一、目标任务。2025年改造渡口40处。
二、渡船检验。未经检验载客的，按照船舶检验规定处5000元罚款。
松原市人民政府
2024年7月6日
"""
FORWARDED = """松原市人民政府办公室转发市水利局关于渡口防汛工作报告的通知
松政办发〔2024〕32号
各县人民政府：
市水利局《关于渡口防汛工作的报告》已经市政府同意，现转发给你们，请认真贯彻执行。
一、汛期渡口每日巡查两次。
松原市人民政府办公室
2024年7月9日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [PLAN, FORWARDED])


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("松原市渡口改造实施方案的依据是什么规划?", ["渡口安全“十四五”规划"], ["31号"]),
        ("松原市渡口改造实施方案的编制依据有哪些?", ["渡口安全“十四五”规划"], ["31号"]),
        ("为什么要搞《松原市渡口改造实施方案》?", ["为改善出行条件"], ["40处", "31号"]),
        ("松原市渡口改造实施方案出台的目的是什么?", ["为改善出行条件"], ["40处", "31号"]),
        ("松政办发〔2024〕32号转发的是哪个部门的报告?", ["市水利局"], ["每日巡查"]),
        ("松政办发〔2024〕32号转发的是谁的报告?", ["市水利局"], ["每日巡查"]),
        ("松原市渡口改造方案里渡船未经检验载客按照什么规定处罚?", ["5000元"], ["十四五"]),
    ],
)
async def test_the_basis_is_told_of_a_document_and_a_rule_of_what_it_rules(
    ask: Ask, question: str, said: list[str], unsaid: list[str]
) -> None:
    assert_told(await ask(question), said, unsaid)

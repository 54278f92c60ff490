"""A clause whose passages are given to different units, asked for as a whole and by one of its passages."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, taken_in

PLAN = """松原市人民政府办公厅关于加强湿地保护的意见
松政办发〔2024〕9号
各县人民政府：
经市政府同意，提出以下意见。
一、主要措施
（一）加大湿地保护力度。划定重要湿地名录，湿地面积不减少。（市林草局牵头，市自然资源局参与）湿地内禁止新建工矿项目，对违法排污依法查处。（市生态环境局、市公安局按职责分工负责）
（二）恢复退化湿地。实施退耕还湿5万亩。（市农业农村局牵头，市水利局配合）
（三）清理湿地垃圾。
市水利局负责打捞水面漂浮物，松原县人民政府负责协调村民，岸边垃圾清运由市城管局牵头，市财政局、松原县人民政府配合。
松原市人民政府办公厅
2024年3月6日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [PLAN])


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("松原加大湿地保护力度由哪些单位负责?", ["市公安局", "市林草局", "市生态环境局", "市自然资源局"]),
        ("松原湿地内违法排污由谁查处?", ["市公安局", "市生态环境局"]),
        ("松原划定重要湿地名录由谁牵头、谁参与?", ["市林草局", "市自然资源局"]),
        ("松原恢复退化湿地由哪些单位负责?", ["市农业农村局", "市水利局"]),
        ("松原湿地岸边垃圾清运由谁牵头、谁配合?", ["市城管局", "市财政局", "松原县人民政府"]),
    ],
)
async def test_a_clause_asked_for_as_a_whole_names_the_units_of_each_passage(
    ask: Ask, question: str, units: list[str]
) -> None:
    answer = await ask(question)
    assert sorted(unit.name for unit in answer.responsible_units) == units
    assert [unit for unit in units if unit not in answer.answer] == []

"""Units asked for of one of several groups that stand in a list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import AskRequest
from tests.assistant.answering.extractive.conftest import settings_of, taken_in

PLAN = """关于印发《丽水市城市供气突发事件应急预案》的通知
丽政办发〔2024〕9号
三、组织指挥
启动应急响应后，市指挥部根据需要设立以下工作组：
（一）综合协调组。由市应急管理局牵头，市公安局参加，负责信息汇总和综合协调。
（二）抢险抢修组。由市住房和城乡建设局牵头，市公安局、市消防救援支队参加，负责现场抢险和管网抢修。
（三）临时供气组。由市经济和信息化局牵头，市商务局、市消防救援支队参加，负责调度供气车辆。
（四）专家组。由市住房和城乡建设局牵头，市科技局参加，负责提供技术咨询。
丽水市人民政府办公室
2024年2月10日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("groups"), [PLAN])


async def test_units_of_one_group_are_told_without_the_list_of_all_groups(data_dir: Path) -> None:
    question = "丽水市供气突发事件应急响应启动后设立的临时供气组由哪个单位牵头，哪些单位参加？"
    async with Assistant(settings_of(data_dir)) as assistant:
        said = (await assistant.ask(AskRequest(question, as_of=date(2024, 6, 1)))).answer
    assert "市经济和信息化局" in said
    assert "专家组" not in said

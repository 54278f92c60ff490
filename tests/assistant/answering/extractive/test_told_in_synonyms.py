"""A figure that its clause states in other words than the question's."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.core import Assistant
from assistant.model import AskRequest
from tests.assistant.answering.extractive.conftest import settings_of, taken_in

PLAN = """石江市桥梁科技发展计划
石政发〔2024〕8号
一、产业
到2025年,桥梁维修产业增加值占GDP比重达到18%,建成维修中心2个。
二、维修
到2025年,三座桥梁维修基地基本建成,占地300亩。
三、创新
全社会研发投入占地区生产总值的比重达2.6%。
石江市人民政府
2024年2月5日
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("plan"), [PLAN])


async def test_a_share_is_told_by_the_clause_that_has_another_name_for_it(data_dir: Path) -> None:
    async with Assistant(settings_of(data_dir)) as assistant:
        answer = await assistant.ask(AskRequest("R&D占比到2025年要多少,石江", as_of=date(2024, 9, 1)))
    assert "2.6%" in answer.answer
    assert "18%" not in answer.answer

"""A question that names no place is answered from the tables of each place that tells as much of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.assistant.answering.extractive.conftest import Ask, assert_told, papers_taken_in


def plan(place: str, number: int, total: int) -> str:
    return f"""# {place}市人民政府关于印发{place}市渡口改造行动方案的通知

{place}政发〔2023〕{number}号

各县人民政府：

现将《{place}市渡口改造行动方案》印发给你们。

## 一、行动目标

| 指标 | 单位 | 2024年目标 | 2025年目标 |
| --- | --- | --- | --- |
| 电动渡船数 | 艘 | {total - 7} | {total} |
| 渡口监控覆盖率 | % | 80 | {total + 9} |
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    papers = {"一.md": plan("岳阳", 4, 41), "二.md": plan("衡阳", 6, 58)}
    return papers_taken_in(tmp_path_factory.mktemp("papers"), papers)


async def test_each_place_is_told_where_none_is_named(ask: Ask) -> None:
    answer = await ask("2025年电动渡船数目标是多少艘?")
    assert_told(answer, ["岳阳市：", "41", "衡阳市：", "58"], ["34", "51"])
    assert {citation.region for citation in answer.citations} == {"岳阳市", "衡阳市"}
    assert any("没有指明地区" in notice for notice in answer.notices)


async def test_the_place_that_is_named_is_told_alone(ask: Ask) -> None:
    assert_told(await ask("衡阳2025年电动渡船数目标是多少艘?"), ["58"], ["41", "岳阳"])

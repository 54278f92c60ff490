"""What the parts of a layout stand for, which is told under a figure of speech."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answering.extractive.layouts import parts_asked_for
from tests.assistant.answering.extractive.conftest import Ask, assert_told, taken_in

PLAN = """云川市人民政府关于印发云川市竹产业发展规划的通知
云政发〔2023〕19号
各县人民政府：
现将《云川市竹产业发展规划》印发给你们。
一、总体要求
到2027年，竹产业总产值达到80亿元。
二、空间布局
构建“一心两廊三园”格局。
“一心”，即以柳塘区为中心的竹材交易中心。
“两廊”即沿清江、白河的竹文化长廊。
“三园”：东岭竹浆园、西岭竹家具园、南岭竹炭园。
三、重点任务
竹材交易中心每年办两次交易会。
"""


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("“一心两廊三园”分别指哪里?", ["一心", "两廊", "三园"]),
        ("那个几心几廊几园都是哪", ["几心", "几廊", "几园"]),
        ("一主两副多点布局具体指什么", ["一主", "两副", "多点"]),
        ("“一心两廊三园”由谁牵头?", []),
        ("一级响应什么时候启动?", []),
    ],
)
def test_a_figure_is_read_part_by_part(question: str, parts: list[str]) -> None:
    assert parts_asked_for(question) == parts


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return taken_in(tmp_path_factory.mktemp("papers"), [PLAN])


@pytest.mark.parametrize("question", ["云川竹产业的“一心两廊三园”分别指哪里?", "云川竹子那个几心几廊几园都是哪儿"])
async def test_each_part_is_told_by_its_own_sentence(ask: Ask, question: str) -> None:
    answer = await ask(question)
    assert_told(answer, ["柳塘区", "清江、白河", "东岭竹浆园"], ["80亿元", "交易会"])


async def test_a_figure_that_no_document_has_is_told_by_none(ask: Ask) -> None:
    assert "柳塘区" not in (await ask("云川竹产业的“一轴四极”分别指哪里?")).answer

"""Tables that blanks set out in plain text."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingestion.loading import load
from ingestion.loading.columns import find_columns

TABLE = """附件：主要指标

序号　指标　2020年　2025年　属性
1　研发投入强度（%）　7.14　≥7.2　约束性
2　高新技术企业数（家）　479　1000　预期性
"""


@pytest.mark.parametrize("gap", ["　", "　　", "\t", "  ", " \t "])
def test_lines_with_the_same_cells_are_a_table_whatever_blanks_part_them(tmp_path: Path, gap: str) -> None:
    path = tmp_path / "指标.txt"
    path.write_text(TABLE.replace("　", gap))
    (table,) = load(path).tables
    assert table.header == ("序号", "指标", "2020年", "2025年", "属性")
    assert [row.cells for row in table.rows] == [
        ("1", "研发投入强度（%）", "7.14", "≥7.2", "约束性"),
        ("2", "高新技术企业数（家）", "479", "1000", "预期性"),
    ]
    text = load(path).text
    assert table.rows[1].span.of(text).startswith("2")
    assert table.span.of(text).endswith("预期性")


@pytest.mark.parametrize(
    "text",
    [
        "主　任：孙某某　副省长\n副主任：李某某　教育厅厅长　兼\n成　员：王某某　科技厅厅长\n",  # no figures
        "1　甲　2\n2　乙　3\n",  # too few rows
        "通　知　书\n关　于　的\n决　定　书\n",
        "一　总体要求\n二　主要任务\n三　保障措施\n",
        "1　新增12家。　2家\n2　新增12家。　2家\n3　新增12家。　2家\n",  # sentences
    ],
)
def test_other_lines_stay_text(text: str) -> None:
    assert find_columns(text) == ()


def test_a_table_without_column_names_has_empty_ones() -> None:
    (table,) = find_columns("甲市　12　30\n乙市　15　40\n丙市　9　21")
    assert table.header == ("", "", "")
    assert len(table.rows) == 3

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


NAMED = """一、任务

序号\t领域\t指标\t责任单位
1\t预防\t普及率提高\t市卫健委
2\t康复\t死亡率下降10%\t市公安局
"""


def tables_of(text: str) -> list[tuple[tuple[str, ...], list[tuple[str, ...]]]]:
    return [(table.header, [row.cells for row in table.rows]) for table in find_columns(text)]


def test_column_names_make_a_table_of_rows_without_bare_figures() -> None:
    rows = [("1", "预防", "普及率提高", "市卫健委"), ("2", "康复", "死亡率下降10%", "市公安局")]
    assert tables_of(NAMED) == [(("序号", "领域", "指标", "责任单位"), rows)]


def test_a_blank_line_between_rows_does_not_end_a_table() -> None:
    assert tables_of(TABLE.replace("\n", "\n\n")) == tables_of(TABLE) != []


def test_a_rule_below_the_column_names_does_not_part_them_from_the_rows() -> None:
    rule = "-" * 20
    ruled = f" {rule}\n 序号  指标名称  降幅（%）\n {rule}\n  1    死亡人数  10\n  2    事故起数  20\n {rule}"
    rows = [("1", "死亡人数", "10"), ("2", "事故起数", "20")]
    assert tables_of(ruled) == [(("序号", "指标名称", "降幅（%）"), rows)]


def test_an_empty_first_cell_between_tabs_takes_the_words_above() -> None:
    text = "类别\t工作内容\t牵头单位\n基建\t建设基站\t市通管办\n\t改造管网\t市住建局\n"
    assert tables_of(text)[0][1] == [("基建", "建设基站", "市通管办"), ("基建", "改造管网", "市住建局")]


def test_a_line_that_names_a_group_of_rows_is_a_row_of_its_own() -> None:
    text = "序号\t项目名称\t责任单位\n一、教育类\n1\t新建幼儿园\t教育局\n二、医疗类\n2\t新建卫生站\t卫健委\n\n完。"
    ((_, rows),) = tables_of(text)
    assert rows == [
        ("一、教育类", "", ""), ("1", "新建幼儿园", "教育局"), ("二、医疗类", "", ""), ("2", "新建卫生站", "卫健委"),
    ]  # fmt: skip


def test_a_heading_between_two_tables_is_no_row() -> None:
    text = "序号\t任务名称\t单位\n1\t建桥\t市交通局\n二、其他任务\n序号\t任务名称\t单位\n1\t修路\t市交通局\n"
    assert [rows for _, rows in tables_of(text)] == [[("1", "建桥", "市交通局")], [("1", "修路", "市交通局")]]


def test_a_wrapped_cell_goes_on_under_its_column() -> None:
    text = (
        "序号    任务名称          责任单位            完成时限\n"
        "1       建设算力中心      市数据局            2025年6月底\n"
        "        一期工程\n"
        "2       培育企业          市工信局、          2025年底\n"
        "                          市财政局\n"
    )
    ((_, rows),) = tables_of(text)
    assert rows == [
        ("1", "建设算力中心一期工程", "市数据局", "2025年6月底"),
        ("2", "培育企业", "市工信局、市财政局", "2025年底"),
    ]


@pytest.mark.parametrize(
    "below", ["    注：按季考核。", "    二、其他事项", "    各县区应当在年底前完成造林任务并报送总结材料和影像"]
)
def test_an_indented_line_of_the_text_below_a_table_is_in_no_cell(below: str) -> None:
    text = f"序号    指标    考核单位\n1    森林覆盖率    市林业局\n2    造林面积    市林业局\n{below}\n"
    assert tables_of(text)[0][1] == [("1", "森林覆盖率", "市林业局"), ("2", "造林面积", "市林业局")]


@pytest.mark.parametrize(("stroke", "rule"), [("|", "|---|---|---|"), ("│", "├────┼────┼────┤")])
def test_upright_strokes_part_cells_and_rules_are_no_rows(stroke: str, rule: str) -> None:
    lines = ["| 类别 | 一级 | 二级 |", rule, "| 居民 | 2.50 | 3.75 |", "| 特种 | 8.00 | 12.00 |"]
    text = "\n".join(line.replace("|", stroke) for line in lines)
    assert tables_of(text) == [(("类别", "一级", "二级"), [("居民", "2.50", "3.75"), ("特种", "8.00", "12.00")])]


def test_figures_with_units_of_measure_are_figures() -> None:
    assert tables_of("区县  城市低保  农村低保\n东区  850元  850元\n西区  5元/小时  1.2万元\n") != []

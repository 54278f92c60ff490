"""Which rows and columns of a table a question names."""

from __future__ import annotations

import pytest

from assistant.answering.extractive.columns import columns_asked, figure_of, has_kind_asked, unit_elsewhere
from assistant.answering.extractive.rows import Table, differs, read_asked, tables_of
from ingestion.model import Clause, Span


def table_of(header: tuple[str, ...], *rows: tuple[str, ...], above: str = "") -> Table:
    text = f"{above}\n" if above else ""
    clauses = []
    for ordinal, cells in enumerate(rows):
        line = " | ".join(cells)
        span = Span(len(text), len(text) + len(line))
        text += line + "\n"
        clauses.append(
            Clause(f"d/{ordinal}", "d", "row", None, None, (line,), "", 1, ordinal, span, span, "p", header, cells)
        )
    (table,) = tables_of(clauses, text)
    return table


BRIDGES = table_of(
    ("序号", "任务", "2024年", "2025年", "合计", "牵头单位"),
    ("1", "加固危桥（座）", "15", "14", "29", "市交通局"),
    ("2", "新建人行桥（座）", "3", "—", "3", "市住建局"),
    ("3", "首次“点亮”桥面（处）", "7", "8", "15", "市城管局"),
)
GRANTS = table_of(
    ("企业类型", "地区", "贴息比例", "单家最高（万元）", "受理单位", "申报时间"),
    ("小型企业", "江东区", "40%", "20", "市经信局", "每年3月"),
    ("专精特新小型企业", "江东区", "60%", "40", "市经信局", "每年4月"),
    ("小型企业", "江西县", "45%", "25", "县经信局", "每年5月"),
)
FLOORS = table_of(
    ("楼层", "基础补贴（万元/部）", "入户后补贴（万元/部）", "总投资达到多少万元方可足额享受基础补贴"),
    ("4层", "18", "20", "36"),
    ("5层", "20", "22", "40"),
)
LEAGUES = table_of(
    ("旗县", "2024年", "2025年", "责任人"),
    ("青格勒左旗", "15", "14", "旗长"),
    ("青格勒右旗", "9", "8", "旗长"),
    ("和平镇区", "7", "6", "区长"),
)
CLASSES = table_of(
    ("班型", "一级机构", "二级机构"),
    ("全日托（小小班）", "450", "380"),
    ("全日托（大大班）", "350", "280"),
    ("半日托", "200", "160"),
    above="单位：元/人·月",
)

AIMS = table_of(
    ("指标", "区域", "2027年"),
    ("乡村技工总量（万人）", "西部地区", "310"),
    ("乡村技工总量（万人）", "东部地区", "520"),
    ("县域公共实训基地覆盖率（%）", "西部地区", "68"),
    ("县域公共实训基地覆盖率（%）", "东部地区", "95"),
)
TIERS = table_of(
    ("档次", "年度出口额", "一次性奖励金额"),
    ("第一档", "3000万元（含）至1亿元", "20万元"),
    ("第二档", "1亿元（含）至5亿元", "50万元"),
    ("第三档", "5亿元（含）以上", "120万元"),
)
BERTHS = table_of(
    ("岸线", "起步价", "单价", "免费时长"),
    ("一类（东渡口、南湖码头）", "8元", "每小时3元", "20分钟"),
    ("二类（其他岸线）", "5元", "每小时1元", "40分钟"),
)
GROUPS = table_of(("等级", "幼儿班（6—12月龄）", "大班（25—36月龄）"), ("一级", "500", "300"), above="单位：元/人·月")


@pytest.mark.parametrize(
    ("table", "question", "rows"),
    [
        (BRIDGES, "2025年加固危桥几座", [0]),
        (BRIDGES, "点亮桥面多少处", [2]),
        (BRIDGES, "第2项任务是多少", [1]),
        (BRIDGES, "修便道几公里", []),
        (GRANTS, "江东的小型企业贴息多少", [0]),
        (GRANTS, "江东区专精特新小型企业贴息多少", [1]),
        (GRANTS, "小型企业贴息多少", [0, 2]),
        (LEAGUES, "青左旗2024年任务多少", [0]),
        (LEAGUES, "青格旗2024年任务多少", [0, 1]),
        (LEAGUES, "和区2024年任务多少", []),
        (AIMS, "乡村指标里西部地区县域公共实训基地覆盖多少", [2]),
        (AIMS, "西部地区的指标各是多少", [0, 2]),
        (CLASSES, "二级机构大大班一个月补多少", [1]),
        (CLASSES, "小小班全日托补多少", [0]),
        (CLASSES, "全日托补多少", [0, 1]),
        (TIERS, "出口做到2个亿能拿多少奖励", [1]),
        (TIERS, "出口做到7亿元奖励多少", [2]),
        (TIERS, "出口做到1000万元奖励多少", []),
        (BERTHS, "南湖码头靠船一小时多少钱", [0]),
        (BERTHS, "北湖码头靠船一小时多少钱", []),
    ],
)
def test_a_row_is_named_by_its_key_cells_the_most_of_them_first(table: Table, question: str, rows: list[int]) -> None:
    assert table.rows_named(read_asked(question, {}, ())) == [table.rows[i] for i in rows]


CHARGERS = table_of(
    ("类别", "建设补助（元/千瓦）", "适用范围"),
    ("换电站", "400", "示范区"),
    ("光储一体充电站", "500", "全省"),
)
TRADES = table_of(
    ("工种", "最低课时（学时）", "中级工证书", "高级工证书"),
    ("A类（紧缺工种）", "120", "1900", "2600"),
    ("B类（通用工种）", "80", "1500", "2000"),
    above="表1 技能补贴标准（元/人）",
)


@pytest.mark.parametrize(
    ("question", "title", "rows"),
    [
        ("光储充电站补多少", "充电设施办法", [1]),
        ("示范区补多少", "充电设施办法", [0]),
        ("示范区补多少", "示范区充电设施办法", []),
    ],
)
def test_a_row_is_named_neither_by_part_of_a_synonym_nor_by_words_of_the_title(
    question: str, title: str, rows: list[int]
) -> None:
    asked = read_asked(question, {"充电站": ("充换电站",)}, ())
    assert CHARGERS.rows_named(asked, title) == [CHARGERS.rows[i] for i in rows]


def test_what_stands_in_brackets_behind_the_name_of_a_row_is_not_always_a_unit_of_measure() -> None:
    asked = read_asked("A类中级工补多少钱", {}, ())
    assert has_kind_asked(TRADES, TRADES.rows[0], asked)
    assert columns_asked(TRADES, TRADES.rows[0], asked, "补贴细则") == [2]
    assert figure_of(TRADES, TRADES.rows[0], 2) == "1900元/人"
    assert figure_of(BRIDGES, BRIDGES.rows[0], 2) == "15座"


@pytest.mark.parametrize(
    ("table", "row", "question", "years", "columns"),
    [
        (BRIDGES, 0, "2025年加固危桥几座", (2025,), [3]),
        (BRIDGES, 0, "一共加固危桥多少座", (), [4]),
        (BRIDGES, 0, "2025年加固危桥要不要封路", (2025,), []),
        (LEAGUES, 1, "右旗2024年多少,2025年要到多少", (2024, 2025), [1, 2]),
        (LEAGUES, 1, "右旗2025年要修多少座,责任人是谁", (2025,), [2, 3]),
        (GRANTS, 0, "小型企业贴息封顶多少", (), [3]),
        (GRANTS, 0, "小型企业贴息比例是多少,什么时候申报", (), [2, 5]),
        (GRANTS, 0, "小型企业贴息找谁", (), [4]),
        (CLASSES, 1, "二级的大大班一个月补多少", (), [2]),
        (FLOORS, 1, "5层总投资得到多少才能拿满基础补贴", (), [3]),
        (FLOORS, 1, "5层的基础补贴是多少", (), [1]),
        (TIERS, 1, "年度出口额做到2个亿能拿多少奖励", (), [2]),
        (GRANTS, 0, "小型企业要交什么材料", (), []),
        (BERTHS, 0, "一类岸线的起步价是多少", (), [1]),
        (BERTHS, 0, "一类岸线的起步价多少,免费时长有何规定", (), [1, 3]),
        (GRANTS, 0, "小型企业办公面积多少平方米", (), []),
    ],
)
def test_columns_are_asked_for_by_name_year_question_word_or_kind_of_figure(
    table: Table, row: int, question: str, years: tuple[int, ...], columns: list[int]
) -> None:
    assert columns_asked(table, table.rows[row], read_asked(question, {}, years), "贴息办法") == columns


def test_columns_that_are_named_together_are_both_asked_for_though_the_title_has_one_of_them() -> None:
    for question, columns in (("一类岸线的起步价及单价是多少", [1, 2]), ("一类岸线的起步价是多少", [1])):
        assert columns_asked(BERTHS, BERTHS.rows[0], read_asked(question, {}, ()), "岸线起步价办法") == columns


@pytest.mark.parametrize(
    ("key", "question", "other"),
    [
        ("C类", "D类人才补多少", True),
        ("三级", "二级医院报多少", True),
        ("小型企业", "大型企业补多少", True),
        ("采购（100万元以下）", "采购100万元以上谁批", True),
        ("D类", "D类人才补多少", False),
        ("三级", "住院报多少", False),
        ("B类", "叉车算哪一类工种", False),
        ("乙级", "这一级机构补多少", False),
    ],
)
def test_a_class_differs_only_from_others_of_its_kind(key: str, question: str, other: bool) -> None:
    assert differs(key, read_asked(question, {}, ())) is other


@pytest.mark.parametrize(
    ("above", "header", "unit"),
    [
        ("资金表（单位：万元）", ("地区", "中央"), "万元"),
        ("资金表（万元）", ("地区", "中央"), "万元"),
        ("资金表（暂行）", ("地区", "中央"), ""),
        ("牵头单位：市财政局", ("地区", "中央"), ""),
        ("资金表（单位：万元）", ("地区", "中央（亿元）"), ""),
    ],
)
def test_the_unit_of_measure_above_a_table_holds_where_the_column_has_none(
    above: str, header: tuple[str, ...], unit: str
) -> None:
    table = table_of(header, ("江东区", "12"), above=above)
    assert unit_elsewhere(table, table.rows[0], 1) == unit


def test_what_stands_in_brackets_behind_the_name_of_a_column_is_no_unit_of_measure_with_figures_in_it() -> None:
    asked = read_asked("一级的幼儿班每人每月补多少钱", {}, ())
    assert columns_asked(GROUPS, GROUPS.rows[0], asked, "") == [1]
    assert figure_of(GROUPS, GROUPS.rows[0], 1) == "500元/人·月"


def test_a_remark_that_sets_a_condition_is_part_of_what_a_row_grants() -> None:
    table = table_of(("档次", "奖补", "备注"), ("第一档", "20万元", "另需通过认定"), ("第二档", "45万元", "详见附件"))
    assert [table.is_proviso(2, row.cells[2]) for row in table.rows] == [True, False]
    assert not table.is_proviso(1, "另需20万元")

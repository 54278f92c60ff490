"""Labels and words that say for what alone a unit is named: 项目建设牵头单位, 第3项由X负责, 属地责任."""

from __future__ import annotations

import pytest

from ingestion.loading.columns import find_columns
from ingestion.model import Responsibility
from ingestion.parsing.responsibility import read_responsibilities
from tests.ingestion.parsing.clause_builder import Part, build
from tests.ingestion.parsing.reading import read

ITEMS = (
    ("（一）", "发展助餐", ""),
    ("1.", "布局", "新建食堂18个。"),
    ("2.", "补助", "每餐补助4元。"),
    ("3.", "安全", "留样48小时。"),
)


def told(rows: list[Responsibility]) -> dict[str, dict[str, list[str]]]:
    """`part: role: [names]`."""
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        found.setdefault(row.of, {}).setdefault(row.role, []).append(row.name)
    return found


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (
            "（建设牵头单位：县城投公司；配合单位：县民政局）\n（收费核定牵头单位：县发改局；责任单位：县民政局）",
            {
                "建设": {"lead": ["县城投公司"], "support": ["县民政局"]},
                "收费核定": {"lead": ["县发改局"], "support": ["县民政局"]},
            },
        ),
        (
            "（牵头单位（建设）：县城投公司；配合单位：县水利局；牵头单位（运营）：县停车公司）",
            {"建设": {"lead": ["县城投公司"], "support": ["县水利局"]}, "运营": {"lead": ["县停车公司"]}},
        ),
        (
            "（建设：县城投公司牵头，县民政局配合；运营牵头单位：县停车公司）",
            {"建设": {"lead": ["县城投公司"], "support": ["县民政局"]}, "运营": {"lead": ["县停车公司"]}},
        ),
        (
            "（场地、设备采购牵头单位：县城投公司；牵头单位：县民政局；配合单位：县财政局）",
            {"场地、设备采购": {"lead": ["县城投公司"]}, "": {"lead": ["县民政局"], "support": ["县财政局"]}},
        ),
        (
            "（预警发布牵头单位：县气象局；配合单位：县应急局）",
            {"预警发布": {"lead": ["县气象局"], "support": ["县应急局"]}},
        ),
        ("（牵头单位（加粗）：县民政局）", {"": {"lead": ["县民政局"]}}),
        (
            "责任单位：县城投公司牵头负责床位建设，县发改局牵头负责价格核定；县民政局、县财政局配合",
            {
                "床位建设": {"lead": ["县城投公司"]},
                "价格核定": {"lead": ["县发改局"]},
                "": {"support": ["县民政局", "县财政局"] * 2},
            },
        ),
        (
            "（县民政局牵头，县财政局配合；县公安局负责人员、车辆进出的情况登记）",
            {
                "": {"lead": ["县民政局"], "support": ["县财政局"]},
                "人员、车辆进出的情况登记": {"responsible": ["县公安局"]},
            },
        ),
        ("责任单位：县民政局牵头，县财政局按职责分工负责", {"": {"lead": ["县民政局"], "support": ["县财政局"]}}),
        ("（县民政局牵头负责床位建设，县财政局配合）", {"": {"lead": ["县民政局"], "support": ["县财政局"]}}),
    ],
)
def test_a_label_may_say_of_what(units: str, expected: dict[str, dict[str, list[str]]]) -> None:
    text = f"某县方案\n\n一、任务\n\n（一）养老中心。床位300张，实行政府指导价。\n{units}\n\n（二）探访。每周一次。\n"
    assert told(list(read(text).responsibilities)) == expected


@pytest.mark.parametrize(
    "units",
    [
        "（第1、2项牵头单位：县民政局；配合单位：县财政局）\n（第3项牵头单位：县市场监管局；配合单位：县卫健局）",
        "（第（一）项至第（二）项牵头单位：县民政局；配合单位：县财政局；第（三）项牵头单位：县市场监管局；配合单位：县卫健局）",
        "（前两项由县民政局牵头，县财政局配合；第3项由县市场监管局牵头，县卫健局配合）",
        "前2项由县民政局牵头，县财政局配合；其余各项由县市场监管局牵头，县卫健局配合。",
        "（牵头单位：县民政局（第1-2项）、县市场监管局（第3项）；配合单位：县财政局（第1-2项）、县卫健局（第3项））",
    ],
)
def test_items_that_are_named_are_what_the_units_answer_for(units: str) -> None:
    parts = [Part(*part, level) for part, level in zip(ITEMS, (1, 2, 2, 2), strict=True)]
    text, clauses = build(*parts[:3], Part("3.", "安全", f"留样48小时。\n{units}", 2))
    rows = read_responsibilities(text, clauses)
    first, last = f"{clauses[1].span.of(text)}\n{clauses[2].span.of(text)}", clauses[3].span.of(text)
    assert {row.clause_id for row in rows} == {clauses[0].id}
    assert [(row.role, row.name, row.scope.of(text)) for row in rows] == [
        ("lead", "县民政局", first),
        ("support", "县财政局", first),
        ("lead", "县市场监管局", last),
        ("support", "县卫健局", last),
    ]


@pytest.mark.parametrize(
    "units",
    [
        "（县公安局负责；各乡镇（街道）落实属地责任）",
        "（县公安局负责，各乡镇（街道）承担属地管理责任）",
        "（责任单位：县公安局；属地责任由各乡镇（街道）落实）",
        "（责任单位：县公安局；各乡镇（街道）落实属地监管责任）",
    ],
)
def test_who_answers_for_a_place_supports_who_answers_for_the_matter(units: str) -> None:
    text, clauses = build(("1.", "清理", f"清理车辆。{units}"))
    assert [(row.role, row.name) for row in read_responsibilities(text, clauses)] == [
        ("responsible", "县公安局"),
        ("support", "各乡镇（街道）"),
    ]
    alone, clauses = build(("1.", "清理", "清理车辆。（各乡镇（街道）落实属地责任）"))
    assert [row.role for row in read_responsibilities(alone, clauses)] == ["responsible"]


@pytest.mark.parametrize("column", ["责任人单位", "包保单位", "值守单位", "行业主管部门", "管护责任单位"])
def test_a_column_may_name_the_unit_in_many_words(column: str) -> None:
    table = f"序号 点位 {column} 水深\n" + "".join(f"{n} 桥底{n} 某区住建局 {n}0\n" for n in (1, 2, 3))
    text = f"某市预案\n\n一、任务\n\n排查隐患。\n\n附件1　一览表\n\n{table}"
    rows = read(text, tables=find_columns(text)).responsibilities
    assert [(row.role, row.name) for row in rows] == [("responsible", "某区住建局")] * 3


def test_a_table_by_strokes_needs_one_known_column_name() -> None:
    text = "某市方案\n\n一、任务\n\n排查隐患。\n\n附件　包保表\n\n| 部位 | 包保领导 | 包保单位 |\n"
    text += "".join(f"| {place} | 张某 | 市住建局 |\n" for place in ("闸口", "泵站", "涵洞"))
    rows = read(text, tables=find_columns(text)).responsibilities
    assert [row.name for row in rows] == ["市住建局"] * 3


def test_who_oversees_a_task_supports_those_who_answer_for_it() -> None:
    text, clauses = build(("1.", "值守", "全天值守。（责任单位：市水利局；督导单位：市政府督查室）"))
    assert [(row.role, row.name) for row in read_responsibilities(text, clauses)] == [
        ("responsible", "市水利局"),
        ("support", "市政府督查室"),
    ]

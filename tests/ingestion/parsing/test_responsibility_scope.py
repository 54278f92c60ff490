"""Which clause a statement belongs to, what it covers, and what documents say once for all."""

from __future__ import annotations

import pytest

from ingestion.model import Clause, Responsibility
from ingestion.parsing.responsibility import read_responsibilities
from tests.ingestion.parsing.clause_builder import Part, build


def by_clause(text: str, clauses: list[Clause]) -> dict[str, list[str]]:
    """`label: [role name]`, inherited ones with a plus."""
    label = {c.id: c.label or c.id for c in clauses}
    found: dict[str, list[str]] = {}
    for row in read_responsibilities(text, clauses):
        sign = "+" if row.inherited else ""
        found.setdefault(label[row.clause_id], []).append(f"{sign}{row.role} {row.name}")
    return found


def scopes(text: str, rows: list[Responsibility]) -> dict[str, str]:
    return {row.name: row.scope.of(text) for row in rows}


def test_the_only_bracket_covers_the_whole_clause_with_its_heading() -> None:
    text, clauses = build(("8.", "推进建设", "鼓励支持。新增120家。(牵头单位:市科技局)"), ("9.", "别的", "无关。"))
    rows = read_responsibilities(text, clauses)
    assert scopes(text, rows) == {"市科技局": "8.推进建设。鼓励支持。新增120家。(牵头单位:市科技局)"}


def test_each_of_several_brackets_covers_the_sentences_since_the_one_before() -> None:
    body = "推进改革。（市场监管总局负责）加强教育。（教育部负责）重视技术。（科技部负责）"
    text, clauses = build(("（十）", "鼓励创新", body))
    assert scopes(text, read_responsibilities(text, clauses)) == {
        "市场监管总局": "（十）鼓励创新。推进改革。（市场监管总局负责）",
        "教育部": "加强教育。（教育部负责）",
        "科技部": "重视技术。（科技部负责）",
    }


def test_a_bracket_amid_a_sentence_is_of_that_sentence_alone() -> None:
    body = "夜市整治由市商务局牵头。用气检查（市城管局负责）每季度1次。免费体检（市卫健委负责）每年1次。"
    text, clauses = build(("七、", "分工", body))
    found = scopes(text, [r for r in read_responsibilities(text, clauses) if r.kind == "assigned"])
    assert found == {"市城管局": "用气检查（市城管局负责）", "市卫健委": "免费体检（市卫健委负责）"}


def test_a_label_that_says_of_what_covers_the_sentence_that_speaks_of_it() -> None:
    units = "（基站建设牵头单位：市工信局；气象站建设牵头单位：市气象局；配合单位：铁塔公司）"
    body = f"新建基站600个；建设气象站24座。{units}"
    text, clauses = build(("2.", "建设智联网", body))
    rows = read_responsibilities(text, clauses)
    assert [(r.role, r.name, r.scope.of(text)) for r in rows] == [
        ("lead", "市工信局", "新建基站600个；"),
        ("support", "铁塔公司", "新建基站600个；"),
        ("lead", "市气象局", "建设气象站24座。"),
        ("support", "铁塔公司", "建设气象站24座。"),
    ]


def test_a_bracket_behind_a_unit_says_which_of_the_sentences_it_covers() -> None:
    units = "（牵头单位：市教育局（控辍保学）、市城管局（垃圾）、市水务集团（污水）、市医保局（参保））"
    body = f"失学动态清零；垃圾收运全覆盖，污水治理率34%；参保率100%。{units}"
    text, clauses = build(("2.", "治理垃圾和污水", body))
    rows = read_responsibilities(text, clauses)
    assert [(r.name, r.scope.of(text)) for r in rows] == [
        ("市教育局", "失学动态清零；"),
        ("市城管局", "垃圾收运全覆盖，"),
        ("市水务集团", "污水治理率34%；"),
        ("市医保局", "参保率100%。"),
    ]


def test_what_a_unit_alone_has_is_not_of_those_that_answer_for_the_rest() -> None:
    units = "（市商务局牵头，市邮政局配合；补贴资金兑付由市财政局负责，市审计局审核）"
    text, clauses = build(("2.", "发展物流", f"开通航线2条。每架次给予补贴40元。{units}"))
    rows = read_responsibilities(text, clauses)
    assert [(r.role, r.name, r.scope.of(text)) for r in rows] == [
        ("responsible", "市财政局", "每架次给予补贴40元。"),
        ("responsible", "市审计局", "每架次给予补贴40元。"),
        ("lead", "市商务局", clauses[0].span.of(text)),
        ("support", "市邮政局", clauses[0].span.of(text)),
    ]


def test_brackets_side_by_side_all_speak_of_what_is_before_them() -> None:
    text, clauses = build(
        ("8.", "整治积水", "整治12处。（市住建局牵头整治）（市应急局牵头发布预警）清淤。（市水利局负责）")
    )
    assert scopes(text, read_responsibilities(text, clauses)) == {
        "市住建局": "8.整治积水。整治12处。（市住建局牵头整治）",
        "市应急局": "8.整治积水。整治12处。（市住建局牵头整治）（市应急局牵头发布预警）",
        "市水利局": "清淤。（市水利局负责）",
    }


def test_a_bracket_after_sub_items_does_not_reach_into_them() -> None:
    text, clauses = build(
        Part("一、", "总的要求", "先说一件事。（财政部负责）", 1, "section"),
        Part("1.", "甲", "建设甲。（科技部负责）", 2),
        Part(None, None, "最后说一件事。（教育部负责）", 2, "paragraph"),
    )
    assert scopes(text, read_responsibilities(text, clauses))["教育部"] == "最后说一件事。（教育部负责）"


def test_a_bracket_at_the_end_of_a_section_speaks_for_its_own_paragraph_where_the_items_have_theirs() -> None:
    text, clauses = build(
        Part("（一）", "织密网络", "", 1, "section"),
        Part("1.", "发展助餐", "建成助餐点。（市民政局负责）", 2),
        Part(None, None, "食品安全每季度检查。（市市场监管局负责）", 2, "paragraph"),
    )
    assert (
        scopes(text, read_responsibilities(text, clauses))["市市场监管局"] == "食品安全每季度检查。（市市场监管局负责）"
    )


def test_one_bracket_at_the_end_of_the_last_part_speaks_for_the_whole_item() -> None:
    text, clauses = build(
        ("1.", "实施行动", "引导投入。"),
        Part(None, None, "育强企业。支持创建实验室。", 2, "run_in", glued=True),
        Part(None, None, "培育企业。每年新增10家。(责任部门:市科技局)", 2, "run_in", glued=True),
    )
    rows = read_responsibilities(text, clauses)
    assert [(row.clause_id, row.scope) for row in rows] == [(clauses[0].id, clauses[0].span)]


def test_parts_with_brackets_of_their_own_keep_them() -> None:
    text, clauses = build(
        ("1.", "实施行动", "总的要求。"),
        Part(None, None, "第一段。（科技部负责）", 2, "paragraph"),
        Part(None, None, "第二段。（教育部负责）", 2, "paragraph"),
    )
    rows = read_responsibilities(text, clauses)
    assert [(row.name, row.clause_id) for row in rows] == [("科技部", clauses[1].id), ("教育部", clauses[2].id)]


def test_a_bracket_for_several_parts_belongs_to_the_item_that_holds_them() -> None:
    text, clauses = build(
        ("1.", "实施行动", "总的要求。"),
        Part(None, None, "第一段。（科技部负责）", 2, "paragraph"),
        Part(None, None, "第二段。", 2, "paragraph"),
        Part(None, None, "（教育部负责）", 2, "paragraph"),
    )
    rows = read_responsibilities(text, clauses)
    assert [(row.name, row.clause_id, row.scope.of(text)) for row in rows] == [
        ("科技部", clauses[1].id, "1.实施行动。总的要求。\n第一段。（科技部负责）"),
        ("教育部", clauses[0].id, "第二段。\n（教育部负责）"),
    ]


def test_a_line_of_its_own_after_bare_sub_items_speaks_for_the_item_above() -> None:
    text, clauses = build(
        Part("（一）", "建设平台", "", 1),
        Part("1.", None, "建设实验室。", 2),
        Part("2.", None, "建设中试基地。\n责任单位：市科技局", 2),
    )
    assert by_clause(text, clauses) == {
        "（一）": ["responsible 市科技局"],
        "1.": ["+responsible 市科技局"],
        "2.": ["+responsible 市科技局"],
    }


def test_a_line_of_its_own_after_bare_items_speaks_for_their_section() -> None:
    text, clauses = build(
        Part("一、", "无还本续贷", "", 1, "section"),
        Part("1.", None, "可以申请续贷。", 2),
        Part("2.", None, "可以申请延期。\n责任单位：市金融局", 2),
        Part("二、", "监督", "", 1, "section"),
        Part("3.", None, "专项审计。\n责任单位：市审计局", 2),
        Part("4.", None, "公布情况。\n责任单位：市财政局", 2),
    )
    assert by_clause(text, clauses) == {
        "一、": ["responsible 市金融局"],
        "1.": ["+responsible 市金融局"],
        "2.": ["+responsible 市金融局"],
        "3.": ["responsible 市审计局"],
        "4.": ["responsible 市财政局"],
    }


def test_items_that_name_none_inherit_what_the_heading_of_their_section_says() -> None:
    text, clauses = build(
        Part("一、", "加强创新（责任单位：市科技局）", "", 1, "section"),
        Part("1.", "平台", "建设平台。", 2),
        Part("2.", "人才", "引进人才。（市人社局负责）", 2),
        Part("二、", "保障", "", 1, "section"),
        Part("3.", "资金", "加大投入。", 2),
    )
    assert by_clause(text, clauses) == {
        "一、": ["responsible 市科技局"],
        "1.": ["+responsible 市科技局"],
        "2.": ["responsible 市人社局"],
    }


def test_units_in_the_middle_of_a_section_text_are_not_inherited() -> None:
    text, clauses = build(
        Part("一、", "加强创新", "先说一件事。（市科技局负责）再说别的事，具体如下：", 1, "section"),
        Part("1.", "平台", "建设平台。", 2),
    )
    assert by_clause(text, clauses) == {"一、": ["responsible 市科技局"]}


def test_the_first_of_each_list_leads_from_the_clause_that_says_so_on() -> None:
    text, clauses = build(
        ("（一）", "甲", "建设。(责任单位:财政局、科技局)"),
        ("（二）", "乙", "建设。(责任单位:科技局、经信局、各镇(街道)。列第一位者为牵头单位,下同)"),
        ("（三）", "丙", "建设。(科技局、发改局、各镇街道)"),
        ("（四）", "丁", "建设。(牵头单位:发改局;责任单位:科技局)"),
    )
    assert by_clause(text, clauses) == {
        "（一）": ["responsible 财政局", "responsible 科技局"],
        "（二）": ["lead 科技局", "support 经信局", "support 各镇(街道)"],
        "（三）": ["lead 科技局", "support 发改局", "support 各镇街道"],
        "（四）": ["lead 发改局", "support 科技局"],
    }


def test_a_note_at_the_end_about_the_first_of_each_list_holds_for_the_whole_document() -> None:
    text, clauses = build(
        ("1.", "甲", "建设。（市科技局、市财政局负责）"),
        Part(None, None, "注：排在第一位的部门为牵头部门。", 1, "paragraph"),
    )
    assert by_clause(text, clauses)["1."] == ["lead 市科技局", "support 市财政局"]


def test_units_said_to_be_in_every_later_list_are_inherited_there() -> None:
    text, clauses = build(
        (
            "1.",
            "甲",
            "建设。(牵头部门:市科技局,责任部门:市财政局,各市(区)人民政府、某高新区管委会,以下责任单位均包含各市(区)人民政府、某高新区管委会,不再列出)",
        ),
        ("2.", "乙", "建设。(牵头部门:市人才办,责任部门:市财政局)"),
        ("3.", "丙", "建设。(责任部门:市科技局)"),
        ("4.", "丁", "没有单位。"),
    )
    assert by_clause(text, clauses) == {
        "1.": ["lead 市科技局", "support 市财政局", "support 各市(区)人民政府", "support 某高新区管委会"],
        "2.": ["lead 市人才办", "support 市财政局", "+support 各市(区)人民政府", "+support 某高新区管委会"],
        "3.": ["responsible 市科技局", "+responsible 各市(区)人民政府", "+responsible 某高新区管委会"],
    }


def test_units_that_must_see_to_all_later_tasks_are_inherited_too() -> None:
    text, clauses = build(
        ("1.", "甲", "建设。（省科技厅负责，以下均需各市、县（区）人民政府落实，不再列出）"),
        ("2.", "乙", "建设。（省财政厅负责）"),
    )
    assert by_clause(text, clauses)["2."] == ["responsible 省财政厅", "+responsible 各市、县（区）人民政府"]


def test_all_tasks_above_may_be_given_to_units_at_once() -> None:
    text, clauses = build(
        Part("一、", "任务", "", 1, "section"),
        Part("1.", "甲", "建设甲。", 2),
        Part("2.", "乙", "建设乙。（市财政局负责）", 2),
        Part(None, None, "以上任务均由市科技局牵头负责。", 2, "paragraph"),
    )
    found = by_clause(text, clauses)
    assert found["1."] == ["+lead 市科技局"]
    assert found["2."] == ["responsible 市财政局", "+lead 市科技局"]


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (
            "以上各项任务，各镇（街道）均为属地责任单位。",
            {
                "1.": ["+responsible 各镇（街道）"],
                "2.": ["responsible 市财政局", "+responsible 各镇（街道）"],
                "3.": ["lead 市民政局", "+support 各镇（街道）"],
            },
        ),
        (
            "除已注明责任单位的外，本方案各项任务由项目所在县（市）人民政府负责落实。",
            {"1.": ["+responsible 项目所在县（市）人民政府"]},
        ),
        ("未明确责任单位的，本方案所列任务均由市科技局负责。", {"1.": ["+responsible 市科技局"]}),
        (
            "本方案各项任务均需各镇人民政府配合落实，不再逐一列出。",
            {
                "1.": ["+support 各镇人民政府"],
                "2.": ["responsible 市财政局", "+support 各镇人民政府"],
                "3.": ["lead 市民政局", "+support 各镇人民政府"],
            },
        ),
        (
            "上述各项重点工作，由市审计局、市统计局协助推进。",
            {
                "1.": ["+support 市审计局", "+support 市统计局"],
                "2.": ["responsible 市财政局", "+support 市审计局", "+support 市统计局"],
                "3.": ["lead 市民政局", "+support 市审计局", "+support 市统计局"],
            },
        ),
        (
            "各县（区）人民政府、市高新区管委会为以上各项扶持措施的配合单位。",
            {
                "1.": ["+support 各县（区）人民政府", "+support 市高新区管委会"],
                "2.": ["responsible 市财政局", "+support 各县（区）人民政府", "+support 市高新区管委会"],
                "3.": ["lead 市民政局", "+support 各县（区）人民政府", "+support 市高新区管委会"],
            },
        ),
        ("上述工作需有关部门配合，按规定办理。", {}),
        ("表中各项任务均需各镇人民政府配合。", {}),
        ("本方案为指导性文件，各地可以作为实施单位参照。", {}),
        ("本方案由市科技局、市财政局负责解释。", {}),
    ],
)
def test_a_closing_sentence_may_hold_for_all_tasks_or_for_the_rest(rule: str, expected: dict[str, list[str]]) -> None:
    text, clauses = build(
        Part("一、", "任务", "", 1, "section"),
        Part("1.", "甲", "建设甲。", 2),
        Part("2.", "乙", "建设乙。（市财政局负责）", 2),
        Part("3.", "丙", "建设丙。（市民政局牵头）", 2),
        Part(None, None, rule, 1, "paragraph"),
    )
    own = {"2.": ["responsible 市财政局"], "3.": ["lead 市民政局"]}
    found = by_clause(text, clauses)
    assert {label: found[label] for label in sorted(found)} == own | expected


def test_a_rule_for_the_tasks_above_in_a_section_on_how_they_are_organised_is_of_those_before_it() -> None:
    text, clauses = build(
        Part("一、", "重点任务", "", 1, "section"),
        Part("1.", "甲", "建设甲。（市财政局负责）", 2),
        Part("2.", "乙", "建设乙。", 2),
        Part("二、", "组织实施", "", 1, "section"),
        Part("3.", "丙", "按月通报。", 2),
        Part("4.", "丁", "各镇人民政府为以上各项任务的配合单位。", 2),
    )
    assert by_clause(text, clauses) == {
        "1.": ["responsible 市财政局", "+support 各镇人民政府"],
        "2.": ["+support 各镇人民政府"],
    }


def test_a_section_in_a_chapter_is_a_task_as_well() -> None:
    text, clauses = build(
        Part("第一章", "治理", "", 1, "section"),
        Part("第一节", "管网", "更新管网。（市水利局负责）", 2, "section"),
        Part("第二节", "船舶", "船舶改为电动。", 2, "section"),
        Part(None, None, "除已注明的外，本规划各项任务由各县人民政府负责。", 1, "paragraph"),
    )
    assert by_clause(text, clauses) == {"第一节": ["responsible 市水利局"], "第二节": ["+responsible 各县人民政府"]}


def test_a_column_of_names_beside_one_of_duties_says_who_answers_for_them() -> None:
    duties, figures = ("序号", "单位", "主要职责"), ("指标", "单位", "目标值")
    text, clauses = build(row("1", "市公安局", "火场警戒", header=duties), row("产值", "亿元", "450", header=figures))
    assert [(r.role, r.name) for r in read_responsibilities(text, clauses)] == [("responsible", "市公安局")]


HEADER = ("序号", "任务", "牵头单位", "责任单位", "完成时限")


def row(*cells: str, header: tuple[str, ...] = HEADER) -> Part:
    return Part(None, None, " | ".join(cells), 1, "row", header=header, cells=cells)


def test_a_table_row_gives_units_by_column_and_its_deadline() -> None:
    text, clauses = build(row("1", "建设平台", "市科技局", "市财政局、各区政府", "2020年12月"))
    rows = read_responsibilities(text, clauses)
    assert [(r.role, r.name, r.deadline) for r in rows] == [
        ("lead", "市科技局", "2020年12月"),
        ("support", "市财政局", "2020年12月"),
        ("support", "各区政府", "2020年12月"),
    ]
    assert all(r.span.of(text) == r.name and r.scope == clauses[0].span for r in rows)


def test_a_table_with_one_unit_column_has_responsible_units_only() -> None:
    text, clauses = build(row("建设平台", "市科技局\u3000市财政局", header=("工作任务", "责任部门")))
    assert [(r.role, r.name) for r in read_responsibilities(text, clauses)] == [
        ("responsible", "市科技局"),
        ("responsible", "市财政局"),
    ]


def test_columns_of_people_or_nothing_are_not_units() -> None:
    text, clauses = build(row("建设平台", "张三", "—", header=("工作任务", "责任人", "责任单位")))
    assert read_responsibilities(text, clauses) == []


def test_no_clause_no_units() -> None:
    assert read_responsibilities("（科技部负责）", []) == []

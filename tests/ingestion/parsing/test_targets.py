"""Indicators with their values, wording by wording."""

from __future__ import annotations

import pytest

from ingestion.parsing.targets import read_targets
from tests.ingestion.parsing.clause_builder import Part, build

Row = tuple[str, str, str, str, str | None]


def read(body: str) -> list[Row]:
    text, clauses = build(("1.", "推进", body))
    targets = read_targets(text, clauses)
    assert all(t.value in t.span.of(text) and t.clause_id == clauses[0].id for t in targets)
    return [(t.indicator, t.value, t.unit, t.qualifier, t.deadline) for t in targets]


CASES: list[tuple[str, list[Row]]] = [
    # value last
    ("年内新增市级以上企业研发机构120家。", [("市级以上企业研发机构", "120", "家", "新增", "年内")]),
    ("到2020年,科技进步贡献率达65%。", [("科技进步贡献率", "65", "%", "达", "到2020年")]),
    ("技术合同交易额突破30亿元。", [("技术合同交易额", "30", "亿元", "突破", None)]),
    ("到2018年底,万人发明专利拥有量达30件。", [("万人发明专利拥有量", "30", "件", "达", "到2018年底")]),
    ("新增到访院士30名以上。", [("到访院士", "30", "名", "新增 以上", None)]),
    ("财政科技投入每年递增不少于20%。", [("财政科技投入", "20", "%", "递增不少于", "每年")]),
    ("专业技术人才总量达到3.5万人。", [("专业技术人才总量", "3.5万", "人", "达到", None)]),
    ("2018年新增众创空间、孵化器等平台超20家。", [("众创空间、孵化器等平台", "20", "家", "新增 超", "2018年")]),
    ("科技服务业业务收入年均增长15%以上。", [("科技服务业业务收入", "15", "%", "年均增长 以上", None)]),
    ("在校大学生规模达到10万人。", [("在校大学生规模", "10万", "人", "达到", None)]),
    ("高新技术产值占工业产值比重提高0.5个百分点。", [("高新技术产值占工业产值比重", "0.5", "个百分点", "提高", None)]),
    ("到2025年，产业总规模达到2万亿元。", [("产业总规模", "2", "万亿元", "达到", "到2025年")]),
    ("将新区蓝绿空间占比稳定在70%。", [("新区蓝绿空间占比", "70", "%", "稳定在", None)]),
    ("规划建设众创空间1000万平方米。", [("众创空间", "1000万", "平方米", "规划建设", None)]),
    ("引进海外高端人才不少于30人。", [("海外高端人才", "30", "人", "引进 不少于", None)]),
    ("力争孵化机构总量达到35家。", [("孵化机构总量", "35", "家", "力争 达到", None)]),
    ("力争进入全国高新区前50强。", [("进入全国高新区", "前50", "强", "力争", None)]),
    ("到2020年,拥有10件以上专利的企业200家。", [("拥有10件以上专利的企业", "200", "家", "", "到2020年")]),
    # value first
    ("建成1-2个先进制造业创新中心。", [("先进制造业创新中心", "1-2", "个", "建成", None)]),
    (
        "引进40名急需人才和8个顶尖团队。",
        [("急需人才", "40", "名", "引进", None), ("顶尖团队", "8", "个", "引进", None)],
    ),
    ("每年设立不少于1.5亿元的专项资金。", [("专项资金", "1.5", "亿元", "设立 不少于", "每年")]),
    ("力争每年1万名以上大学生来本市实习。", [("大学生", "1万", "名", "力争 以上", "每年")]),
    ("到2020年,建设两个重点实验室。", [("重点实验室", "两", "个", "建设", "到2020年")]),
    ("柔性聘请20名院士、知名专家等人才。", [("院士", "20", "名", "柔性聘请", None)]),
    ("规模以上工业企业至少拥有1项发明专利。", [("规模以上工业企业发明专利", "1", "项", "至少拥有", None)]),
    # several in one sentence
    (
        "每年新增高新技术企业200家、瞪羚企业10家、独角兽企业1-2家。",
        [
            ("高新技术企业", "200", "家", "新增", "每年"),
            ("瞪羚企业", "10", "家", "新增", "每年"),
            ("独角兽企业", "1-2", "家", "新增", "每年"),
        ],
    ),
    (
        "新增高新技术企业230家、省科技型企业400家,科技小巨人企业3家。",
        [
            ("高新技术企业", "230", "家", "新增", None),
            ("省科技型企业", "400", "家", "新增", None),
            ("科技小巨人企业", "3", "家", "", None),
        ],
    ),
    (
        "高新产业和新兴产业产值占比分别达48%和43%。",
        [("高新产业产值占比", "48", "%", "达", None), ("新兴产业产值占比", "43", "%", "达", None)],
    ),
    (
        "研发活动开展率和研发机构设置率分别达到90%和80%。",
        [("研发活动开展率", "90", "%", "达到", None), ("研发机构设置率", "80", "%", "达到", None)],
    ),
    (
        "新增国家级和省级科技企业孵化器各1家。",
        [("国家级科技企业孵化器", "1", "家", "新增 各", None), ("省级科技企业孵化器", "1", "家", "新增 各", None)],
    ),
    (
        "到2020年,引进人才40名;专利拥有量突破6000件。",
        [("人才", "40", "名", "引进", "到2020年"), ("专利拥有量", "6000", "件", "突破", "到2020年")],
    ),
    (
        "每年新增企业20家,力争入选百强企业2家。",
        [("企业", "20", "家", "新增", "每年"), ("百强企业", "2", "家", "力争 入选", None)],
    ),
]


@pytest.mark.parametrize(("body", "expected"), CASES, ids=[body[:30] for body, _ in CASES])
def test_each_wording_gives_its_targets(body: str, expected: list[Row]) -> None:
    assert read(body) == expected


NOT_TARGETS = [
    "全面落实16项新政,深入实施攻坚等8项工程。",
    "推进开票销售10亿元以上骨干企业建设实验室。",
    "支持江苏中科智能院等30多家公共创新平台。",
    "对符合条件的企业给予100万元奖励。",
    "按照省“人才新政26条”要求办理。",
    "1996年,共发生5级以上地震38次,造成365人死亡。",
    "打造G60科创走廊,建设世界500强企业总部。",
    "落实国发〔2018〕5号文件和第55次常务会议精神。",
    "合法性审核时间一般不少于5个工作日。",
    "以3大平台为支点,以12家新型研发机构为骨干。",
    "已建成孵化器20家。",
]


@pytest.mark.parametrize("body", NOT_TARGETS)
def test_other_numbers_are_not_targets(body: str) -> None:
    assert read(body) == []


def test_a_deadline_that_opens_a_body_holds_for_its_later_sentences() -> None:
    text, clauses = build(("二、", "目标任务", "到2023年底,占比达到3.5%。新增高新技术企业230家。"))
    assert [t.deadline for t in read_targets(text, clauses)] == ["到2023年底", "到2023年底"]


def test_a_deadline_in_the_middle_of_a_body_ends_with_its_sentence() -> None:
    assert [row[4] for row in read("先做准备。到2020年,入驻企业超过40家。规划1平方公里的科研用地。")] == [
        "到2020年",
        None,
    ]


def test_points_take_the_deadline_that_opens_their_section() -> None:
    text, clauses = build(
        Part("三、", "发展目标", "到2020年,框架基本成型。", 1, "section"),
        Part(None, None, "——效能提升。研发投入占比达2.6%。", 2, "point"),
        Part(None, None, "到2035年,总量达100家。", 2, "paragraph"),
    )
    assert [(t.clause_id, t.deadline) for t in read_targets(text, clauses)] == [
        (clauses[1].id, "到2020年"),
        (clauses[2].id, "到2035年"),
    ]


def test_an_article_of_a_regulation_has_no_targets_unless_it_names_a_year() -> None:
    text, clauses = build(
        Part("第一条", None, "注册资金达到30万元。", 1, "article"),
        Part("第二条", None, "到2030年，占比达到30%。", 1, "article"),
    )
    assert [t.value for t in read_targets(text, clauses)] == ["30"]
    assert read_targets(text, clauses)[0].clause_id == clauses[1].id


def test_text_below_a_clause_is_read_once() -> None:
    text, clauses = build(
        Part("1.", "行动", "新增甲类企业20家。", 1),
        Part(None, None, "培育企业。每年新增乙类企业10家。", 2, "run_in", glued=True),
    )
    assert [(t.clause_id, t.value) for t in read_targets(text, clauses)] == [
        (clauses[0].id, "20"),
        (clauses[1].id, "10"),
    ]


def row(header: tuple[str, ...], cells: tuple[str, ...]) -> Part:
    return Part(None, None, " | ".join(cells), 1, "row", header=header, cells=cells)


def test_an_indicator_table_gives_a_target_a_row() -> None:
    header = ("序号", "指标名称", "单位", "2020年实际", "2025年目标")
    text, clauses = build(
        row(header, ("1", "研发投入占比", "%", "2.1", "≥2.8")),
        row(header, ("2", "高新技术企业（家）", "", "90", "200")),
    )
    found = read_targets(text, clauses)
    assert [(t.indicator, t.value, t.unit, t.qualifier, t.deadline) for t in found] == [
        ("研发投入占比", "2.8", "%", "≥", "2025年"),
        ("高新技术企业", "200", "家", "", "2025年"),
    ]
    assert [t.span.of(text) for t in found] == ["≥2.8", "200"]


def test_the_last_year_of_an_indicator_table_is_the_target() -> None:
    text, clauses = build(row(("主要指标", "2021年", "2023年"), ("发明专利拥有量", "500件", "800件")))
    assert [(t.value, t.unit, t.deadline) for t in read_targets(text, clauses)] == [("800", "件", "2023年")]


def test_a_task_table_is_read_cell_by_cell_with_its_deadline() -> None:
    header = ("序号", "重点任务", "牵头单位", "完成时限")
    text, clauses = build(row(header, ("1", "建设创新平台10个，新增高新技术企业20家", "市科技局", "2021年12月")))
    assert [(t.indicator, t.value, t.deadline) for t in read_targets(text, clauses)] == [
        ("创新平台", "10", "2021年12月"),
        ("高新技术企业", "20", "2021年12月"),
    ]


def test_a_table_of_places_has_no_targets() -> None:
    text, clauses = build(row(("点号", "横坐标X", "纵坐标Y"), ("A1", "2488.5", "5051.2")))
    assert read_targets(text, clauses) == []

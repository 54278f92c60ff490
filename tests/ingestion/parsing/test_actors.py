"""Who acts in a sentence of running text."""

from __future__ import annotations

import pytest

from ingestion.model import Role, Span
from ingestion.parsing.responsibility import read_actors

Acting = list[tuple[str, Role]]


def acting(sentence: str) -> Acting:
    return [(actor.unit.name, actor.role) for actor in read_actors(sentence, Span(0, len(sentence)))]


SENTENCES: list[tuple[str, Acting]] = [
    # 由…, 请…, 设在…
    ("具体办法由云川省人民政府制定。", [("云川省人民政府", "responsible")]),
    ("行政法规草案由政府法制机构组织起草。", [("政府法制机构", "responsible")]),
    ("请财政部落实有关法律，提出修订建议。", [("财政部", "responsible")]),
    ("领导小组办公室设在市科技局，承担日常工作。", [("市科技局", "responsible")]),
    ("污水治理由云川县水利局负责。", [("云川县水利局", "responsible")]),
    (
        "卡证办理由市民政局牵头，市公安局按照职责参与；",
        [("市民政局", "lead"), ("市公安局", "support")],
    ),
    # the subject of a sentence
    ("云川省委和省政府要切实履行主体责任。", [("云川省委", "responsible"), ("省政府", "responsible")]),
    ("市商务局：负责瓶装水的调运和储备。", [("市商务局", "responsible")]),
    ("（4）市水务局：调度外河水闸、水库，通报水位。", [("市水务局", "responsible")]),
    ("县（区）民政局7个工作日内完成审批。", [("县（区）民政局", "responsible")]),
    ("县交投公司负责主体工程，年底前进场。", [("县交投公司", "responsible")]),
    (
        "就以上问题，证监会、发展改革委提出了以下意见：",
        [("证监会", "responsible"), ("发展改革委", "responsible")],
    ),
    ("试点地区政府办公厅（室）对试点工作负总责。", [("试点地区政府办公厅（室）", "responsible")]),
    ("统一由县（市、区）人民政府确定的机构审核。", [("县（市、区）人民政府", "responsible")]),
    # towns by any of their names
    ("（三）申请人向镇（街道）提交材料，镇（街道）在三日内转报。", [("镇（街道）", "responsible")]),
    ("各镇、街道要每月巡查。", [("各镇", "responsible"), ("街道", "responsible")]),
    ("各乡（镇）要每月巡查。", [("各乡（镇）", "responsible")]),
    ("需要转移的，由属地乡镇组织实施。", [("属地乡镇", "responsible")]),
    ("各乡镇（街道）至少配备1名专干。", [("各乡镇（街道）", "responsible")]),
    ("乡镇人民政府接到报告后，应当立即组织扑救。", [("乡镇人民政府", "responsible")]),
    ("街道办事处应当巡查，村民委员会应当予以协助。", [("街道办事处", "responsible"), ("村民委员会", "support")]),
    ("县水务局主管，其所属的县供水中心承担日常监督。", [("县水务局", "responsible"), ("县供水中心", "responsible")]),
    # who leads and who helps
    ("发展改革委会同水利部研究提出了办理意见。", [("发展改革委", "lead"), ("水利部", "support")]),
    ("本办法由市财政局会同市科技局负责解释。", [("市财政局", "lead"), ("市科技局", "support")]),
    (
        "由县城管局牵头，县水务局、云川供电公司及供热企业参加，负责抢修。",
        [("县城管局", "lead"), ("县水务局", "support"), ("云川供电公司", "support")],
    ),
    (
        "由县城管局牵头，县住房城乡建设局、城关镇政府配合，年底前拿出方案。",
        [("县城管局", "lead"), ("县住房城乡建设局", "support"), ("城关镇政府", "support")],
    ),
    (
        "办法由海云省人民政府制定，报国务院卫生主管部门同意后实施。",
        [("海云省人民政府", "responsible"), ("国务院卫生主管部门", "responsible")],
    ),
    ("年度计划报市科技局备案。", [("市科技局", "support")]),
    ("确需调增的，报市科技局审批。", [("市科技局", "responsible")]),
    ("（县水务局牵头，县城管局配合）", [("县水务局", "lead"), ("县城管局", "support")]),
    (
        "要建立省政府办公厅牵头、省水利厅参与的工作机制。",
        [("省政府办公厅", "lead"), ("省水利厅", "support")],
    ),
    ("请人力资源社会保障部会同有关部门制定操作办法。", [("人力资源社会保障部", "lead")]),
    ("法规的解释工作由国务院法制机构承办。", [("国务院法制机构", "responsible")]),
    # a name may have 和 or a level inside
    (
        "请科技部、工业和信息化部、卫生健康委等部门在年底前完成。",
        [("科技部", "responsible"), ("工业和信息化部", "responsible"), ("卫生健康委", "responsible")],
    ),
    ("县级以上地方人民政府应急管理部门负责监督管理。", [("县级以上地方人民政府应急管理部门", "responsible")]),
    (
        "由甲省人民政府同乙省云川市人民政府签订合同。",
        [("甲省人民政府", "responsible"), ("乙省云川市人民政府", "responsible")],
    ),
    ("（一）县机关事务服务中心负责组织夜间开放。", [("县机关事务服务中心", "responsible")]),
    (
        "市农业局牵头负责补贴的组织实施，市财政局负责资金筹措和拨付，市供销社配合。",
        [("市农业局", "lead"), ("市财政局", "responsible"), ("市供销社", "support")],
    ),
    (
        "市农业局牵头，市财政局、市商务局按职责分工负责。",
        [("市农业局", "lead"), ("市财政局", "support"), ("市商务局", "support")],
    ),
    # a list in which some names end as no other does
    (
        "救灾组：由省民政厅牵头，省应急厅、云川铁路局集团柳塘办事处、省红十字会、省计生协参加，负责安置群众。",
        [
            ("省民政厅", "lead"),
            ("省应急厅", "support"),
            ("云川铁路局集团柳塘办事处", "support"),
            ("省红十字会", "support"),
            ("省计生协", "support"),
        ],
    ),
    (
        "国务院公安、海关、出入境检验检疫等有关部门在各自职责范围内负责监督管理。",
        [("国务院公安", "responsible"), ("海关", "responsible"), ("出入境检验检疫", "responsible")],
    ),
    (
        "由省人社主管部门会同教育、卫生健康主管部门制定办法。",
        [("省人社主管部门", "lead"), ("教育", "support"), ("卫生健康主管部门", "support")],
    ),
    # words that a name has inside
    ("成都市财政局负责拨付。", [("成都市财政局", "responsible")]),
    ("省职业技能鉴定指导中心负责督导。", [("省职业技能鉴定指导中心", "responsible")]),
    ("本规则由市政府研究室负责解释。", [("市政府研究室", "responsible")]),
    ("企业所在地县级农业部门负责核发。", [("企业所在地县级农业部门", "responsible")]),
    ("由省、自治区、直辖市人民政府民政部门负责。", [("省、自治区、直辖市人民政府民政部门", "responsible")]),
    (
        "由州应急局会同州发展改革委（州粮食和物资储备局）负责储备。",
        [("州应急局", "lead"), ("州发展改革委（州粮食和物资储备局）", "support")],
    ),
    # what stands before or behind a name
    ("超过政府指导价收费的，由市场监督管理部门责令退还。", [("市场监督管理部门", "responsible")]),
    ("情节严重、造成重大影响的，由海洋局挂牌督办。", [("海洋局", "responsible")]),
    ("人民银行市分行负责指导经办银行，督促降低利率。", [("人民银行市分行", "responsible")]),
    (
        "市数据局提供数据支持，市交通局、市商务局接入系统。",
        [("市数据局", "responsible"), ("市交通局", "responsible"), ("市商务局", "responsible")],
    ),
    ("评审委员会负责打分，县监督委员会核对。", [("评审委员会", "responsible"), ("县监督委员会", "responsible")]),
    ("省政府督查办负责跟踪问效。", [("省政府督查办", "responsible")]),
    (  # who leads what they compose
        "联席会议由民政部、教育部等12个部门和单位组成，民政部为牵头单位。",
        [("民政部", "lead"), ("教育部", "responsible")],
    ),
    ("【绩效评价】市财政局会同市商务局开展评价。", [("市财政局", "lead"), ("市商务局", "support")]),
    # governments of one level share their ending
    (
        "甲县、乙县人民政府具体落实，市商务局牵头。",
        [("甲县", "support"), ("乙县人民政府", "support"), ("市商务局", "lead")],
    ),
    ("市财政局、乙县人民政府负责筹资。", [("市财政局", "responsible"), ("乙县人民政府", "responsible")]),
    # who leads, however it is put
    (
        "市商务局要牵头组织检查，公安、城管等部门予以配合。",
        [("市商务局", "lead"), ("公安", "support"), ("城管", "support")],
    ),
    ("市商务局负责牵头，会同市体育局出台方案。", [("市商务局", "lead"), ("市体育局", "support")]),
    ("市政府督查室将会同市商务局开展督查。", [("市政府督查室", "lead"), ("市商务局", "support")]),
    # who helps
    (
        "市商务局牵头，公安、城管、文旅部门协同配合。",
        [("市商务局", "lead"), ("公安", "support"), ("城管", "support"), ("文旅部门", "support")],
    ),
    ("市商务局为责任单位，市公安局为配合单位。", [("市商务局", "responsible"), ("市公安局", "support")]),
    (
        "工作由市统计局承担，国家统计局云川调查队参与。",
        [("市统计局", "responsible"), ("国家统计局云川调查队", "support")],
    ),
    ("由业主委员会牵头，物业服务企业配合，组织表决。", [("业主委员会", "lead"), ("物业服务企业", "support")]),
    (
        "渠道巡查由云川水电开发有限公司青石水力发电厂配合青石镇人民政府实施。",
        [("云川水电开发有限公司青石水力发电厂", "support"), ("青石镇人民政府", "responsible")],
    ),
    (
        "村民委员会应当协助乡镇人民政府做好宣传。",
        [("村民委员会", "support"), ("乡镇人民政府", "responsible")],
    ),
    (
        "市商务局牵头，市公安局配合，云川银行县支行提供贷款贴息。",
        [("市商务局", "lead"), ("市公安局", "support"), ("云川银行县支行", "responsible")],
    ),
    # who is asked, and who confers with others
    (
        "区住建局商同级财政局提出方案，报区政府审定。",
        [("区住建局", "lead"), ("同级财政局", "support"), ("区政府", "responsible")],
    ),
    ("县林业局会商县气象局后发布预警。", [("县林业局", "lead"), ("县气象局", "support")]),
    (
        "县水利局会同县农业局、县气象局会商。",
        [("县水利局", "lead"), ("县农业局", "support"), ("县气象局", "support")],
    ),
    (
        "镇政府组织县公安局、县卫健局联合验收。",
        [("镇政府", "responsible"), ("县公安局", "responsible"), ("县卫健局", "responsible")],
    ),
    # a body of another
    ("蚁害防治由县住建局所属的县白蚁防治所承担。", [("县白蚁防治所", "responsible")]),
    ("其所属的县公路养护段负责巡查。", [("县公路养护段", "responsible")]),
    ("证件办理由市卫健委指定的12家社区卫生服务中心免费承担。", [("社区卫生服务中心", "responsible")]),
    ("市政府委托市国资委负责管理。", [("市国资委", "responsible")]),
    # other things that are done
    ("项目由云川建设集团承建，市住建局监管。", [("云川建设集团", "responsible"), ("市住建局", "responsible")]),
    ("市水利局、市商务局依职责监督。", [("市水利局", "responsible"), ("市商务局", "responsible")]),
    ("市市场监管局配合市商务局。", [("市市场监管局", "support")]),
    ("2024年水利部会同财政部安排资金。", [("水利部", "lead"), ("财政部", "support")]),
    ("由住房城乡建设部会同水利部约谈其人民政府。", [("住房城乡建设部", "lead"), ("水利部", "support")]),
    (
        "水利部要会同财政部统筹协调；证监会负责指导上市公司。",
        [("水利部", "lead"), ("财政部", "support"), ("证监会", "responsible")],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES, ids=[s for s, _ in SENTENCES])
def test_the_units_that_act_are_read_with_their_roles(sentence: str, expected: Acting) -> None:
    assert acting(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "在领导小组统筹指导下，全力推进各项工作。",  # under somebody's guidance
        "办公室主任由市财政局副局长兼任。",  # a person
        "各有关部门和单位要加强协作。",  # nobody in particular
        "你省建议有关部门加强监测。",
        "全部资金于年底前到位，局面明显改善。",  # words that end like names
        "推进政府部门数据共享的规定另行公布。",
        "建设一批国家级科技企业孵化器。",
        "市水务局：8312345。",
        "引导专业经营单位出资参与改造。",
        "涉及多个部门共同承担的，另行明确。",
        "鼓励家政服务企业参与改造。",
        "检查结果应当在10日内抄送县营养办。",
        "关闭小火电厂，淘汰落后产能。",
        "服务站点应当公示电话。",
        "推进骨干企业、科技创新类上市公司加强实验室建设。",
        "",
    ],
)
def test_what_is_no_unit_that_acts_is_left_out(sentence: str) -> None:
    assert acting(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "sought"),
    [
        ("发现险情的，应当在1小时内报告县水务局和县应急局。", ["县水务局", "县应急局"]),
        ("受灾户应当立即向所在乡镇人民政府报告。", ["所在乡镇人民政府"]),
        ("7日内未答复的，可向区教育局信访办公室投诉，区教育局应当受理。", ["区教育局信访办公室"]),
        ("合同签订后到乡镇农村经营管理站备案。", ["乡镇农村经营管理站"]),
        ("申请人向户籍所在乡镇（街道）申请，区民政局审批。", ["乡镇（街道）"]),
        ("申请人向镇（街道）提交材料，镇（街道）在三日内转报。", []),
        ("市财政局向市商务局拨付资金。", []),
        ("年度计划报市科技局批准。", []),
    ],
)
def test_whom_one_turns_to_is_told_from_who_acts(sentence: str, sought: list[str]) -> None:
    actors = read_actors(sentence, Span(0, len(sentence)))
    assert [actor.unit.name for actor in actors if actor.sought] == sought


def test_a_unit_is_told_once_and_where_it_stands() -> None:
    text = "第一句。市科技局负责评审，市科技局负责公示。"
    (actor,) = read_actors(text, Span(4, len(text)))
    assert actor.unit.span.of(text) == actor.unit.name == "市科技局"

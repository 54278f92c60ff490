"""Who answers for what, wording by wording."""

from __future__ import annotations

import pytest

from ingestion.model import Responsibility, Role
from ingestion.parsing.responsibility import read_responsibilities, unread_phrases
from tests.ingestion.parsing.clause_builder import build

Roles = dict[Role, list[str]]


def roles(rows: list[Responsibility], kind: str = "assigned") -> Roles:
    found: Roles = {}
    for row in rows:
        if row.kind == kind:
            found.setdefault(row.role, []).append(row.name)
    return found


def read_one(body: str) -> list[Responsibility]:
    text, clauses = build(("1.", "推进研发机构建设", body))
    rows = read_responsibilities(text, clauses)
    assert all(row.span.of(text) == row.name for row in rows)
    return rows


WORDINGS: list[tuple[str, Roles]] = [
    # a role in the bracket behind a unit
    ("责任单位：市财政局（牵头）、市林业局、市金融办", {"lead": ["市财政局"], "support": ["市林业局", "市金融办"]}),
    ("支持企业创新。（市科技局（牵头）、市财政局）", {"lead": ["市科技局"], "support": ["市财政局"]}),
    (
        "责任单位：市农业局（牵头）、市市场监管局（侵权查处）",
        {"lead": ["市农业局"], "responsible": ["市市场监管局"]},
    ),
    # labels, in every bracket and with either colon
    ("年内新增120家。(牵头单位:市科技局、市发改委、市经信委)", {"lead": ["市科技局", "市发改委", "市经信委"]}),
    ("年内新增120家。（责任单位：市科技局、市财政局）", {"responsible": ["市科技局", "市财政局"]}),
    ("年内新增120家。【责任部门：市科技局】", {"responsible": ["市科技局"]}),
    ("年内新增120家。〔承办单位:市科技局〕", {"responsible": ["市科技局"]}),
    (
        "年内新增120家。(牵头单位:市科技局;配合单位:市财政局、市人社局)",
        {"lead": ["市科技局"], "support": ["市财政局", "市人社局"]},
    ),
    ("年内新增120家。(牵头部门:市科技局,责任部门:市财政局)", {"lead": ["市科技局"], "support": ["市财政局"]}),
    ("年内新增120家。(主办:市科技局,协办:市财政局)", {"lead": ["市科技局"], "support": ["市财政局"]}),
    ("年内新增120家。(主办单位:市科技局 协办单位:市财政局)", {"lead": ["市科技局"], "support": ["市财政局"]}),
    ("年内新增120家。(责任单位:市科技局;参与单位:市财政局)", {"responsible": ["市科技局"], "support": ["市财政局"]}),
    ("年内新增120家。(牵头责任单位:市科技局)", {"lead": ["市科技局"]}),
    ("年内新增120家。(责任单位为市科技局)", {"responsible": ["市科技局"]}),
    ("年内新增120家。(责任领导:张三;责任单位:市科技局;责任人:李四)", {"responsible": ["市科技局"]}),
    # a line of its own
    ("年内新增120家。\n责任单位：市科技局、市财政局", {"responsible": ["市科技局", "市财政局"]}),
    ("年内新增120家。\n牵头单位：市科技局\n配合单位：市财政局", {"lead": ["市科技局"], "support": ["市财政局"]}),
    ("年内新增120家。责任单位：市科技局、市财政局。", {"responsible": ["市科技局", "市财政局"]}),
    (
        "组成专班。\n牵头单位：市科技局\n成员单位：市财政局、市人社局",
        {"lead": ["市科技局"], "support": ["市财政局", "市人社局"]},
    ),
    # a bracket behind a name says for what, or belongs to the name
    (
        "改造管网和公厕。（责任单位：市城管局（公厕）、市水务集团（管网）、市委宣传部（市版权局）、石油大学（云川））",
        {"responsible": ["市城管局", "市水务集团", "市委宣传部（市版权局）", "石油大学（云川）"]},
    ),
    ("年内新增120家。\n（市科技局、市财政局负责）", {"responsible": ["市科技局", "市财政局"]}),
    # verbs
    ("年内新增120家。（科技部、财政部负责）", {"responsible": ["科技部", "财政部"]}),
    ("年内新增120家。（科技部牵头，财政部、教育部配合）", {"lead": ["科技部"], "support": ["财政部", "教育部"]}),
    (
        "年内新增120家。（科技部牵头，财政部、教育部等按职责分工负责）",
        {"lead": ["科技部"], "support": ["财政部", "教育部"]},
    ),
    ("年内新增120家。（科技部牵头负责）", {"lead": ["科技部"]}),
    (
        "年内新增120家。（科技部牵头，教育部、中国计生协、国家电网配合）",
        {"lead": ["科技部"], "support": ["教育部", "中国计生协", "国家电网"]},
    ),
    ("年内新增120家。（教育部牵头，财政部、社会公众参与）", {"lead": ["教育部"], "support": ["财政部"]}),
    ("年内新增120家。（科技部会同财政部负责）", {"responsible": ["科技部"], "support": ["财政部"]}),
    (
        "年内新增120家。（国家发展改革委、财政部会同有关部门负责）",
        {"responsible": ["国家发展改革委", "财政部"], "support": ["有关部门"]},
    ),
    ("年内新增120家。（科技部牵头会同财政部、教育部负责）", {"lead": ["科技部"], "support": ["财政部", "教育部"]}),
    ("年内新增120家。（科技部、教育部、财政部等部门按职责分工负责）", {"responsible": ["科技部", "教育部", "财政部"]}),
    ("年内新增120家。（各有关部门、各省级人民政府负责）", {"responsible": ["各有关部门", "各省级人民政府"]}),
    (
        "年内新增120家。（公安部、应急部，各省级人民政府分别负责）",
        {"responsible": ["公安部", "应急部", "各省级人民政府"]},
    ),
    ("年内新增120家。（司法部牵头，各地区、各部门负责）", {"lead": ["司法部"], "support": ["各地区", "各部门"]}),
    (
        "年内新增120家。（市科技局牵头市财政局、市人社局配合）",
        {"lead": ["市科技局"], "support": ["市财政局", "市人社局"]},
    ),
    ("年内新增120家。（教育部和财政部共同负责）", {"responsible": ["教育部", "财政部"]}),
    ("年内新增120家。(由市科技局负责)", {"responsible": ["市科技局"]}),
    ("年内新增120家。(各市、县(区)人民政府负责落实)", {"responsible": ["各市、县(区)人民政府"]}),
    # no label at all
    (
        "率达到90%和80%o(科技局、发改局、经信局、统计局、税务局、各镇街道)",
        {"responsible": ["科技局", "发改局", "经信局", "统计局", "税务局", "各镇街道"]},
    ),
    ("年内新增120家。（市科技局、市财政局）", {"responsible": ["市科技局", "市财政局"]}),
    # as plans of ministries, provinces and cities write them
    (
        "推进改革。（发展改革委牵头，教育部、科技部按职责分工负责，持续推进）",
        {"lead": ["发展改革委"], "support": ["教育部", "科技部"]},
    ),
    (
        "推进改革。（科技部、国资委、中科院等部门和单位按职责分工负责）",
        {"responsible": ["科技部", "国资委", "中科院"]},
    ),
    ("推进改革。（有关部门和地方按职责分工负责）", {"responsible": ["有关部门", "地方"]}),
    (
        "推进改革。（各省（区、市）人民政府，新疆生产建设兵团负责）",
        {"responsible": ["各省（区、市）人民政府", "新疆生产建设兵团"]},
    ),
    ("推进改革。（责任单位：市教委 市科委 市财政局）", {"responsible": ["市教委", "市科委", "市财政局"]}),
    ("推进改革。（科技部会同有关方面负责）", {"responsible": ["科技部"], "support": ["有关方面"]}),
    ("推进改革。（各地人民政府负责，财政部指导）", {"responsible": ["各地人民政府"], "support": ["财政部"]}),
    (
        "建设中水回用设施。（责任单位：柳溪区政府、滨江管委会，市水利局、市建设局指导）",
        {"responsible": ["柳溪区政府", "滨江管委会"], "support": ["市水利局", "市建设局"]},
    ),
    (
        "推进改革。（责任单位：各县（市、区）政府；省民政厅、省财政厅督促）",
        {"responsible": ["各县（市、区）政府"], "support": ["省民政厅", "省财政厅"]},
    ),
    ("推进改革。（此项工作由市发改委负责，市财政局配合）", {"responsible": ["市发改委"], "support": ["市财政局"]}),
    ("推进改革。（发展改革委、水利部分别负责）", {"responsible": ["发展改革委", "水利部"]}),
    (
        "推进改革。（市政府办公室牵头，市各有关部门，各市（县）、区人民政府，无锡经开区管委会按职责分工负责）",
        {"lead": ["市政府办公室"], "support": ["市各有关部门", "各市（县）、区人民政府", "无锡经开区管委会"]},
    ),
    ("推进改革。（如皋市人民政府、即墨区人民政府负责）", {"responsible": ["如皋市人民政府", "即墨区人民政府"]}),
    (
        "推进改革。（省发展改革委、省财政厅，各市、县人民政府）",
        {"responsible": ["省发展改革委", "省财政厅", "各市、县人民政府"]},
    ),
    (
        "推进改革。（责任单位：市中级人民法院、国网武汉供电公司、武汉地铁集团）",
        {"responsible": ["市中级人民法院", "国网武汉供电公司", "武汉地铁集团"]},
    ),
    # with what they do behind the verb
    (
        "推进改革。（市住建局牵头实施工程整治，市水利局配合做好水位调度）",
        {"lead": ["市住建局"], "support": ["市水利局"]},
    ),
    (
        "推进改革。（市医保局负责新生儿参保，国家税务总局遵义市税务局、市公安局配合）",
        {"responsible": ["市医保局"], "support": ["国家税务总局遵义市税务局", "市公安局"]},
    ),
    ("推进改革。（市财政局会同市科技局负责资金监管）", {"responsible": ["市财政局"], "support": ["市科技局"]}),
    ("推进改革。（补贴资金兑付由市财政局负责，市商务局审核）", {"responsible": ["市财政局", "市商务局"]}),
    ("推进改革。（市消防救援支队负责每月巡查）", {"responsible": ["市消防救援支队"]}),
    (
        "推进改革。（责任单位：市科技局、市财政局。责任单位中，第一个为牵头单位）",
        {"lead": ["市科技局"], "support": ["市财政局"]},
    ),
    ("推进改革。（责任单位：市科技局、市财政局，排第一的为牵头单位）", {"lead": ["市科技局"], "support": ["市财政局"]}),
    (
        "推进改革。（牵头市领导：张三；牵头单位：市科技局；责任单位：市财政局）",
        {"lead": ["市科技局"], "support": ["市财政局"]},
    ),
    # a sentence that only assigns
    ("该项工作由市科技局牵头，各地参与。", {"lead": ["市科技局"], "support": ["各地"]}),
    (
        "推进改革。由市民政局牵头，市残联、各镇人民政府配合。",
        {"lead": ["市民政局"], "support": ["市残联", "各镇人民政府"]},
    ),
    ("推进改革。市民政局牵头，市残联配合，7个工作日内完成。", {"lead": ["市民政局"], "support": ["市残联"]}),
    ("推进改革。由市公安局负责，市文旅局协助宣传。", {"responsible": ["市公安局"], "support": ["市文旅局"]}),
    ("推进改革。由科技部、财政部按职责分工负责。", {"responsible": ["科技部", "财政部"]}),
    ("推进改革。各街道办事处负责落实。逾期通报。", {"responsible": ["各街道办事处"]}),
    ("推进改革。具体工作由市科技局会同市财政局落实。", {"responsible": ["市科技局"], "support": ["市财政局"]}),
    (
        "推进改革。牵头单位为市水利局，市财政局、市气象局配合。",
        {"lead": ["市水利局"], "support": ["市财政局", "市气象局"]},
    ),
]


@pytest.mark.parametrize(("body", "expected"), WORDINGS, ids=[body[-40:] for body, _ in WORDINGS])
def test_each_wording_gives_its_units_and_roles(body: str, expected: Roles) -> None:
    assert roles(read_one(body)) == expected


NAMES: list[tuple[str, list[str]]] = [
    ("各辖市、区政府,市科技局", ["各辖市、区政府", "市科技局"]),
    ("市科技局、各辖市、区政府", ["市科技局", "各辖市、区政府"]),
    ("各市、县(区)人民政府", ["各市、县(区)人民政府"]),
    ("各市(区)人民政府、泰州医药高新区管委会", ["各市(区)人民政府", "泰州医药高新区管委会"]),
    ("各县（市、区）、功能区", ["各县（市、区）、功能区"]),
    ("教育部和各省、自治区、直辖市人民政府", ["教育部", "各省、自治区、直辖市人民政府"]),
    ("国家发展改革委(国家能源局)、财政部", ["国家发展改革委(国家能源局)", "财政部"]),
    ("文化和旅游部、自然资源和规划局、市住房和城乡建设局", ["文化和旅游部", "自然资源和规划局", "市住房和城乡建设局"]),
    ("工业和信息化部和财政部", ["工业和信息化部", "财政部"]),
    ("体育总局、北京冬奥组委、空管委办公室", ["体育总局", "北京冬奥组委", "空管委办公室"]),
    (
        "市政府金融办、人行贵溪支行、鹰潭银监分局贵溪办事处、各驻市金融机构",
        ["市政府金融办", "人行贵溪支行", "鹰潭银监分局贵溪办事处", "各驻市金融机构"],
    ),
    (
        "科技局、桐城委桐城集团、乌镇镇、开发区高桥街道、各镇(街道)",
        ["科技局", "桐城委桐城集团", "乌镇镇", "开发区高桥街道", "各镇(街道)"],
    ),
    ("科技大市建设领导小组各成员单位", ["科技大市建设领导小组各成员单位"]),
    ("市直各部门,各有关部门", ["市直各部门", "各有关部门"]),
    ("中国人民银行、金控集团、人行泰州中支", ["中国人民银行", "金控集团", "人行泰州中支"]),
    ("市科技局、市财政局等部门", ["市科技局", "市财政局"]),
    ("市科技局，市财政局；市人社局", ["市科技局", "市财政局", "市人社局"]),
]


@pytest.mark.parametrize(("listed", "names"), NAMES, ids=[listed[:30] for listed, _ in NAMES])
def test_names_in_a_list_are_split_right(listed: str, names: list[str]) -> None:
    assert [row.name for row in read_one(f"加大支持。(责任单位:{listed})")] == names


def test_the_level_written_once_goes_on_to_the_bureaus_after_it() -> None:
    rows = read_one(
        "加大支持。(牵头部门:市科技局、市场监管局,责任部门:市发展改革委、工业和信息化局、人行泰州中支、金控集团)"
    )
    assert [row.normalized for row in rows] == [
        "市科学技术局",
        "市市场监督管理局",
        "市发展和改革委员会",
        "市工业和信息化局",
        "中国人民银行泰州中心支行",
        "金控集团",
    ]


NOT_UNITS = [
    "推进改革。（县级人民政府负责审批的项目）",
    "推进改革。（本办法由市财政局负责解释）",
    "支持企业(含中小企业)创新。",
    "建立领导小组(以下简称领导小组办公室)。",
    "具体任务见清单(见附件)。",
    "三年行动(2018—2020年)。",
    "落实有关文件(国发〔2018〕5号)精神。",
    "核心基础零部件(元器件)。",
    "国有(公办)孵化器改革。",
    "以医药高新区(高港区)为核心区。",
    "爱森(中国)絮凝剂。",
    "提升亩均(投入、税收、研发)门槛。",
    "建立一平台三中心(即:公共技术服务平台、人才服务中心、科技金融中心)。",
    "各单位负责人(盈亏自负、自行负责)。",
    "打造创新型城市、县(市、区)和乡镇。",
    "由国家发展改革委(国家能源局)管理。",
    "完善制度。由用人单位承担。",
    "完善制度。由企业负责实施。",
    "完善制度。各区要认真落实。",
    "完善制度。坚持党委领导、政府负责。",
]


@pytest.mark.parametrize("body", NOT_UNITS)
def test_other_brackets_are_not_units(body: str) -> None:
    assert roles(read_one(body)) == {}


MENTIONS: list[tuple[str, Roles]] = [
    ("科技专项验收由市科技局牵头，各地参与。", {"lead": ["市科技局"]}),
    ("领导小组办公室设在市科技局。", {"responsible": ["市科技局"]}),
    (
        "请人力资源社会保障部会同有关部门按照通知精神落实。",
        {"responsible": ["人力资源社会保障部"], "support": ["有关部门"]},
    ),
    ("办法由市财政局会同市科技局制定。", {"responsible": ["市财政局"], "support": ["市科技局"]}),
    (
        "第二条 县级以上人民政府科学技术主管部门负责本行政区域内的科学技术工作。",
        {"responsible": ["县级以上人民政府科学技术主管部门"]},
    ),
    (
        "科技重大专项由省科学技术主管部门会同省财政部门组织实施。",
        {"responsible": ["省科学技术主管部门"], "support": ["省财政部门"]},
    ),
    ("由市创新改革领导小组及其办公室统筹协调重大事项。", {"responsible": ["市创新改革领导小组"]}),
    ("检验工作由市科技局负责。", {"responsible": ["市科技局"]}),
    ("推进改革。专项经费由市财政局会同市科技局落实。", {"responsible": ["市财政局"], "support": ["市科技局"]}),
    ("推进改革。由市科技局负责解释。", {"responsible": ["市科技局"]}),
    ("推进改革。由市科技局负责监督。", {"responsible": ["市科技局"]}),
    ("推进改革。由市科技局牵头，实行月报制度。", {"lead": ["市科技局"]}),
]


@pytest.mark.parametrize(("body", "expected"), MENTIONS)
def test_units_in_running_text_are_mentions(body: str, expected: Roles) -> None:
    rows = read_one(body)
    assert roles(rows, "mentioned") == expected
    assert roles(rows) == {}


def test_a_person_in_charge_is_not_a_unit() -> None:
    assert read_one("各部门负责同志要亲自抓，市科技局负责人参加。") == []


def test_a_label_with_nothing_after_it_is_reported() -> None:
    text, clauses = build(("1.", "推进", "加大支持。(责任单位:见附件)"))
    rows = read_responsibilities(text, clauses)
    assert rows == []
    assert [(f.code, f.span.of(text)) for f in unread_phrases(text, clauses, rows) if f.span] == [
        ("unread-units", "(责任单位:见附件)")
    ]


def test_deadlines_beside_the_units_are_kept() -> None:
    rows = read_one("加大支持。(责任单位:市科技局;完成时限:2020年12月底前)")
    assert [(row.name, row.deadline) for row in rows] == [("市科技局", "2020年12月底前")]
    rows = read_one("加大支持。(市科技局负责,2020年底前完成)")
    assert [(row.name, row.deadline) for row in rows] == [("市科技局", "2020年底前完成")]

"""Clause trees of regulations and plans, told by their labels."""

from collections.abc import Sequence

import pytest

from ingestion.model import Span, Table, TableRow
from tests.ingestion.parsing.reading import labels, numbered, outline, read

ORDER = """云川市人民政府令
第17号
《云川市数据管理办法》已经2025年3月1日市人民政府第12次常务会议审议通过，现予公布，自2025年5月1日起施行。
市长 林某某
2025年3月10日
云川市数据管理办法
（2025年3月10日云川市人民政府令第17号公布 根据2026年1月5日《云川市人民政府关于修改部分规章的决定》第一次修正）
目 录
第一章 总则
第二章 采集与共享
第一章 总则
第一条 为了规范公共数据管理，根据《中华人民共和国数据安全法》第二十一条的规定，制定本办法。
第二条 本市行政区域内的公共数据管理，适用本办法。
第三条规定的数据目录由市数据主管部门编制。
第三条 市数据主管部门履行下列职责：
（一）编制公共数据目录；
（二）组织数据质量检查：
1.每年至少检查一次；
2.检查结果公开。
（三）法律、法规规定的其他职责。
区、县数据主管部门负责本辖区工作，并履行下列职责：
（一）报送目录；
（二）组织培训。
第三条之一 市数据主管部门设立首席数据官。
第二章 采集与共享
第一节 采集
第四条（采集原则） 公共数据采集应当遵循一数一源。
第五条　【采集目录】采集目录应当每年更新。
依照第四条、第五条规定采集的数据，应当标注来源。
第二节 共享
第六条 公共数据分为下列类别：
（一）无条件共享类；
（二）有条件共享类。
依照前款第二项规定申请共享的，应当说明用途。
第三章 附则
第七条 本办法自2025年5月1日起施行。"""


def test_a_regulation_has_chapters_articles_paragraphs_items_and_points() -> None:
    assert labels(ORDER) == [
        "印发通知", "第一章", "第一条", "第二条", "第二条第二款",
        "第三条", "第三条第一款第(一)项", "第三条第一款第(二)项", "第三条第一款第(二)项第1目",
        "第三条第一款第(二)项第2目", "第三条第一款第(三)项", "第三条第二款", "第三条第二款第(一)项",
        "第三条第二款第(二)项", "第三条之一", "第二章", "第二章第一节", "第四条", "第五条", "第五条第二款",
        "第二章第二节", "第六条", "第六条第一款第(一)项", "第六条第一款第(二)项", "第六条第二款", "第三章", "第七条",
    ]  # fmt: skip


def test_titles_of_articles_are_their_headings() -> None:
    headings = {c.number: c.heading for c in read(ORDER).clauses if c.kind == "article"}
    assert headings["第四条"] == "（采集原则）"
    assert headings["第五条"] == "【采集目录】"
    assert headings["第六条"] is None


def test_who_signed_and_when_is_in_no_clause() -> None:
    kept = "".join(outline(ORDER).values())
    for matter in ("第17号", "市长 林某某", "第一次修正", "目 录"):
        assert matter not in kept


def test_articles_without_a_space_behind_their_number_and_books() -> None:
    text = """云川市促进条例
第一编 总则
第一章 一般规定
第一条为了促进发展，制定本条例。
第二条本条例所称企业，是指依法设立的法人。
第二编 分则
第一章 市场
第三条市场主体平等。
第四条 行政机关不得有下列行为：
（一）限制准入的；
（二）指定交易的。
违反前款规定的，由上级机关责令改正。
第一百零五条 本条例所称“以上”包括本数。"""
    assert labels(text) == [
        "第一编", "第一编第一章", "第一条", "第二条", "第二编", "第二编第一章", "第三条", "第四条",
        "第四条第一款第(一)项", "第四条第一款第(二)项", "第四条第二款", "第一百零五条",
    ]  # fmt: skip


def test_items_run_into_the_line_of_their_article_are_citable() -> None:
    found = outline(
        "云川市管理办法\n第一条 有下列情形之一的，不予受理：（一）材料不全的；"
        "（二）逾期申请的；（三）其他情形。\n第二条 自发布之日起施行。"
    )
    assert found["第一条第(二)项"] == "（二）逾期申请的；"


def test_a_reference_to_items_inside_an_article_stays_text() -> None:
    found = outline("云川市管理办法\n第一条 符合本条（一）和（二）要求的，予以受理。\n第二条 自发布之日起施行。")
    assert list(found) == ["第一条", "第二条"]


def test_the_wording_that_an_amendment_quotes_gives_no_headings() -> None:
    text = """云川市人民政府关于修改《云川市数据管理办法》的决定
云川市人民政府决定对《云川市数据管理办法》作如下修改：
一、将第三条修改为：“第三条　市数据主管部门履行下列职责：
（一）编制目录；
（二）检查质量。
“市数据主管部门可以委托第三方评估。”
二、增加一条，作为第三条之一：
“第三条之一　市数据主管部门设立首席数据官。”
三、将第五条第二款中的“十日”修改为“五日”。
四、删去第六条。
本决定自2026年2月1日起施行。
云川市人民政府
2026年1月5日"""
    found = outline(text)
    assert list(found) == ["引言", "第一项", "第二项", "第三项", "第四项", "结尾部分"]
    assert "（二）检查质量。" in found["第一项"]
    assert found["结尾部分"] == "本决定自2026年2月1日起施行。"


COVERED = """云川市人民政府关于印发云川市数字规划的通知
云政发〔2025〕5号
各县（市、区）人民政府：
现将《云川市数字规划》印发给你们，并就有关事项通知如下：
一、提高认识。各地要高度重视。
二、加强督查。市政府办公室负责督查。
云川市人民政府
2025年2月1日
云川市数字规划
第一部分 发展基础
1.1 发展现状
全市数字产业营业收入达到1000亿元。
1.1.1 产业规模
规模稳步扩大。
1.1.2 企业主体
企业数量增加。
1.2 面临形势
形势复杂。
第二部分 重点任务
2.1 夯实基础
建设算力中心，总规模达到1.5万架。
（1）龙头企业。培育3家。
①上市企业一家；
②独角兽企业两家。
（2）中小企业。一是加强服务。二是加强培训。三是加强融资。
第三部分 保障措施
A.组织保障
成立领导小组。
B.资金保障
安排专项资金1.2亿元。"""


def test_a_cover_notice_with_points_of_its_own_and_a_plan_with_decimal_numbers() -> None:
    plan = "《云川市数字规划》"
    assert labels(COVERED) == [
        "印发通知", "印发通知第一项", "印发通知第二项", plan, f"{plan}第一部分", f"{plan}第一部分1.1",
        f"{plan}第一部分1.1.1",
        f"{plan}第一部分1.1.2", f"{plan}第一部分1.2", f"{plan}第二部分", f"{plan}第二部分2.1", f"{plan}第二部分2.1(1)",
        f"{plan}第二部分2.1(1)第1点", f"{plan}第二部分2.1(1)第2点", f"{plan}第二部分2.1(2)", f"{plan}第三部分",
        f"{plan}第三部分A.", f"{plan}第三部分B.",
    ]  # fmt: skip


def test_first_second_and_third_inside_a_sentence_stay_text() -> None:
    assert (
        outline(COVERED)["《云川市数字规划》第二部分2.1(2)"]
        == "（2）中小企业。一是加强服务。二是加强培训。三是加强融资。"
    )


def test_several_documents_after_one_cover_notice_are_told_apart() -> None:
    text = """关于印发《数字产业方案》《数据管理办法》的通知
各有关单位：
现将《数字产业方案》《数据管理办法》印发给你们，请认真贯彻执行。
云川市数据局
2025年2月1日
数字产业方案
一、总体要求
坚持创新。
二、主要任务
夯实基础。
数据管理办法
第一条 为了规范管理，制定本办法。
第二条 本办法自印发之日起施行。"""
    assert labels(text) == [
        "印发通知",
        "第一部分",
        "第二部分",
        "《数据管理办法》",
        "《数据管理办法》第一条",
        "《数据管理办法》第二条",
    ]


def test_items_with_points_both_inline_and_on_lines_do_not_lose_their_siblings() -> None:
    text = """新闻发布工作方案
一、总体安排
（一）明确责任。各单位主要负责人负总责。
（二）规范程序。按以下要求办理：1.提前报送。2.审核把关。
1.材料应当完整。
2.审核应当及时。
（三）做好新闻发布工作
二、工作要求
（一）加强领导
（二）严肃纪律"""
    assert labels(text) == [
        "第一部分", "一、(一)", "一、(二)", "一、(二)1.", "一、(二)2.", "一、(三)", "第二部分", "二、(一)", "二、(二)",
    ]  # fmt: skip


def test_an_inner_count_under_an_outer_one_of_lower_rank_returns_to_it() -> None:
    text = (
        "云川市工作要点\n"
        "1.加强服务\n"
        "（一）优化流程。\n"
        "（二）压缩时限。\n"
        "2.加强监管\n"
        "（一）信用监管。\n"
        "3.加强宣传\n"
        "开展培训。"
    )
    assert labels(text) == ["第1条", "1.(一)", "1.(二)", "第2条", "2.(一)", "第3条"]


def test_a_missing_and_a_repeated_number_do_not_break_the_tree() -> None:
    text = (
        "云川市工作要点\n一、加强服务\n（一）优化流程。\n（三）压缩时限。\n（三）重复编号。\n二、加强监管\n开展检查。"
    )
    assert labels(text) == ["第一部分", "一、(一)", "一、(三)", "一、(三)", "第二部分"]


def test_headings_run_into_their_text_are_headings() -> None:
    text = (
        "云川市工作方案\n"
        "一、总体要求 坚持以人民为中心的发展思想，全面落实各项决策部署。\n"
        "二、主要任务：完成全年目标，确保质量。\n"
        "（一）加强领导。各地要落实责任。"
    )
    headings = [c.heading for c in numbered(read(text))]
    assert headings == ["总体要求", "主要任务", "加强领导"]


@pytest.mark.parametrize(
    ("sentence", "heading"),
    [
        ("家庭人均月收入低于2100元（含）的，认定为困难。", None),
        ("办事处自收到申请之日起4个工作日内完成审查。", None),
        ("对承办人不满意的，可以书面申请更换。", None),
        ("登记证由县级部门核发，不得转让。", None),
        ("夜市设在河堤路，营业至23:30。", None),
        ("准备阶段（2025年2月至3月）。", "准备阶段（2025年2月至3月）"),
        ("加强组织领导，压实工作责任。", "加强组织领导，压实工作责任"),
    ],
)
def test_a_sentence_that_sets_a_rule_is_no_heading_of_those_behind_it(sentence: str, heading: str | None) -> None:
    text = f"云川市工作方案\n一、办理\n（一）{sentence}各县据此安排本地工作，做好衔接和宣传。"
    assert [c.heading for c in numbered(read(text))] == ["办理", heading]


def test_short_lead_sentences_of_several_paragraphs_are_headings() -> None:
    body = "从体育竞赛表演产业发展面临的实际问题出发，加快转变职能。"
    text = f"云川市指导意见\n一、基本原则\n坚持问题导向。{body}\n坚持市场驱动。{body}\n二、保障\n加强领导。"
    assert labels(text) == ["第一部分", "第一部分“坚持问题导向”", "第一部分“坚持市场驱动”", "第二部分"]


def test_the_numbers_of_a_cover_page_and_its_attachment_list_are_no_clauses() -> None:
    text = """关于印发工作方案的通知
各有关单位：
现将方案印发给你们，请遵照执行。
附件：1.任务分工表
2.指标表
云川市数据局
2025年2月1日
附件1
任务分工表
（一）市数据局负责统筹。
附件2
指标表
到2027年达到1200亿元。"""
    assert labels(text) == ["第1段", "附件1", "附件1(一)", "附件2"]


def test_what_semicolons_set_apart_below_an_attachment_named_alone_is_what_it_holds() -> None:
    text = """云川市补贴申报通知
一、申报时间
申报时间为6月1日至20日。
附件：申报材料清单
1.补贴申请表（一式两份）；
2.营业执照复印件；
3.信用承诺书。
云川市数据局
2025年2月1日"""
    listed = ["附件", "附件第1条", "附件第2条", "附件第3条"]
    assert labels(text) == ["第一部分", *listed]
    assert labels(text.replace("；\n", "\n").replace("承诺书。", "承诺书")) == ["第一部分"]


def test_organs_listed_in_a_clause_are_not_taken_for_a_signature() -> None:
    found = outline("云川市工作方案\n一、成员单位\n市科技局\n市财政局\n二、职责\n统筹推进各项工作。")
    assert found["第一部分"] == "一、成员单位\n市科技局\n市财政局"


def table(text: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    def span(cells: tuple[str, ...]) -> Span:
        line = " | ".join(cells)
        return Span(text.index(line), text.index(line) + len(line))

    found = tuple(TableRow(span(cells), cells) for cells in rows)
    return Table(Span(span(header).start, found[-1].span.end), header, found)


def test_rows_of_a_task_table_carry_their_header_and_units_and_text_after_it_is_kept() -> None:
    header = ("序号", "任务", "责任单位")
    rows = [("1", "建设算力中心", "市数据局"), ("2", "培育企业", "市工信局、市财政局")]
    lines = [" | ".join(cells) for cells in (header, *rows)]
    opening = ["关于印发方案的通知", "现将方案印发给你们，请认真贯彻执行，确保落实。", "附件", "任务分工表"]
    text = "\n".join([*opening, *lines, "注：每季度调度一次。"])
    parsed = read(text, tables=(table(text, header, rows),))
    found = [c for c in parsed.clauses if c.kind == "row"]
    assert [(c.label, c.header, c.cells) for c in found] == [
        ("附件表格第1行", header, rows[0]),
        ("附件表格第2行", header, rows[1]),
    ]
    units = {(r.clause_id, r.name) for r in parsed.responsibilities}
    assert units == {(found[0].id, "市数据局"), (found[1].id, "市工信局"), (found[1].id, "市财政局")}
    assert numbered(parsed)[-1].body.of(parsed.document.text) == "注：每季度调度一次。"


def test_the_line_that_names_the_units_of_a_last_item_is_of_that_item() -> None:
    parsed = read(
        "云川市计划\n一、重点任务\n（一）建设设施\n1.布设站点。建成60个。（牵头单位：市发展改革委）\n"
        "2.建成平台。提供5类服务。\n牵头单位：市大数据局　　配合单位：市公安局\n（二）其他\n无。\n"
    )
    label = {c.id: c.label for c in parsed.clauses}
    found = [(label[r.clause_id], r.name, r.role, r.inherited) for r in parsed.responsibilities]
    assert found == [
        ("一、(一)1.", "市发展改革委", "lead", False),
        ("一、(一)2.", "市大数据局", "lead", False),
        ("一、(一)2.", "市公安局", "support", False),
    ]


def test_a_paragraph_behind_a_table_stays_in_its_section_though_the_notice_was_signed_before() -> None:
    header, rows = ("类别", "标准"), [("甲类", "15万元")]
    text = (
        "云川市数字化改造奖补申报指南\n现将申报指南公布如下。\n云川市工业局\n2025年6月9日\n第一部分 申报指南\n"
        "一、标准\n类别 | 标准\n甲类 | 15万元\n投入统计期为2024年，以发票日期为准。\n二、分工\n由云川市工业局受理。\n"
    )
    assert [c.label for c in numbered(read(text, tables=(table(text, header, rows),)))] == [
        *("引言", "第一部分", "第一部分一、", "第一部分一、表格第1行", "第一部分一、第1段", "第一部分二、")
    ]


def test_numbered_headings_above_articles_are_parts_of_the_paper() -> None:
    text = (
        "云川市考核细则\n第一条　为了考核，制定本细则。\n一、组织领导\n第二条　县长听取汇报：\n"
        "一、每季度一次；\n二、每年一次。\n二、附则\n第三条　本细则自2025年1月1日起施行。"
    )
    assert labels(text) == [
        "第一条", "第一部分", "第二条", "第二条第(一)项", "第二条第(二)项", "第二部分", "第三条",
    ]  # fmt: skip

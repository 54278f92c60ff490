"""Lines in the midst of a text that must not swallow the numbered clauses behind them."""

from tests.ingestion.parsing.reading import labels, outline, read


def test_a_clause_that_ends_in_what_is_added_quotes_nothing() -> None:
    text = """云川市补贴细则
第一条 有下列情形之一的，在前条标准的基础上增加补贴：
（一）平层入户的，每部增加2万元；
（二）集中加装的，每部增加1万元。
第二条 运行费用由业主承担。
第三条 本细则自发布之日起施行。"""
    assert labels(text) == ["第一条", "第一条第(一)项", "第一条第(二)项", "第二条", "第三条"]


def test_new_wording_whose_quotation_mark_opens_the_next_line_is_quoted() -> None:
    text = """云川市人民政府关于修改《云川市停车办法》的决定
市人民政府决定：
一、增加一条，作为第六条：
“第六条 停车人应当遵守下列规定：
（一）按位停放；
（二）按规定缴费。”
二、第六条改为第七条。
本决定自公布之日起施行。"""
    assert labels(text) == ["引言", "第一项", "第二项", "结尾部分"]


def test_a_quotation_that_is_never_closed_ends_where_the_articles_go_on() -> None:
    text = """云川市办法
第一条 将“补助修改为：“奖励
按月发放。
第二条 补助按季发放。
第三条 本办法自发布之日起施行。"""
    assert labels(text)[-2:] == ["第二条", "第三条"]


def test_the_count_goes_on_behind_an_annex_in_the_midst() -> None:
    text = """云川市应急预案
一、总则
（一）事件分级。见附件1。
附件1：事件分级标准
1.重大事件：死亡10人以上。
2.较大事件：死亡3人以上。
二、组织体系
（一）指挥部。市政府设立指挥部。
三、附则
本预案自印发之日起实施。"""
    assert labels(text) == [
        "第一部分", "一、(一)", "附件1", "附件1第1条", "附件1第2条", "第二部分", "二、(一)", "第三部分",
    ]  # fmt: skip


def test_an_attachment_announced_without_its_second_character_is_one() -> None:
    text = "云川市通知\n一、目标\n签约率达到40%。\n二、考核\n与经费挂钩。\n附：价格说明\n价格每年调整一次。"
    assert labels(text) == ["第一部分", "第二部分", "附件"]


def test_page_numbers_are_in_no_clause_and_part_no_sentence() -> None:
    text = """云川市供热管理办法
第一条 为加强供热管理，保障用热，制定本
— 1 —
办法。
第二条 供热期为当年11月15日至次年3月15日。
- 2 -
第三条 室内温度不低于18摄氏度。
3
第四条 供热单位应当公布服务电话。
第 4 页 共 5 页
第五条 本办法自公布之日起施行。"""
    found = outline(text)
    assert list(found) == ["第一条", "第二条", "第三条", "第四条", "第五条"]
    assert found["第一条"] == "第一条 为加强供热管理，保障用热，制定本办法。"
    assert found["第三条"] == "第三条 室内温度不低于18摄氏度。"


def test_a_figure_on_a_line_of_its_own_is_no_page_number() -> None:
    assert "\n12\n" in read("云川市统计表\n一、户数\n12\n二、人口\n全市300万人。").document.text


def test_the_heading_of_an_article_on_a_line_of_its_own_is_no_paragraph() -> None:
    text = """云川市公积金办法
第三条 提取条件
职工有下列情形之一的，可以提取：
（一）购房；
（二）退休。
第四条 提取额度
每月1500元。"""
    assert labels(text) == ["第三条", "第三条第(一)项", "第三条第(二)项", "第四条"]
    assert [c.heading for c in read(text).clauses if c.kind == "article"] == ["提取条件", "提取额度"]


def test_a_paragraph_behind_the_points_of_a_last_item_is_of_the_article() -> None:
    text = """云川市养犬条例
第十条 养犬人应当遵守下列规定：
（一）及时清除粪便；
（二）不得携犬进入下列场所：
1.学校、医院；
2.机关办公区。
违反前款规定的，处200元罚款。"""
    assert labels(text)[-1] == "第十条第二款"


def test_a_numbered_heading_is_not_taken_for_the_title() -> None:
    parsed = read("云川市重点台账\n一、工作任务\n建设基站。\n二、考核办法\n按季考核。")
    assert parsed.document.title == "云川市重点台账"
    assert [c.label for c in parsed.clauses if c.kind != "frame"] == ["第一部分", "第二部分"]


def test_levels_of_response_behind_a_decimal_number_are_clauses() -> None:
    text = "云川市预案\n1 响应\n1.1 分级\n1.1.1 Ⅰ级响应\n6.0级以上地震启动。\n1.1.2 II级响应\n5.0级以上地震启动。"
    assert labels(text) == ["第1条", "1.1", "1.1.1", "1.1.2"]


def test_a_first_article_that_lists_what_an_office_does_addresses_nobody() -> None:
    text = (
        "云川市救助办法\n第一条 市民政局履行下列职责：\n（一）指导工作；\n（二）监督检查。\n第二条 自发布之日起施行。"
    )
    assert labels(text) == ["第一条", "第一条第(一)项", "第一条第(二)项", "第二条"]


def test_a_list_of_attachments_each_with_its_own_word_is_no_annex() -> None:
    text = """云川市民政局关于做好救助工作的通知
各区县民政局：
为做好救助工作，现通知如下：
一、明确对象。
二、规范程序。
附件1：临时救助申请表
附件2：临时救助标准
云川市民政局
2024年4月1日
附件1
临时救助申请表
姓名、住址、申请理由，由申请人填写。
附件2
临时救助标准
一类每人3000元。"""
    assert labels(text) == ["引言", "第一项", "第二项", "附件1", "附件2"]


def test_who_printed_it_when_is_in_no_clause() -> None:
    kept = "".join(outline("云川市方案\n一、目标\n更新管道80公里。\n云川市人民政府办公室 2024年6月1日印发").values())
    assert "印发" not in kept


def test_a_date_or_organs_below_a_heading_without_other_text_are_its_text() -> None:
    found = outline("云川市招聘公告\n一、报名时间\n2024年5月10日\n二、成员单位\n市科技局\n市财政局")
    assert found["第一部分"] == "一、报名时间\n2024年5月10日"
    assert found["第二部分"] == "二、成员单位\n市科技局\n市财政局"

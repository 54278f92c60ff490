"""Items that share a line become clauses of their own; what only looks like items stays text."""

import pytest

from tests.ingestion.parsing.reading import labels, outline, read

HEAD = "云川市申报办法\n"


@pytest.mark.parametrize(
    ("line", "below"),
    [
        ("（一）申请表（一式3份）；（二）审查意见书；（三）检验报告。原件退回。", ["一、(一)", "一、(二)", "一、(三)"]),
        ("申请人应当提交：（一）申请表；（二）身份证明。", ["一、(一)", "一、(二)"]),
        ("应当满足以下条件：1.注册满3年；2.营收不低于1.5亿元。", ["第一部分第1条", "第一部分第2条"]),
        ("（1）申请书；（2）营业执照。", ["一、(1)", "一、(2)"]),
        ("①一等奖100万元；②二等奖50万元。", ["一、第1点", "一、第2点"]),
        ("启动条件：（1）发生火灾；（2）12小时未扑灭；（3）30人以上被困。", ["一、(1)", "一、(2)", "一、(3)"]),
    ],
)
def test_items_run_into_one_line_are_clauses(line: str, below: list[str]) -> None:
    assert labels(f"{HEAD}一、申报材料\n{line}\n二、其他\n无。") == ["第一部分", *below, "第二部分"]


def test_an_item_of_a_run_in_list_holds_its_own_words_alone() -> None:
    found = outline(
        f"{HEAD}一、申报材料\n（一）申请表（一式3份）；（二）审查意见书；（三）照片。原件退回。\n二、其他\n无。"
    )
    assert found["一、(一)"] == "（一）申请表（一式3份）；"
    assert found["一、(三)"] == "（三）照片。原件退回。"


def test_what_follows_the_last_of_items_that_semicolons_part_is_of_the_clause_that_holds_them() -> None:
    found = outline(
        f"{HEAD}一、启动响应\n启动条件：（1）过火2公顷；（2）县级求援。由指挥长批准启动，派出工作组。\n二、其他\n无。"
    )
    assert found["一、(2)"] == "（2）县级求援。"
    assert "由指挥长批准启动，派出工作组。" in found.values()


def test_a_paragraph_of_an_article_has_its_run_in_items() -> None:
    text = f"{HEAD}第一条 应当真实。\n有下列情形的，不予受理：（一）逾期的；（二）造假的。\n第二条 自发布之日起施行。"
    assert labels(text) == ["第一条", "第一条第二款", "第一条第二款第(一)项", "第一条第二款第(二)项", "第二条"]


@pytest.mark.parametrize(
    "line",
    [
        "（五）符合前款（一）和（二）要求的；（三）项除外。",
        "按以下要求办理：1.提前报送。2.审核把关。",
        "增加一款：“有下列情形的：（一）逾期的；（二）造假的。”",
        "做好以下工作：1.成立专班；2.明确责任。（责任单位：市数据局）",  # the unit answers for both
        "占比：1.5万元以下；2.4万元以上。",
    ],
)
def test_what_is_no_list_or_is_quoted_or_shares_a_unit_stays_in_its_line(line: str) -> None:
    assert line.removeprefix("（五）") in "".join(outline(f"{HEAD}一、要求\n{line}\n二、其他\n无。").values())


def test_a_last_short_item_of_a_list_is_no_heading() -> None:
    parsed = read(f"{HEAD}一、材料\n（一）申请表；\n（二）照片。原件退回。\n二、其他\n无。")
    assert [c.heading for c in parsed.clauses if c.label == "一、(二)"] == [None]


def test_an_article_in_the_line_of_its_chapter_is_an_article() -> None:
    text = f"{HEAD}第一章 总则 第一条 为了规范管理，制定本办法。\n第二章 附则 第二条 本办法自发布之日起施行。"
    assert labels(text) == ["第一章", "第一条", "第二章", "第二条"]

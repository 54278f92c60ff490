"""Decoration goes, the document stays, and every change is on record."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingestion.model import RawDocument
from ingestion.parsing.cleaning import clean
from tests.ingestion.parsing.reading import read, replayed

PIECES = (
    *("第一条 ", "第三条之一 ", "一、总体要求", "（一）", "1.", "2、", "2.1 ", "①", "A.", "——", "附件1", "目录"),
    *("\n", "\r\n", " ", "\u3000", "\u200b", "\x00", "\ue000", "“", "”", "《", "》", "。", "；", "："),
    *("市科技局", "国务院办公厅", "2018年5月1日", "各县人民政府：", "（此件公开发布）", "关于印发方案的通知"),
    *("L5万", "3%o", "首页 > 政策", "分享到", "发布日期：2018-01-01", "建设算力中心", "（市财政局负责）"),
)
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=60).map("".join)


def text_of(raw: str, title: str | None = None) -> str:
    return clean(RawDocument("a.txt", "text", raw, title=title)).text


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_characters_in_are_characters_kept_and_removed_with_a_reason(raw: str) -> None:
    parsed = read(raw)
    text = parsed.document.text
    removed = sum(edit.end - edit.start for edit in parsed.edits)
    added = sum(len(edit.replacement) for edit in parsed.edits)
    assert len(raw) - removed + added == len(text)
    assert replayed(parsed) == text
    assert all(edit.reason for edit in parsed.edits)
    assert not any(finding.code == "text-lost" for finding in parsed.findings)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_ids_are_unique_spans_nest_and_every_line_is_in_one_place(raw: str) -> None:
    parsed = read(raw)
    by_id = {clause.id: clause for clause in parsed.clauses}
    assert len(by_id) == len(parsed.clauses)
    covered: Counter[int] = Counter()
    for clause in parsed.clauses:
        assert clause.span.contains(clause.body)
        assert clause.label
        if clause.parent_id and clause.kind != "paragraph":
            assert by_id[clause.parent_id].span.contains(clause.span)
        covered.update(i for i in range(clause.body.start, clause.body.end) if parsed.document.text[i] != "\n")
    assert not [i for i, times in covered.items() if times > 1]


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("引进人才L5万人以上", "引进人才1.5万人以上"),
        ("占比达到3.5%o(责任单位:科技局)", "占比达到3.5%。(责任单位:科技局)"),
        ("全面完成任务o\n", "全面完成任务。"),
        ("采用LED灯5万盏", "采用LED灯5万盏"),
        ("浓度为5%of总量", "浓度为5%of总量"),
        ("型号L50设备", "型号L50设备"),
    ],
)
def test_only_slips_with_one_reading_are_repaired(slip: str, meant: str) -> None:
    assert text_of(f"工作目标如下。{slip}").removeprefix("工作目标如下。") == meant


def test_page_marks_that_break_sentences_are_taken_out_and_the_lines_rejoined() -> None:
    raw = "1、为了推动科技\n2、创新发展，加快建设创新\n3、型城市，制定本\n4、方案。"
    assert text_of(raw) == "为了推动科技创新发展，加快建设创新型城市，制定本方案。"


def test_a_numbered_list_is_not_taken_for_page_marks() -> None:
    raw = "申请材料如下：\n1、申请表；\n2、身份证明；\n3、营业执照。"
    assert text_of(raw) == raw


def test_decoration_before_and_after_the_document_goes() -> None:
    raw = """您现在的位置：网站首页 > 政策文件
云川市人民政府关于加强管理的通知
发布日期：2018-11-23 信息来源：市政府
各县人民政府：
为加强管理，现就有关事项通知如下，请认真贯彻执行。
一、落实责任。各地要加强领导。
云川市人民政府
2018年11月20日
3380 次浏览 分享到
版权所有：云川市人民政府 ICP备00000000号"""
    parsed = read(raw)
    assert parsed.document.text.split("\n")[0] == "云川市人民政府关于加强管理的通知"
    assert parsed.document.text.rstrip().endswith("2018年11月20日")
    removed = {raw[e.start : e.end].strip() for e in parsed.edits if "装饰" in e.reason}
    assert any("网站首页" in words for words in removed)
    assert any("版权所有" in words for words in removed)


def test_white_space_of_all_sorts_becomes_single_spaces() -> None:
    assert text_of("第一条\u3000\u3000为了\xa0规范\t管理。  \r\n\r\n\r\n第二条 \u200b施行。") == (
        "第一条 为了 规范 管理。\n第二条 施行。"
    )


def test_spaces_inside_a_date_go() -> None:
    assert text_of("自 2018 年 5 月 1 日起施行") == "自 2018年5月1日起施行"


def test_the_number_of_an_annex_stays_apart_from_a_year_behind_it() -> None:
    assert text_of("附件1 年度任务表") == "附件1 年度任务表"


def test_headings_inside_a_flattened_page_get_their_own_lines() -> None:
    raw = (
        "云川市科技方案为推动创新，制定本方案。一、总体要求坚持创新驱动。二、主要任务（一）夯实基础。建设平台。"
        "（二）培育企业。增加数量。三、保障措施加强领导。"
    )
    lines = text_of(raw).split("\n")
    assert [line[:6] for line in lines if line[0] in "一二三（"] == [
        "一、总体要求", "二、主要任务", "（一）夯实基", "（二）培育企", "三、保障措施",
    ]  # fmt: skip

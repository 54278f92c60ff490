"""Plain text in the encodings that offices use."""

import random
from pathlib import Path

import pytest

from ingestion.errors import UnreadableSource
from ingestion.loading import load

TEXT = (
    "云川市人民政府办公室文件\n\n　　一、总体要求。到2027年，产业规模达到1200亿元。\n（市数据局牵头，市财政局配合）\n"
)
TRADITIONAL = "為進一步加強養老服務工作，現將有關事項通知如下：\n一、各區縣政府應當建立聯席會議制度，由民政局負責。\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-32-le", b"\xff\xfe\x00\x00"),
        ("utf-32-be", b"\x00\x00\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32-le", b""),
        ("gb18030", b""),
        ("gbk", b""),
    ],
)
def test_text_comes_back_verbatim_in_any_encoding(encoding: str, mark: bytes, tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes(mark + TEXT.encode(encoding))
    assert load(path).text == TEXT


def test_traditional_text_in_big5_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes(TRADITIONAL.encode("big5"))
    document = load(path)
    assert (document.text, document.encoding) == (TRADITIONAL, "big5hkscs")


def test_traditional_text_in_gb18030_is_not_taken_for_big5(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes(TRADITIONAL.encode("gb18030"))
    assert load(path).text == TRADITIONAL


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\n"])
def test_only_newlines_are_unified(newline: str, tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes(TEXT.replace("\n", newline).encode())
    assert load(path).text == TEXT


def test_a_file_cut_inside_a_character_is_read_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes(TEXT.encode()[:-2])
    document = load(path)
    assert document.text.startswith(TEXT[:-3])
    assert "无法" in document.notes[0]


@pytest.mark.parametrize(
    "data",
    [b"", b" \r\n\t", b"\x00" * 500, random.Random(3).randbytes(20_000), b"\x01\x02\x03\x04" * 500],
    ids=["empty", "blank", "zeros", "random", "control"],
)
def test_what_is_not_text_is_refused_with_advice(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "policy.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableSource, match="请") as refusal:
        load(path)
    assert refusal.value.source == str(path)


@pytest.mark.parametrize("part", ["1 总则", "一、总则", "第一章 总则", "（一）总则"])
def test_the_heading_of_a_part_is_no_title_of_what_stands_before_it(tmp_path: Path, part: str) -> None:
    path = tmp_path / "policy.md"
    path.write_text(f"云川市渡口应急预案\n\n（云政办发〔2030〕2号）\n\n## {part}\n\n本预案适用于全市。\n", "utf-8")
    assert load(path).title != part


def test_a_markdown_file_reads_like_the_page_it_makes(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_text(
        "# 云川市办法\n\n## 一、总则\n\n为**加强**管理，[制定](http://example.com)本办法。\n\n"
        "1. 第一项\n2. 第二项\n\n- 要点\n\n| 任务 | 单位 |\n|---|---|\n| 建设 | 市住建局 |\n",
        encoding="utf-8",
    )
    document = load(path)
    assert document.text.split("\n") == [
        "云川市办法",
        "一、总则",
        "为加强管理，制定本办法。",
        "1.第一项",
        "2.第二项",
        "要点",
        "任务 | 单位",
        "建设 | 市住建局",
    ]
    assert document.title == "云川市办法"
    assert document.tables[0].header == ("任务", "单位")


def test_a_row_that_splits_columns_of_a_markdown_table_is_part_of_its_header(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    rows = (
        "| 类别 | 标准（元） | |",
        "| --- | --- | --- |",
        "| | 城镇 | 农村 |",
        "| 老人 | 600 | 400 |",
        "| 儿童 | 500 | 300 |",
    )
    path.write_text("标题\n\n" + "\n".join(rows), "utf-8")
    (table,) = load(path).tables
    assert table.header == ("类别", "标准（元） 城镇", "标准（元） 农村")
    assert [row.cells for row in table.rows] == [("老人", "600", "400"), ("儿童", "500", "300")]


def test_bold_marks_of_a_heading_run_into_its_text_are_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_text("# 标题\n\n**（一）完善设施。**推进网络覆盖。\n\n***三、保障措施***\n", "utf-8")
    assert load(path).text.split("\n")[1:] == ["（一）完善设施。推进网络覆盖。", "三、保障措施"]


def test_a_line_break_in_a_markdown_cell_parts_words(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_text("标题\n\n| 任务 | 单位 |\n|---|---|\n| 建设 | 市住建局<br>市财政局 |\n", "utf-8")
    assert load(path).tables[0].rows[0].cells == ("建设", "市住建局 市财政局")


def test_a_raw_html_table_inside_markdown_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    rows = "<tr><td>类别</td><td>标准</td></tr><tr><td rowspan=2>老人</td><td>600元</td></tr><tr><td>500元</td></tr>"
    path.write_text(f"标题\n\n<table>{rows}</table>\n\n二、其他\n", "utf-8")
    document = load(path)
    assert [row.cells for row in document.tables[0].rows] == [("老人", "600元"), ("老人", "500元")]
    assert document.text.endswith("二、其他")

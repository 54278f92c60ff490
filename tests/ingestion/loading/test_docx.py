"""Word documents: what only Word computes (numbers) or hides (deletions, headers) comes out as a reader sees it."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingestion.loading import load
from tests.ingestion.loading.documents import add_list, number, saved, zipped

W = nsdecls("w")


def lines(document: Document, folder: Path) -> list[str]:
    path = folder / "policy.docx"
    path.write_bytes(saved(document))
    return load(path).text.split("\n")


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("chineseCounting", "%1、", ["一、甲", "二、乙"]),
        ("chineseCountingThousand", "（%1）", ["（一）甲", "（二）乙"]),
        ("japaneseCounting", "第%1条", ["第一条 甲", "第二条 乙"]),
        ("ideographTraditional", "%1.", ["甲.甲", "乙.乙"]),
        ("chineseLegalSimplified", "%1、", ["壹、甲", "贰、乙"]),
        ("decimal", "%1.", ["1.甲", "2.乙"]),
        ("decimal", "（%1）", ["（1）甲", "（2）乙"]),
        ("decimalEnclosedCircleChinese", "%1", ["① 甲", "② 乙"]),
        ("decimalFullWidth", "%1．", ["１．甲", "２．乙"]),
        ("upperRoman", "%1.", ["I.甲", "II.乙"]),
        ("lowerLetter", "%1)", ["a)甲", "b)乙"]),
        ("bullet", "——", ["——甲", "——乙"]),
        ("bullet", "\uf0b7", ["甲", "乙"]),
        ("none", "", ["甲", "乙"]),
    ],
)
def test_automatic_numbers_are_written_out(form: str, text: str, expected: list[str], tmp_path: Path) -> None:
    document = Document()
    add_list(document, ((form, text),))
    for word in "甲乙":
        number(document.add_paragraph(word), 0)
    assert lines(document, tmp_path) == expected


def test_lower_levels_restart_and_levels_combine(tmp_path: Path) -> None:
    document = Document()
    add_list(document, (("chineseCounting", "%1、"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3")))
    levels = document.part.numbering_part.element.findall(".//w:lvl", {"w": W.split('"')[1]})[-2:]
    for level in levels:
        level.append(parse_xml(f"<w:isLgl {W}/>"))
    for level, word in ((0, "甲"), (1, "乙"), (2, "丙"), (1, "丁"), (0, "戊"), (1, "己")):
        number(document.add_paragraph(word), level)
    assert lines(document, tmp_path) == ["一、甲", "1.1 乙", "1.1.1 丙", "1.2 丁", "二、戊", "2.1 己"]


def test_a_list_that_overrides_its_start_counts_anew(tmp_path: Path) -> None:
    document = Document()
    add_list(document, (("decimal", "%1."),))
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {W} w:numId="91"><w:abstractNumId w:val="90"/><w:lvlOverride w:ilvl="0">'
            '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
        )
    )
    for instance, word in ((90, "甲"), (90, "乙"), (91, "丙"), (91, "丁")):
        number(document.add_paragraph(word), 0, abstract=instance)
    assert lines(document, tmp_path) == ["1.甲", "2.乙", "5.丙", "6.丁"]


def test_numbers_come_from_styles_and_can_be_switched_off(tmp_path: Path) -> None:
    document = Document()
    add_list(document, (("chineseCounting", "%1、"),))
    style = document.styles["Heading 1"].element
    style.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:numId w:val="90"/></w:numPr>'))
    document.add_paragraph("甲", style="Heading 1")
    number(document.add_paragraph("乙", style="Heading 1"), 0, abstract=0)
    document.add_paragraph("丙", style="Heading 1")
    assert lines(document, tmp_path) == ["一、甲", "乙", "二、丙"]


def test_a_digit_does_not_run_into_its_number(tmp_path: Path) -> None:
    document = Document()
    add_list(document, (("decimal", "%1."),))
    number(document.add_paragraph("5亿元专项资金"), 0)
    assert lines(document, tmp_path) == ["1. 5亿元专项资金"]


def test_deleted_hidden_and_field_text_is_left_out_and_insertions_stay(tmp_path: Path) -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "页脚"
    paragraph = document.add_paragraph("保留")
    for fragment in (
        '<w:del {w} w:id="1" w:author="a"><w:r><w:delText>删去</w:delText></w:r></w:del>',
        '<w:ins {w} w:id="2" w:author="a"><w:r><w:t>新增</w:t></w:r></w:ins>',
        "<w:r {w}><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>",
        "<w:r {w}><w:instrText> PAGE </w:instrText></w:r>",
        "<w:hyperlink {w}><w:r><w:t>链接文字</w:t></w:r></w:hyperlink>",
        "<w:r {w}><w:t>换行前</w:t><w:br/><w:t>换行后</w:t></w:r>",
    ):
        paragraph._p.append(parse_xml(fragment.replace("{w}", W)))
    assert lines(document, tmp_path) == ["保留新增链接文字换行前", "换行后"]


def test_merged_cells_are_filled_and_the_marked_header_is_used(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("附件")
    table = document.add_table(rows=4, cols=3)
    for row, words in enumerate(
        (("任务", "单位", "单位"), ("建设", "甲局", "乙局"), ("建设", "丙局", "丁局"), ("验收", "戊局", "己局"))
    ):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    table.cell(0, 1).merge(table.cell(0, 2)).text = "责任单位"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "建设"
    path = tmp_path / "policy.docx"
    path.write_bytes(saved(document))
    (read,) = load(path).tables
    assert read.header == ("任务", "责任单位", "责任单位")
    assert [row.cells for row in read.rows] == [
        ("建设", "甲局", "乙局"),
        ("建设", "丙局", "丁局"),
        ("验收", "戊局", "己局"),
    ]


def test_footnotes_follow_the_text_behind_their_mark(tmp_path: Path) -> None:
    document = Document()
    paragraph = document.add_paragraph("研发投入")
    paragraph._p.append(parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>'))
    paragraph.add_run("达到3.2%。")
    text = "<w:p><w:r><w:t>指全社会口径。</w:t></w:r></w:p>"
    note = f'<w:footnotes {W}><w:footnote w:id="2">{text}</w:footnote></w:footnotes>'
    with zipfile.ZipFile(BytesIO(saved(document))) as package:
        members = {name: package.read(name) for name in package.namelist()}
    path = tmp_path / "policy.docx"
    path.write_bytes(zipped({**members, "word/footnotes.xml": note.encode()}))
    assert load(path).text.split("\n") == ["研发投入〔注1〕达到3.2%。", "〔注1〕指全社会口径。"]


def test_text_boxes_are_read_once_and_contents_are_left_out(tmp_path: Path) -> None:
    document = Document()
    document.styles.add_style("toc 1", 1)
    document.add_paragraph("一、总则 1", style="toc 1")
    box = "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent>"
    document.add_paragraph("正文")._p.append(
        parse_xml(
            f'<w:r {W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
            f"<mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    path = tmp_path / "policy.docx"
    path.write_bytes(saved(document))
    read = load(path)
    assert read.text.split("\n") == ["正文", "框内文字"]
    assert read.notes == ("文档自带的目录已略去",)

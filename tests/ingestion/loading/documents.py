"""One policy of our own writing, made into every format at run time."""

from __future__ import annotations

import html
import io
import zipfile
from dataclasses import dataclass
from typing import Literal

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

Kind = Literal["title", "left", "body", "h1", "h2", "h3", "right", "article"]


@dataclass(frozen=True)
class Piece:
    kind: Kind
    number: str
    text: str

    @property
    def line(self) -> str:
        return self.number + self.text


HEADER = ("序号", "重点任务", "责任单位", "完成时限")
ROWS = (
    ("1", "建设滨江算力中心一期工程", "市数据局、市发展改革委", "2027年6月底前"),
    ("2", "培育专精特新企业五十家", "市工业和信息化局", "2027年12月底前"),
)
POLICY = (
    Piece("title", "", "云川市人民政府办公室关于印发"),
    Piece("title", "", "云川市数字产业三年行动方案的通知"),
    Piece("left", "", "各县（市、区）人民政府，市各委、办、局，市各直属单位："),
    Piece(
        "body",
        "",
        "《云川市数字产业三年行动方案》已经市政府第12次常务会议讨论通过，现印发给你们，请结合各自工作实际，认真组织实施。"
        "实施中遇到的重大问题，请及时向市政府办公室报告，由市政府办公室会同有关部门研究解决，确保各项工作落到实处。",
    ),
    Piece("h1", "一、", "总体要求"),
    Piece(
        "body",
        "",
        "以高质量发展为主题，坚持创新驱动，推动数字技术与实体经济深度融合。到2027年，全市数字产业营业收入达到"
        "1200亿元，年均增长15.5%以上，培育年营业收入超过100亿元的龙头企业3家，研发投入占营业收入的比重达到3.2%。",
    ),
    Piece("h1", "二、", "重点任务"),
    Piece("h2", "（一）", "夯实算力基础"),
    Piece(
        "h3",
        "1.",
        "建设滨江算力中心，形成每秒5000千万亿次浮点运算的服务能力，面向中小企业开放，按照使用量的30%给予补助，"
        "单个企业每年最高不超过20万元。（市数据局、市发展改革委、市财政局按职责分工负责）",
    ),
    Piece("h3", "2.", "完善骨干网络，实现重点园区万兆光网全覆盖。（市通信管理局牵头，市工业和信息化局配合）"),
    Piece("h2", "（二）", "壮大企业主体"),
    Piece("h3", "1.", "实施梯度培育。对首次认定的国家级专精特新企业，一次性奖励50万元；对复核通过的，奖励20万元。"),
    Piece("h1", "三、", "保障措施"),
    Piece(
        "body",
        "",
        "建立市级统筹、部门协同、县区落实的工作机制，办公室设在市数据局。本方案自2025年3月1日起施行，有效期3年。",
    ),
)
LINES = [piece.line for piece in POLICY]
TABLE_LINES = [" | ".join(row) for row in (HEADER, *ROWS)]


def as_text() -> bytes:
    return "\n".join([*LINES, *TABLE_LINES]).encode()


def as_html() -> bytes:
    paragraphs = "".join(
        f'<p style="text-align:{"center" if piece.kind == "title" else "justify"}">{html.escape(piece.line)}</p>'
        for piece in POLICY
    )
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in (HEADER, *ROWS))
    page = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{LINES[0]}{LINES[1]}_云川市人民政府</title></head>'
        "<body>"
        '<div class="nav"><a href="/">首页</a><a href="/zwgk">政务公开</a></div>'
        f'<div class="content">{paragraphs}<table border="1">{rows}</table></div>'
        '<div class="footer">主办单位：云川市人民政府 ICP备00000000号</div></body></html>'
    )
    return page.encode()


_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))
_LEVEL_OF: dict[Kind, int] = {"h1": 0, "h2": 1, "h3": 2}


def numbering_xml(levels: tuple[tuple[str, str], ...] = _LEVELS, *, abstract: int = 90) -> tuple[str, str]:
    """An abstract list with these (format, text) levels, and the list that uses it."""
    body = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for index, (form, text) in enumerate(levels)
    )
    definition = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{abstract}">{body}</w:abstractNum>'
    return definition, f'<w:num {nsdecls("w")} w:numId="{abstract}"><w:abstractNumId w:val="{abstract}"/></w:num>'


def add_list(document: Document, levels: tuple[tuple[str, str], ...] = _LEVELS, *, abstract: int = 90) -> None:
    numbering = document.part.numbering_part.element
    definition, use = numbering_xml(levels, abstract=abstract)
    first = next((num for num in numbering if num.tag.endswith("}num")), None)
    if first is None:
        numbering.append(parse_xml(definition))
    else:
        first.addprevious(parse_xml(definition))
    numbering.append(parse_xml(use))


def number(paragraph: object, level: int, *, abstract: int = 90) -> None:
    """Give a paragraph its place in the list."""
    properties = paragraph._p.get_or_add_pPr()  # type: ignore[attr-defined]
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{abstract}"/></w:numPr>')
    )


def as_docx() -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "内部资料页眉"
    add_list(document)
    for piece in POLICY:
        paragraph = document.add_paragraph(piece.text)
        if piece.kind in _LEVEL_OF:
            number(paragraph, _LEVEL_OF[piece.kind])
    table = document.add_table(rows=0, cols=len(HEADER))
    for row in (HEADER, *ROWS):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    return saved(document)


def saved(document: Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@dataclass(frozen=True)
class Placed:
    """A laid-out line: left edge and base line in points from the top of its page."""

    page: int
    x: float
    y: float
    size: float
    text: str


WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 595.0, 842.0, 90.0, 506.0, 110.0, 740.0
SIZE = 16.0
TABLE_COLUMNS = (90.0, 130.0, 290.0, 410.0, 506.0)


def width_of(text: str, size: float) -> float:
    return sum(size if ord(char) > 0x2000 else size / 2 for char in text)


def layout(*, page_height: float = 330.0) -> tuple[list[Placed], tuple[int, float]]:
    """Lines as a word processor would set them on short pages, and where the table starts (page, top)."""
    placed: list[Placed] = []
    page, y = 0, TOP
    for piece in POLICY:
        size = 20.0 if piece.kind == "title" else SIZE
        indent = 0.0 if piece.kind in {"title", "left"} else 2 * size
        for index, text in enumerate(_wrap(piece.line, size, indent)):
            if y > TOP + page_height:
                page, y = page + 1, TOP
            x = (WIDTH - width_of(text, size)) / 2 if piece.kind == "title" else LEFT + (indent if index == 0 else 0)
            placed.append(Placed(page, x, y, size, text))
            y += 28.0
    return placed, (page, y + 20)


def _wrap(text: str, size: float, indent: float) -> list[str]:
    lines, line, room = [], "", RIGHT - LEFT - indent
    for char in text:
        if width_of(line + char, size) > room and char not in "，。、；：）”》%":
            lines.append(line)
            line, room = "", RIGHT - LEFT
        line += char
    return [*lines, line]


def as_pdf() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    placed, (table_page, table_top) = layout()
    stream = io.BytesIO()
    page = canvas.Canvas(stream, pagesize=(WIDTH, HEIGHT))
    for number_of_page in range(table_page + 1):
        page.setFont("STSong-Light", 9)
        page.drawString(LEFT, HEIGHT - 50, "云川市人民政府公报")
        page.drawCentredString(WIDTH / 2, 40, f"— {number_of_page + 1} —")
        for line in (each for each in placed if each.page == number_of_page):
            page.setFont("STSong-Light", line.size)
            _draw(page, line)
        if number_of_page == table_page:
            _draw_table(page, table_top)
        page.showPage()
    page.save()
    return stream.getvalue()


def _draw(page: canvas.Canvas, line: Placed) -> None:
    x = line.x
    for char in line.text:
        page.drawString(x, HEIGHT - line.y, char)
        x += width_of(char, line.size)


def _draw_table(page: canvas.Canvas, top: float) -> None:
    page.setFont("STSong-Light", 9)
    bottom = top + 30 * (len(ROWS) + 1)
    for row in range(len(ROWS) + 2):
        page.line(TABLE_COLUMNS[0], HEIGHT - top - 30 * row, TABLE_COLUMNS[-1], HEIGHT - top - 30 * row)
    for x in TABLE_COLUMNS:
        page.line(x, HEIGHT - top, x, HEIGHT - bottom)
    for index, row_cells in enumerate((HEADER, *ROWS)):
        for x, text in zip(TABLE_COLUMNS, row_cells, strict=False):
            page.drawString(x + 3, HEIGHT - top - 30 * index - 20, text)


def as_ofd() -> bytes:
    placed, (table_page, table_top) = layout()
    pages = []
    for number_of_page in range(table_page + 1):
        objects = [_text_object(each.x, each.y, each.size, each.text) for each in placed if each.page == number_of_page]
        objects.append(_text_object(LEFT, 50, 9, "云川市人民政府公报"))
        objects.append(_text_object(WIDTH / 2, HEIGHT - 40, 9, f"— {number_of_page + 1} —"))
        if number_of_page == table_page:
            objects.extend(_table_objects(table_top))
        pages.append("".join(objects))
    return ofd_package(pages)


def ofd_package(pages: list[str], *, title: str = "云川市数字产业三年行动方案") -> bytes:
    namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    listed = "".join(
        f'<ofd:Page ID="{index + 10}" BaseLoc="Pages/Page_{index}/Content.xml"/>' for index in range(len(pages))
    )
    parts = {
        "OFD.xml": f"<ofd:OFD {namespace}><ofd:DocBody><ofd:DocInfo><ofd:Title>{title}</ofd:Title></ofd:DocInfo>"
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {namespace}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297"
        f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
    }
    for index, content in enumerate(pages):
        parts[f"Doc_0/Pages/Page_{index}/Content.xml"] = (
            f"<ofd:Page {namespace}><ofd:Content><ofd:Layer ID='1'>{content}</ofd:Layer></ofd:Content></ofd:Page>"
        )
    return zipped({name: ('<?xml version="1.0" encoding="UTF-8"?>' + text).encode() for name, text in parts.items()})


_MM = 25.4 / 72


def _text_object(x: float, y: float, size: float, text: str) -> str:
    deltas = " ".join(f"{width_of(char, size) * _MM:.3f}" for char in text[:-1])
    return (
        f'<ofd:TextObject ID="2" Boundary="{x * _MM:.3f} {(y - size) * _MM:.3f} {width_of(text, size) * _MM:.3f} '
        f'{size * 1.2 * _MM:.3f}" Font="1" Size="{size * _MM:.3f}"><ofd:TextCode X="0" Y="{size * _MM:.3f}" '
        f'DeltaX="{deltas}">{html.escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def _table_objects(top: float) -> list[str]:
    bottom = top + 30 * (len(ROWS) + 1)
    rulings = [(TABLE_COLUMNS[0], top + 30 * row, TABLE_COLUMNS[-1], top + 30 * row) for row in range(len(ROWS) + 2)]
    rulings += [(x, top, x, bottom) for x in TABLE_COLUMNS]
    objects = [
        f'<ofd:PathObject ID="3" Boundary="{x0 * _MM:.3f} {y0 * _MM:.3f} {(x1 - x0) * _MM + 0.1:.3f} '
        f'{(y1 - y0) * _MM + 0.1:.3f}"><ofd:AbbreviatedData>M 0 0 L {(x1 - x0) * _MM:.3f} {(y1 - y0) * _MM:.3f}'
        "</ofd:AbbreviatedData></ofd:PathObject>"
        for x0, y0, x1, y1 in rulings
    ]
    for index, row in enumerate((HEADER, *ROWS)):
        objects += [
            _text_object(x + 3, top + 30 * index + 20, 9, text) for x, text in zip(TABLE_COLUMNS, row, strict=False)
        ]
    return objects


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return stream.getvalue()


FORMATS = {"txt": as_text, "html": as_html, "docx": as_docx, "pdf": as_pdf, "ofd": as_ofd}

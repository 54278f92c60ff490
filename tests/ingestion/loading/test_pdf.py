"""Pages of placed text: paragraphs are told from line breaks, furniture from text, scans from documents."""

import builtins
import io
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from ingestion.errors import UnsupportedSource
from ingestion.loading import load
from ingestion.loading.blocks import Cell, build_grid
from ingestion.loading.geometry import Glyph, Line, PageContent, PlacedTable, gather_lines
from ingestion.loading.paragraphs import join_pages

FULL = "加快建设现代化产业体系推动数字技术与实体经济深度融合"  # 26 characters fill the line
SIZE = 16.0


def at(text: str, y: float, *, indent: float = 0, size: float = SIZE, x: float = 90) -> Line:
    x0 = x + indent * size
    return Line(text, x0, x0 + sum(size if ord(c) > 0x2000 else size / 2 for c in text), y, y + size, size)


def page(*lines: Line) -> PageContent:
    return PageContent(height=842, lines=list(lines))


def test_a_line_that_fills_the_width_goes_on_in_the_next_one_unless_that_is_indented() -> None:
    blocks = join_pages(
        [
            page(
                at("一、总体要求", 200, indent=2),
                at(FULL[:24], 228, indent=2),
                at(FULL, 256),
                at("形成新的增长点。", 284),
                at(FULL[:24], 312, indent=2),
                at("5亿元。", 340),
            )
        ]
    )
    assert blocks == ["一、总体要求", FULL[:24] + FULL + "形成新的增长点。", FULL[:24] + "5亿元。"]


def test_a_paragraph_goes_on_over_the_page_break_and_furniture_goes() -> None:
    pages = [
        page(at("云川市人民政府公报", 40, size=9), at(FULL[:24], 700, indent=2), at("— 1 —", 800, size=9, x=280)),
        page(at("云川市人民政府公报", 40, size=9), at("完成。", 120), at("— 2 —", 800, size=9, x=280)),
        page(at("云川市人民政府公报", 40, size=9), at(FULL[:24], 120, indent=2), at("第3页 共3页", 800, size=9, x=280)),
    ]
    assert join_pages(pages) == [FULL[:24] + "完成。", FULL[:24]]


def test_without_indents_a_number_after_a_full_stop_starts_a_paragraph() -> None:
    ended = FULL[:25] + "。"
    blocks = join_pages([page(at(ended, 200), at("第二条" + FULL[:23], 228), at(FULL, 256), at("结束。", 284))])
    assert blocks == [ended, "第二条" + FULL[:23] + FULL + "结束。"]


def test_lines_of_another_size_or_far_below_start_a_block() -> None:
    blocks = join_pages(
        [page(at(FULL[:20], 150, size=20.8), at(FULL, 190), at(FULL, 218), at("附件", 330), at(FULL, 358))]
    )
    assert blocks == [FULL[:20], FULL * 2, "附件", FULL]


def test_lines_of_a_list_that_never_reach_the_margin_stay_apart() -> None:
    names = ["张一　主任", "李二　局长", "王三　处长"]
    content = PageContent(height=842, width=595, lines=[at(name, 200 + 28 * row) for row, name in enumerate(names)])
    assert join_pages([content]) == names


def test_a_table_cut_by_the_page_break_is_one_table_and_its_repeated_header_goes() -> None:
    def table(*rows: tuple[str, str]) -> PlacedTable:
        grid = build_grid([[Cell(text) for text in row] for row in rows])
        assert grid is not None
        return PlacedTable(grid, 200, 700)

    first, second = PageContent(842, 595, [], [table(("任务", "单位"), ("建设", "甲局"))]), PageContent(842, 595)
    second.tables.append(table(("任务", "单位"), ("验收", "乙局")))
    (grid,) = join_pages([first, second])
    assert not isinstance(grid, str)
    assert grid.rows == (("任务", "单位"), ("建设", "甲局"), ("验收", "乙局"))


def test_glyphs_printed_twice_count_once_and_wide_gaps_are_blanks() -> None:
    def glyph(text: str, x: float) -> Glyph:
        return Glyph(text, x, x + 16, 100, 116)

    (line,) = gather_lines([glyph("国", 90), glyph("国", 90.5), glyph("务", 106), glyph("院", 122), glyph("办", 170)])
    assert line.text == "国务院 办"


def test_turned_watermarks_are_left_out(tmp_path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    stream = io.BytesIO()
    drawing = canvas.Canvas(stream, pagesize=(595, 842))
    drawing.setFont("STSong-Light", 16)
    drawing.drawString(90, 700, "为加强公共租赁住房管理，制定本办法。")
    drawing.rotate(45)
    drawing.drawString(300, 100, "内部资料")
    drawing.save()
    path = tmp_path / "policy.pdf"
    path.write_bytes(stream.getvalue())
    document = load(path)
    assert document.text == "为加强公共租赁住房管理，制定本办法。"
    assert document.notes == ("有 4 个倾斜的字（水印或印章）未读入",)


def blank_pdf(path: Path) -> Path:
    drawing = canvas.Canvas(str(path))
    drawing.rect(90, 700, 100, 100)
    drawing.save()
    return path


def test_a_scan_names_the_extra_that_reads_it_where_that_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without_ocr(name: str, *args: Any, **kwargs: Any) -> Any:
        if name in {"rapidocr", "pypdfium2"}:
            raise ImportError(name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without_ocr)
    with pytest.raises(UnsupportedSource, match=r"wenzheng\[ocr\]"):
        load(blank_pdf(tmp_path / "scan.pdf"))

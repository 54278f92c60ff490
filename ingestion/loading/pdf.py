"""PDF with a text layer: lines rejoined, running heads dropped, ruled tables read. Scripts and links are never run."""

from __future__ import annotations

import io
import logging
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.psexceptions import PSException
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.pdf import PDF
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ingestion.errors import SourceError
from ingestion.loading.blocks import assemble
from ingestion.loading.geometry import Glyph, PageContent, gather_lines, turned_note
from ingestion.loading.limits import SourceFile
from ingestion.loading.paragraphs import join_pages
from ingestion.loading.ruled_tables import take_table
from ingestion.model import RawDocument

# what pdfminer and pdfplumber raise on damaged files
_DAMAGE = (
    PDFException,
    PSException,
    PdfminerException,
    MalformedPDFException,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    ArithmeticError,
    EOFError,
    RecursionError,
    NotImplementedError,
    struct.error,
    zlib.error,
)
_STREAM = re.compile(rb"stream\r?\n")
_HEAD_BYTES = 500
_MAX_STREAM_BYTES = 200_000_000
_MAX_LZW_BYTES = 200_000
_MAX_PAGE_CHARS = 50_000
_MAX_PAGE_PATHS = 20_000
_UNMAPPED = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_MIN_CHARS_PER_PAGE = 8


def read_pdf(file: SourceFile) -> RawDocument:
    """Read the text layer; a scan goes to OCR where that extra is installed."""
    _check_streams(file)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every oddity in every file
    try:
        with pdfplumber.open(io.BytesIO(file.data)) as document:
            pages = list(_read_pages(file, document))
            scanned = _is_scanned(pages)
    except SourceError:
        raise
    except _DAMAGE as error:
        raise _refusal(file, error) from error
    if scanned:
        from ingestion.loading.ocr import read_scan

        return read_scan(file)
    return assemble(file, join_pages(pages), media_type="pdf", notes=turned_note(pages))


def _refusal(file: SourceFile, error: BaseException) -> SourceError:
    causes = [error, *error.args, error.__cause__, error.__context__]
    if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
        return file.unreadable("PDF 设有打开密码。请解除密码后再导入")
    return file.unreadable("PDF 已损坏或没有下载完整，无法读取。请重新获取，或用阅读器打开后另存为新文件")


def _check_streams(file: SourceFile) -> None:
    """Refuse compression bombs before any library unpacks them: every Flate stream is measured within bounds."""
    total, limit = 0, file.limits.max_unpacked_bytes
    for mark in _STREAM.finditer(file.data):
        head = file.data[max(0, mark.start() - _HEAD_BYTES) : mark.start()]
        head = head[head.rfind(b" obj") + 1 :]
        packed = file.data.find(b"endstream", mark.end()) - mark.end()
        if b"LZWDecode" in head and b"/Image" not in head and packed > _MAX_LZW_BYTES:
            raise file.unreadable("PDF 使用了过大的旧式压缩数据，已拒绝。请用阅读器另存为新文件后再导入")
        if b"/FlateDecode" not in head and b"/Fl" not in head:
            continue
        if head.count(b"/FlateDecode") > 1:
            raise file.unreadable("PDF 含有多重压缩的数据，疑似压缩炸弹，已拒绝。请核对来源")
        size = _unpacked_size(file, mark.end())
        total += 0 if b"/Image" in head else size
        if size > _MAX_STREAM_BYTES or total > limit:
            raise file.unreadable("PDF 解压后超过上限，疑似压缩炸弹，已拒绝。请核对来源，或拆分后再导入")
        file.check_time()


def _unpacked_size(file: SourceFile, start: int) -> int:
    unpacker = zlib.decompressobj()
    size, position = 0, start
    view = memoryview(file.data)
    try:
        while not unpacker.eof and position < len(view) and size <= _MAX_STREAM_BYTES:
            packed = unpacker.unconsumed_tail or view[position : position + 65_536]
            position += 0 if unpacker.unconsumed_tail else len(packed)
            size += len(unpacker.decompress(packed, 4_000_000))
    except zlib.error:
        return size  # a damaged stream: the reader copes with it or refuses
    return size


class _TimedDevice(PDFPageAggregatorWithMarkedContent):
    """Collects a page's layout and stops once the file's time is up; pages can draw themselves without end."""

    file: SourceFile
    chars = 0
    paths = 0

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        self.chars += 1
        if self.chars % 256 == 0:
            self.file.check_time()
        if self.chars > _MAX_PAGE_CHARS:
            raise self.file.unreadable(f"PDF 有一页超过 {_MAX_PAGE_CHARS} 字，已拒绝。请核对来源，或另存为文本后再导入")
        return super().render_char(*args, **kwargs)

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        """Past the bound a page is a map or a drawing: its lines rule no table."""
        self.paths += 1
        if self.paths % 256 == 0:
            self.file.check_time()
        if self.paths <= _MAX_PAGE_PATHS:
            super().paint_path(*args, **kwargs)

    def begin_figure(self, *args: Any, **kwargs: Any) -> None:
        self.file.check_time()
        super().begin_figure(*args, **kwargs)


def _read_pages(file: SourceFile, document: PDF) -> Iterator[PageContent]:
    if len(document.pages) > file.limits.max_pages:
        raise file.unreadable(f"PDF 超过 {file.limits.max_pages} 页的上限。请拆分后再导入")
    for page in document.pages:
        file.check_time()
        device = _TimedDevice(document.rsrcmgr, pageno=page.page_number, laparams=None)
        device.file = file
        PDFPageInterpreter(document.rsrcmgr, device).process_page(page.page_obj)
        page._layout = device.get_result()
        yield _read_page(page)
        page.close()


def _read_page(page: Page) -> PageContent:
    upright = [char for char in page.chars if _is_upright(char)]
    content = PageContent(height=float(page.height), width=float(page.width), turned=len(page.chars) - len(upright))
    free = [Glyph(char["text"], char["x0"], char["x1"], char["top"], char["bottom"]) for char in upright]
    # fewer than four rulings make no table; looking for one is the slow part
    for found in page.find_tables() if len(page.edges) >= 4 else ():
        free = take_table(content, found.cells, free)
    content.lines = gather_lines(free)
    return content


def _is_upright(char: dict[str, Any]) -> bool:
    a, b, *_ = char["matrix"]
    return bool(abs(b) <= 0.05 * abs(a))


def _is_scanned(pages: list[PageContent]) -> bool:
    """Whether there is (nearly) no text, or only glyphs without a meaning."""
    text = "".join(line.text for page in pages for line in page.lines)
    text += "".join(cell for page in pages for table in page.tables for row in table.grid.rows for cell in row)
    if len(text) < _MIN_CHARS_PER_PAGE * len(pages):
        return True
    return sum(len(match.group()) for match in _UNMAPPED.finditer(text)) > 0.3 * len(text)

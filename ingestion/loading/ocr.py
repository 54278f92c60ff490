"""Scanned PDF: pages are rendered and recognised where the `ocr` extra is installed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ingestion.loading.blocks import assemble
from ingestion.loading.geometry import Glyph, PageContent, gather_lines
from ingestion.loading.limits import SourceFile
from ingestion.loading.paragraphs import join_pages
from ingestion.model import RawDocument

_DPI = 150
_MAX_PIXELS = 12_000_000
_SECONDS_PER_PAGE = 20.0


def read_scan(file: SourceFile) -> RawDocument:
    """Recognise the pages of a scan. Raises `UnsupportedSource` naming the extra where it is missing."""
    try:
        import pypdfium2  # type: ignore[import-untyped]
        from rapidocr import RapidOCR
    except ImportError as error:
        raise file.unsupported(
            "这是扫描件，没有文字层。请安装文字识别组件（pip install 'wenzheng[ocr]'）后重试，或导入带文字的版本"
        ) from error
    engine = RapidOCR(params={"Global.log_level": "error"})
    try:
        document = pypdfium2.PdfDocument(file.data)
    except pypdfium2.PdfiumError as error:
        raise file.unreadable("扫描件 PDF 已损坏，无法打开。请重新获取后再导入") from error
    try:
        pages = list(_recognise(file, document, engine))
    finally:
        document.close()
    return assemble(
        file, join_pages(pages), media_type="pdf", notes=("扫描件，文字由识别得到，可能有错字，引用前请核对原件",)
    )


def _recognise(file: SourceFile, document: Any, engine: Any) -> Iterator[PageContent]:
    allowed = file.limits.max_seconds + _SECONDS_PER_PAGE * len(document)
    if len(document) > file.limits.max_pages:
        raise file.unreadable(f"PDF 超过 {file.limits.max_pages} 页的上限。请拆分后再导入")
    for page in document:
        if file.elapsed() > allowed:
            raise file.unreadable("文字识别用时过长，已停止。请拆分扫描件后再导入")
        width, height = page.get_size()
        scale = min(_DPI / 72, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
        result = engine(page.render(scale=scale).to_numpy())
        page.close()
        yield PageContent(height=height * scale, width=width * scale, lines=gather_lines(_glyphs(result)))


def _glyphs(result: Any) -> Iterator[Glyph]:
    """Recognised lines as glyphs: their boxes are what paragraphs are joined by."""
    for box, text in zip(result.boxes if result.boxes is not None else (), result.txts or (), strict=False):
        xs, ys = [float(point[0]) for point in box], [float(point[1]) for point in box]
        yield Glyph(text, min(xs), max(xs), min(ys), max(ys))

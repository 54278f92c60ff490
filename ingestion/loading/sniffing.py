"""Tell a file's format by its content; the name only separates Markdown from plain text."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Literal

from ingestion.loading.limits import SourceFile

MediaType = Literal["text", "markdown", "html", "mhtml", "docx", "pdf", "ofd", "office", "zip"]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FOREIGN = (
    (b"\x89PNG\r\n", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"Rar!\x1a", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"SQLite format 3", "数据库"),
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|link|style|script|div|table|p|span|font|center|ul|ol|article|section|h[1-6])\b",
    re.I | re.S,
)
_MHTML = re.compile(rb"(?:[\w-]+:[^\n]*\n[ \t]*)*?(?:MIME-Version:|Content-Type:\s*multipart/related)", re.I)


def sniff(file: SourceFile) -> MediaType:
    """The format of `file`. Raises `UnsupportedSource` for formats that hold no text we read."""
    head = file.data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _sniff_zip(file)
    if head.startswith((_OLE, b"{\\rtf")):
        return "office"
    _refuse_foreign(file, head)
    if _HTML.match(_ascii_view(head)):
        return "html"
    if _MHTML.match(head):
        return "mhtml"
    return "markdown" if file.name.lower().endswith((".md", ".markdown")) else "text"


def _ascii_view(head: bytes) -> bytes:
    """UTF-16 pages look like ASCII once their zero bytes are gone."""
    return head.replace(b"\x00", b"").lstrip(b"\xff\xfe") if b"\x00" in head[:64] else head


def _sniff_zip(file: SourceFile) -> MediaType:
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise file.unreadable("文件已损坏或没有下载完整，无法打开。请重新获取后再导入") from error
    if "ofd.xml" in names:
        return "ofd"
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith(("xl/", "ppt/")) for name in names):
        raise file.unsupported("暂不支持表格或演示文稿。请另存为 PDF 或 Word 文档后再导入")
    if "mimetype" in names and "content.xml" in names:
        return "office"
    return "zip"


def _refuse_foreign(file: SourceFile, head: bytes) -> None:
    for magic, kind in _FOREIGN:
        if head.startswith(magic) and (len(magic) > 2 or b"\x00" in head[:512]):
            raise file.unsupported(
                f"这是{kind}，不是能读的文档。支持 txt、md、html、docx、pdf、ofd、doc、wps、rtf 和 zip"
            )

"""Files in, raw documents out: every format that staff drop, sniffed by content, read inside fixed limits."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from ingestion.loading.archive import SafeZip
from ingestion.loading.limits import DEFAULT_LIMITS, LoadLimits, SourceFile
from ingestion.loading.sniffing import sniff
from ingestion.loading.sources import expand, read_source
from ingestion.model import RawDocument

__all__ = ["LoadLimits", "expand", "load", "read_source"]

# the modules are imported when a file of their format turns up: PDF and HTML libraries are slow to load
_READERS = {
    "text": ("ingestion.loading.text", "read_text"),
    "markdown": ("ingestion.loading.markdown", "read_markdown"),
    "html": ("ingestion.loading.html", "read_html"),
    "mhtml": ("ingestion.loading.html", "read_mhtml"),
    "docx": ("ingestion.loading.docx", "read_docx"),
    "pdf": ("ingestion.loading.pdf", "read_pdf"),
    "ofd": ("ingestion.loading.ofd", "read_ofd"),
    "office": ("ingestion.loading.office", "read_office"),
}


def load(path: Path, *, limits: LoadLimits = DEFAULT_LIMITS) -> RawDocument:
    """Read one file, or a zip member named `archive.zip/member`.

    The format is told from the content. Raises `SourceNotFound`, `UnsupportedSource` or `UnreadableSource`.
    """
    return read(SourceFile.begin(str(path), read_source(Path(path), limits=limits), limits))


def read(file: SourceFile) -> RawDocument:
    """Read bytes that are in memory already."""
    media_type = sniff(file)
    if media_type == "zip":
        with SafeZip(file):
            raise file.unsupported(
                "这是压缩包，不是单个文档；其中没有能直接读的文件，或它在另一个压缩包之内。请先解开再导入"
            )
    module, name = _READERS[media_type]
    reader: Callable[[SourceFile], RawDocument] = getattr(import_module(module), name)
    return reader(file)

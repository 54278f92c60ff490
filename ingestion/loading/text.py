"""Plain text, returned as it stands: cleaning, with its map back to the file, is a step of its own."""

from __future__ import annotations

from ingestion.loading import encoding
from ingestion.loading.columns import find_columns
from ingestion.loading.limits import SourceFile
from ingestion.model import RawDocument


def read_text(file: SourceFile) -> RawDocument:
    """The whole text with only newlines unified, and the tables that blanks set out in it."""
    decoded = encoding.decode(file)
    return RawDocument(
        source=file.name,
        media_type="text",
        text=decoded.text,
        encoding=decoded.encoding,
        tables=find_columns(decoded.text),
        notes=decoded.notes,
    )

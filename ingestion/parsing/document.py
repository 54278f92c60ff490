"""One document from raw text to everything that can be asked of it."""

from __future__ import annotations

import re
from dataclasses import replace

from ingestion.model import ParsedDocument, RawDocument, SideMetadata
from ingestion.parsing.clauses import freeze
from ingestion.parsing.cleaning import clean
from ingestion.parsing.metadata import read_metadata
from ingestion.parsing.responsibility import read_responsibilities
from ingestion.parsing.structure import StructureReader

PARSER_VERSION = "1"

_QUOTED = re.compile(r"《([^《》]{4,80})》")
_COVER_CHARS = 1500


def parse(raw: RawDocument, *, doc_id: str, side: SideMetadata | None = None) -> ParsedDocument:
    """Read `raw` into clauses, units, targets and relations. Never raises on any text; doubts become findings."""
    side = side or SideMetadata()
    cleaned = clean(raw)
    cover = cleaned.text[: cleaned.title.end + _COVER_CHARS]
    reader = StructureReader(cleaned.text, title=cleaned.title, tables=cleaned.tables, attached=_QUOTED.findall(cover))
    clauses = freeze(reader.read(), cleaned.text, doc_id)
    document = read_metadata(raw, cleaned, clauses, reader.closing, doc_id=doc_id, side=side)
    if reader.main_title and reader.main_title not in document.aliases:
        document = replace(document, aliases=(*document.aliases, reader.main_title))
    return ParsedDocument(
        document=document,
        clauses=clauses,
        responsibilities=tuple(read_responsibilities(cleaned.text, clauses)),
        raw_text=raw.text,
        edits=cleaned.edits,
    )

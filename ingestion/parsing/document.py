"""One document from raw text to everything that can be asked of it."""

from __future__ import annotations

import re
from dataclasses import replace

from ingestion.model import Document, Finding, ParsedDocument, RawDocument, SideMetadata
from ingestion.parsing.clauses import freeze
from ingestion.parsing.cleaning import clean
from ingestion.parsing.diagnostics import diagnose
from ingestion.parsing.frame import frame_clauses
from ingestion.parsing.metadata import is_order, read_metadata
from ingestion.parsing.region import level_of, region_of_file
from ingestion.parsing.relations import read_relations
from ingestion.parsing.responsibility import read_responsibilities, unread_phrases
from ingestion.parsing.structure import StructureReader
from ingestion.parsing.targets import read_targets
from ingestion.parsing.validity import read_validity

PARSER_VERSION = "29"

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
    if reader.main_title:
        document = _named(document, reader.main_title, fixed=side.title is not None)
    document, placed = _placed(document)
    validity = read_validity(cleaned.text, document.published or document.written)
    document = replace(
        document,
        effective=document.effective or validity.effective,
        expires=document.expires or validity.expires,
    )
    units = read_responsibilities(cleaned.text, clauses)
    findings = [
        *diagnose(document, clauses, raw.text, cleaned.edits),
        *placed,
        *unread_phrases(cleaned.text, clauses, units),
    ]
    return ParsedDocument(
        document=document,
        clauses=tuple(sorted((*clauses, *frame_clauses(cleaned.text, clauses, doc_id)), key=lambda c: c.ordinal)),
        responsibilities=tuple(units),
        targets=tuple(read_targets(cleaned.text, clauses)),
        relations=tuple(read_relations(cleaned.text, clauses, document)),
        findings=tuple(findings),
        raw_text=raw.text,
        edits=cleaned.edits,
    )


def _placed(document: Document) -> tuple[Document, list[Finding]]:
    """The document at the place that its file's name tells, where nothing else does; with a finding that says so."""
    if document.region or document.level:
        return document, []
    region = region_of_file(document.source, document.text)
    if region is None:
        return document, []
    note = f"适用地区“{region.name}”取自文件名,正文没有写明,请核对,可在 metadata.toml 中更正。"
    return replace(document, region=region, level=level_of(region)), [Finding("region-from-file", "info", note)]


def _named(document: Document, carried: str, *, fixed: bool) -> Document:
    """The document known by the title of what it carries, too; an order is called by what it orders."""
    title, alias = document.title, carried
    if is_order(title) and not fixed:
        title, alias = carried, title
    aliases = document.aliases if alias in document.aliases else (*document.aliases, alias)
    return replace(document, title=title, aliases=aliases)

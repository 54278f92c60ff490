"""Short ways to parse a text written in a test and to look at the tree it gives."""

from __future__ import annotations

from collections.abc import Mapping

from ingestion.model import Clause, ParsedDocument, RawDocument, Table
from ingestion.parsing import parse


def read(
    text: str,
    *,
    title: str | None = None,
    properties: Mapping[str, str] | None = None,
    tables: tuple[Table, ...] = (),
) -> ParsedDocument:
    raw = RawDocument("policy.txt", "text", text, title=title, properties=properties or {}, tables=tables)
    return parse(raw, doc_id="d")


def numbered(parsed: ParsedDocument) -> list[Clause]:
    """The clauses that the text itself makes, title block and signature left out."""
    return [clause for clause in parsed.clauses if clause.kind != "frame"]


def labels(text: str) -> list[str]:
    return [clause.label for clause in numbered(read(text))]


def outline(text: str) -> dict[str, str]:
    """The own words of every clause by its label."""
    parsed = read(text)
    return {clause.label: clause.body.of(parsed.document.text) for clause in numbered(parsed)}


def replayed(parsed: ParsedDocument) -> str:
    """The raw text with every edit applied."""
    parts, at = [], 0
    for edit in parsed.edits:
        parts += [parsed.raw_text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*parts, parsed.raw_text[at:]])

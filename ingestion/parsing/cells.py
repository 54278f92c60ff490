"""Where the cells of a table row stand in the text."""

from __future__ import annotations

from ingestion.model import Clause, Span


def cell_spans(text: str, row: Clause) -> list[Span | None]:
    """The place of each cell in the row's own text; None for an empty cell or one that a merged cell supplied."""
    spans: list[Span | None] = []
    at = row.span.start
    for cell in row.cells:
        start = text.find(cell, at, row.span.end) if cell.strip() else -1
        spans.append(Span(start, start + len(cell)) if start >= 0 else None)
        at = start + len(cell) if start >= 0 else at
    return spans

"""What frames a document: title block and number in front, signature and date behind. Citable, never searched."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingestion.model import Clause, Span
from ingestion.parsing.wording import DATE

_WORD = re.compile(r"\w")


def frame_clauses(text: str, clauses: Sequence[Clause], doc_id: str) -> list[Clause]:
    """What no clause covers, as clauses: 文头 in front of the first one, 落款 where a date stands behind or between."""
    found: list[Clause] = []
    at = 0
    for top in (*(c.span for c in clauses if c.parent_id is None), Span(len(text), len(text))):
        gap = _trimmed(text, at, top.start)
        if gap is not None and (at == 0 or DATE.search(gap.of(text))):
            found.append(_frame(doc_id, gap, number=len(found), leads=at == 0, after=len(clauses)))
        at = max(at, top.end)
    return found


def _trimmed(text: str, start: int, end: int) -> Span | None:
    if end <= start or not _WORD.search(text[start:end]):
        return None
    words = text[start:end]
    return Span(start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip())))


def _frame(doc_id: str, span: Span, *, number: int, leads: bool, after: int) -> Clause:
    label = "文头" if leads else "落款"
    return Clause(
        id=f"{doc_id}-head" if leads else f"{doc_id}-tail{number}",
        doc_id=doc_id,
        kind="frame",
        number=None,
        heading=None,
        path=(label,),
        label=label,
        level=1,
        ordinal=-1 if leads else after + number,
        span=span,
        body=span,
    )

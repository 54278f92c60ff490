"""Small clause trees made by hand, so that readers of units and targets are tested without the structure parser."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingestion.model import Clause, ClauseKind, Span


@dataclass(frozen=True)
class Part:
    """One clause: its own words, and how deep it hangs (1 is the top)."""

    number: str | None
    heading: str | None
    body: str
    level: int = 1
    kind: ClauseKind | None = None
    header: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    glued: bool = False  # runs on in the line of the clause before it


def build(*parts: Part | tuple[str | None, str | None, str]) -> tuple[str, list[Clause]]:
    """The text and its clauses; a plain `(number, heading, body)` is an item at the top."""
    text = ""
    clauses: list[Clause] = []
    for ordinal, given in enumerate(parts):
        part = given if isinstance(given, Part) else Part(*given)
        if text:
            text = text.rstrip("\n") if part.glued else text
        start = len(text)
        words = f"{part.number or ''}{part.heading or ''}{'。' if part.heading and part.body else ''}{part.body}"
        text += words + "\n"
        span = Span(start, start + len(words))
        parent = next((c for c in reversed(clauses) if c.level < part.level), None)
        clauses.append(
            Clause(
                id=f"d#{ordinal}",
                doc_id="d",
                kind=part.kind or ("item" if part.number else "paragraph"),
                number=part.number,
                heading=part.heading,
                path=(words[:10],),
                label=part.number or "",
                level=part.level,
                ordinal=ordinal,
                span=span,
                body=span,
                parent_id=parent.id if parent else None,
                header=part.header,
                cells=part.cells,
            )
        )
    return text, [_covering(clause, clauses) for clause in clauses]


def _covering(clause: Clause, clauses: list[Clause]) -> Clause:
    """Stretch a clause over everything below it."""
    end = clause.span.end
    for other in clauses[clause.ordinal + 1 :]:
        if other.level <= clause.level:
            break
        end = other.span.end
    return replace(clause, span=Span(clause.span.start, end))

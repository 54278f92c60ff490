"""All rows of a table, where what its rows are is asked for: 实事项目有哪些, 包括哪几个指标."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.rows import Table, tables_of
from assistant.retrieval.matching import Layer, Term, coverage, normalized
from assistant.retrieval.ranking import Ranked
from ingestion.model import Clause, Document

_WHICH = r"(?:哪些|哪几(?:个|项|类|种|条|样)?|什么)"
_ALL_OF = re.compile(
    rf"(?P<noun>[\u4e00-\u9fff]{{2}}?)(?:一共|总共|都|分别|具体|主要|各)*(?:有|是|包括|包含|分为?|[设列定][了置出]?)?{_WHICH}(?:[?？,，。呢啊]|$)"
    rf"|{_WHICH}(?P<behind>[\u4e00-\u9fff]{{2}})(?:[?？,，。呢啊]|$)"
)
_NAME = re.compile(r"(?:的)?名称$")
_TOLD = 0.85  # of the question's words by what stands above the rows
_ROWS_MIN = 2


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a table, with the clause that they stand in."""

    document: Document
    holder: Clause
    rows: tuple[Clause, ...]


def rows_asked(desk: Desk, ranked: Sequence[Ranked]) -> Listed | None:
    """The rows of the one table that is asked for as a whole; None where none is.

    Its rows are named by a column that is called what is asked for, and what stands above it says the question's words.
    """
    found = _ALL_OF.search(normalized(desk.asked.text))
    noun = found and (found["noun"] or found["behind"])
    if not found or not noun or desk.scope.must_name or desk.asked.kind in ("units", "unit_tasks", "comparison"):
        return None
    near = {r.evidence.document.id: r.evidence.document for r in ranked[:3]}
    documents = desk.scope.documents if desk.scope.restricted else list(near.values())
    tables = [(d, t) for d in documents for t in tables_of(desk.clauses(d.id), desk.text(d.id))]
    named = [(d, t) for d, t in tables if len(t.rows) >= _ROWS_MIN and _names_them(t, noun)]
    terms = [t for t in desk.terms if t.text not in found.group().replace(noun, "")]  # 都包括哪些 is of no table
    titled = not terms and desk.scope.restricted  # it says no more than the document and what the rows are
    fits = [(1.0 if titled else _fit(desk, terms, d, t), d, t) for d, t in named]
    best = [(d, t) for fit, d, t in fits if fit >= _TOLD and fit == max(f for f, *_ in fits)]
    holder = desk.parent(best[0][1].rows[0]) if len(best) == 1 else None
    return Listed(best[0][0], holder, best[0][1].rows) if holder else None


def _names_them(table: Table, noun: str) -> bool:
    return table.named_by is not None and _NAME.sub("", table.names[table.named_by]).endswith(noun)


def _fit(desk: Desk, terms: Sequence[Term], document: Document, table: Table) -> float:
    """The share of the question's words that the title, the headings and the words above the table have."""
    holder = desk.parent(table.rows[0])
    above = holder.body.of(desk.text(document.id)) if holder else ""
    words = [document.title, *document.aliases, *(holder.path if holder else ()), above, *table.names]
    return coverage(terms, [Layer(normalized(" ".join(words)))])

"""All rows of a table, where what its rows are is asked for: 实事项目有哪些, 包括哪几个指标.

Or those of one kind, by what a column says of them: 约束性指标有哪些, 哪几项属于预期性.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

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
_WHICH_OF_A_KIND = re.compile(_WHICH)
_KIND = re.compile(r"[\u4e00-\u9fff]{2,8}")
_OF_KIND = re.compile(r"[性类型]$")
_BELONGS = ("属于", "归", "算")
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
    text = normalized(desk.asked.text)
    found = _ALL_OF.search(text)
    noun = found and (found["noun"] or found["behind"])
    if not _WHICH_OF_A_KIND.search(text) or desk.scope.must_name:
        return None
    if desk.asked.kind in ("units", "unit_tasks", "comparison"):
        return None
    near = {r.evidence.document.id: r.evidence.document for r in ranked[:3]}
    documents = desk.scope.documents if desk.scope.restricted else list(near.values())
    tables = [(d, t) for d in documents for t in tables_of(desk.clauses(d.id), desk.text(d.id))]
    told = found.group().replace(noun, "") if found and noun else ""  # 都包括哪些 is of no table
    terms = [t for t in desk.terms if t.text not in told]
    parts = [(d, t, part) for d, t in tables if (part := _of_kind(t, text))]
    fits = [(_fit(desk, _beside(terms, kind), d, t), d, part) for d, t, (part, kind) in parts]
    if not fits and noun:
        named = [(d, t) for d, t in tables if len(t.rows) >= _ROWS_MIN and _names_them(t, noun)]
        fits = [(_fit(desk, terms, d, t), d, t) for d, t in named]
    best = [(d, t) for fit, d, t in fits if fit >= _TOLD and fit == max(f for f, *_ in fits)]
    holder = desk.parent(best[0][1].rows[0]) if len(best) == 1 else None
    return Listed(best[0][0], holder, best[0][1].rows) if holder else None


def _of_kind(table: Table, text: str) -> tuple[Table, str] | None:
    """The rows that a column sorts under the one kind that the text names, with that kind; None where none does."""
    for column in range(len(table.names)):
        cells = [normalized(row.cells[column]) if column < len(row.cells) else "" for row in table.rows]
        sorts = column != table.named_by and not table.is_aside(column) and 1 < len(set(cells)) < len(cells)
        kinds = [kind for kind in dict.fromkeys(cells) if _KIND.fullmatch(kind) and _stem(kind) in text]
        if sorts and len(kinds) == 1:
            of_kind = (row for row, cell in zip(table.rows, cells, strict=True) if cell == kinds[0])
            return replace(table, rows=tuple(of_kind)), kinds[0]
    return None


def _stem(kind: str) -> str:
    return _OF_KIND.sub("", kind) if len(kind) > 2 else kind


def _beside(terms: Sequence[Term], kind: str) -> list[Term]:
    return [t for t in terms if t.text not in kind and _stem(kind) not in t.text and t.text not in _BELONGS]


def _names_them(table: Table, noun: str) -> bool:
    return table.named_by is not None and _NAME.sub("", table.names[table.named_by]).endswith(noun)


def _fit(desk: Desk, terms: Sequence[Term], document: Document, table: Table) -> float:
    """The share of the question's words that the title, the headings and the words above the table have.

    All of them where the question says no more than the document and what the rows are.
    """
    if not terms and desk.scope.restricted:
        return 1.0
    holder = desk.parent(table.rows[0])
    above = holder.body.of(desk.text(document.id)) if holder else ""
    words = [document.title, *document.aliases, *(holder.path if holder else ()), above, *table.names]
    return coverage(terms, [Layer(normalized(" ".join(words)))])

"""What a document says of others, and others of it: what it is based on or repeals, and by which it was repealed."""

from __future__ import annotations

import re

from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.retrieval.matching import normalized, pairs_of
from ingestion.model import Clause, Document, RelationKind, Span
from ingestion.parsing.validity import Status

_RELATED_MAX = 12
_REPEAL = re.compile(r"[^。\n]*(?:同时|即行|予以|自行)废止[^。\n]*。?")


def name_of(document: Document) -> str:
    """The title, with the number where the document has one."""
    return f"《{document.title}》" + (f"（{document.doc_number}）" if document.doc_number else "")


def say_related(
    draft: Draft, desk: Desk, document: Document, kinds: tuple[RelationKind, ...], *, named: bool = False
) -> bool:
    """The sentences in which the document names others of that kind; with `named` its own name before them."""
    based = [r for r in desk.knowledge.relations(document.id) if r.kind in kinds]
    text = desk.text(document.id)
    said: set[str] = set()
    for relation in based[:_RELATED_MAX]:
        clause = _holder(desk, document, relation.span)
        if clause.id in said:
            continue
        if named and not said:
            line = name_of(document)
            draft.facts.append(line)
            draft.say(line, draft.cite(clause, document, text, relation.span))
        said.add(clause.id)
        draft.say(relation.span.of(text).strip(), draft.cite(clause, document, text, relation.span))
    return bool(said)


def say_unnamed_repeal(draft: Draft, desk: Desk, document: Document) -> None:
    """The sentence that ends an older document without its name (原预案同时废止)."""
    text = desk.text(document.id)
    for clause in reversed(desk.clauses(document.id)):
        if found := _REPEAL.search(clause.body.of(text)):
            span = Span(clause.body.start + found.start(), clause.body.start + found.end())
            draft.say(span.of(text).strip(), draft.cite(clause, document, text, span))
            return


def say_ended(draft: Draft, desk: Desk, document: Document) -> bool:
    """That it repeals an older document whose title has more of the question than its own; False where none does."""
    asked = pairs_of(normalized(desk.asked.text))
    own = normalized(" ".join([document.title, *document.aliases]))
    for relation in desk.knowledge.relations(document.id):
        older = normalized(relation.title or "")
        if relation.kind == "repeals" and sum(p in older for p in asked) > sum(p in own for p in asked):
            _say_end(draft, desk, relation.title or "", document, relation.span)
            return True
    return False


def say_repealing(draft: Draft, desk: Desk, document: Document, status: Status) -> bool:
    """By which other document it was repealed, where that is its status; False where none did."""
    if status.name != "已废止" or status.doc_id is None or status.span is None:
        return False
    newer = desk.knowledge.document_map([status.doc_id])[status.doc_id]
    _say_end(draft, desk, document.title, newer, status.span)
    return True


def _say_end(draft: Draft, desk: Desk, title: str, newer: Document, span: Span) -> None:
    text = desk.text(newer.id)
    number = draft.cite(_holder(desk, newer, span), newer, text, span)
    line = f"《{title}》已由{name_of(newer)}废止。"
    draft.facts.append(line)
    draft.say(line, number)
    draft.say(span.of(text).strip(), number)


def _holder(desk: Desk, document: Document, span: Span) -> Clause:
    """The innermost clause that has the sentence."""
    return next(c for c in reversed(desk.clauses(document.id)) if c.span.contains(span))

"""Where a question of a conversation is answered from: first the documents that the last answer came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.extractive.desk import Desk
from assistant.retrieval.ranking import Ranked
from ingestion.model import Document

Bears = Callable[[Ranked], bool]

_AS_GOOD = 0.8  # of the best cover elsewhere: a question that could stand alone stays with the last documents
_GOOD_ENOUGH = 0.5  # the same for a question that was completed from the last one


def search_in_context(desk: Desk, bears: Bears) -> list[Ranked]:
    """Ranked clauses. Where documents of the last answer bear this one as well, `desk.scope` becomes those alone.

    A question that names its place or document has no such documents outside what it names.
    """
    asked = desk.asked
    ranked = desk.search()
    told = tuple(d for d in desk.scope.documents if d.id in asked.context_doc_ids)
    if 0 < len(told) < len(desk.scope.documents) and not asked.named_document and not asked.hinted_doc_ids:
        near = _in_documents(desk, told, ranked, bears)
        share = _GOOD_ENOUGH if asked.follow_up else _AS_GOOD
        if near and _cover(near) >= share * _cover([r for r in ranked if bears(r)]):
            desk.scope = replace(desk.scope, documents=told, restricted=True)
            ranked = near
    first = asked.context_clause_ids
    return sorted(ranked, key=lambda r: r.evidence.clause.id not in first) if first else ranked


def _in_documents(desk: Desk, told: Sequence[Document], ranked: Sequence[Ranked], bears: Bears) -> list[Ranked]:
    """Candidates in the documents, seen among all or by themselves; empty where none bears the answer."""
    ids = {d.id for d in told}
    best: dict[str, Ranked] = {}
    for found in (*desk.search(told), *(r for r in ranked if r.evidence.document.id in ids)):
        known = best.get(found.evidence.clause.id)
        if known is None or known.score < found.score:
            best[found.evidence.clause.id] = found
    near = sorted(best.values(), key=lambda r: -r.score)
    return near if any(bears(r) for r in near) else []


def _cover(ranked: Sequence[Ranked]) -> float:
    return ranked[0].features["cover"] if ranked else 0.0

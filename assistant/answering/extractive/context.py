"""Where a question of a conversation is answered from: first the documents that the last answer came from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.extractive.desk import Desk
from assistant.question.words import is_noun
from assistant.retrieval.matching import Layer, coverage, normalized
from assistant.retrieval.ranking import Ranked

Bears = Callable[[Ranked], bool]

_AS_GOOD = 0.8  # of the best cover elsewhere: a question that could stand alone stays with the last documents
_SPOKEN_OF = 0.4  # more of a follow-up's own words than half a compound brings
_GOOD_ENOUGH = 0.7  # the same for a question that was completed from the last one


def search_in_context(desk: Desk, bears: Bears, bears_in_given: Bears) -> list[Ranked]:
    """Ranked clauses of the last answer's documents where they bear this one as well, else of the whole scope.

    `desk.scope` becomes those documents where they are answered from. Elsewhere the words taken over from the last
    question count in full: within its documents they are given, outside they have to be said.
    """
    asked = desk.asked
    told = tuple(d for d in desk.scope.documents if d.id in asked.context_doc_ids)
    hints_elsewhere = not asked.follow_up and bool(asked.hinted_doc_ids)
    if not told or hints_elsewhere:
        return _first_in_clauses(desk, desk.search())
    if len(told) == len(desk.scope.documents):
        return _first_in_clauses(desk, _on_focus(desk, desk.search()))
    elsewhere = replace(desk, asked=replace(asked, focus=""))
    everywhere = _on_focus(desk, elsewhere.search())
    near = _on_focus(desk, desk.search(told))
    if not asked.focus:
        near = _merged(near, [r for r in everywhere if r.evidence.document in told])
    bearing = [r for r in near if bears_in_given(r)]
    share = _GOOD_ENOUGH if asked.follow_up else _AS_GOOD
    if bearing and _cover(bearing) >= share * _cover([r for r in everywhere if bears(r)]):
        desk.scope = replace(desk.scope, documents=told, restricted=True)
        return _first_in_clauses(desk, near)
    desk.asked, desk.terms = elsewhere.asked, elsewhere.terms
    return _first_in_clauses(desk, everywhere)


def _on_focus(desk: Desk, ranked: Sequence[Ranked]) -> list[Ranked]:
    """Those that speak of what a follow-up asks in its own words, not only of what the last question asked.

    Verbs that no document has do not count: documents have others for them.
    """
    focus = normalized(desk.asked.focus)
    own = [t for t in desk.terms if t.text in focus]
    own = [t for t in own if t.known or is_noun(t.text)] or own
    return [r for r in ranked if coverage(own, [Layer(_words(desk, r))]) > _SPOKEN_OF] if own else list(ranked)


def _words(desk: Desk, ranked: Ranked) -> str:
    clause, document = ranked.evidence.clause, ranked.evidence.document
    text = clause.span.of(desk.text(document.id))
    return normalized(" ".join([document.title, *clause.path, *clause.header, text]))


def _merged(*lists: Sequence[Ranked]) -> list[Ranked]:
    """Each clause once, as it scored best: a search of a few documents compares with less."""
    best: dict[str, Ranked] = {}
    for ranked in (r for found in lists for r in found):
        known = best.get(ranked.evidence.clause.id)
        if known is None or known.score < ranked.score:
            best[ranked.evidence.clause.id] = ranked
    return sorted(best.values(), key=lambda r: -r.score)


def _first_in_clauses(desk: Desk, ranked: list[Ranked]) -> list[Ranked]:
    """The clauses that the last answer cited first, where the question asks more of the same."""
    cited = desk.asked.context_clause_ids
    return sorted(ranked, key=lambda r: r.evidence.clause.id not in cited) if cited else ranked


def _cover(ranked: Sequence[Ranked]) -> float:
    return ranked[0].features["cover"] if ranked else 0.0

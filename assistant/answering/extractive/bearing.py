"""Which ranked clauses bear the answer, and which documents compete for it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answerability import Judgement
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.passage import names_things
from assistant.retrieval.ranking import Ranked
from assistant.retrieval.scope import Scope

_TOLD_OF = 0.6  # of the other words of a question, in a clause that has the name which it must have
_AS_GOOD = 0.9
_RIVAL_SHARE = 0.8  # a document whose best sentence covers less of the question does not compete
_RIVALS_MAX = 6


def bears(desk: Desk, judgement: Judgement, ranked: Ranked) -> bool:
    """Whether the clause bears the answer; a question for a figure needs one of the kind and of the thing asked."""
    features = ranked.features
    if desk.asked.kind == "value":
        if features["strange"] or not features["thing"]:
            return False
        if not features["number"] and not names_things(desk.asked.text):
            return False
    if desk.scope.must_name and features["cover"] >= _TOLD_OF:
        return True
    return judgement.bears(ranked)


def as_good(bearing: Sequence[Ranked], elsewhen: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` without those that fit much worse than what fits but for its year or session."""
    least = _AS_GOOD * max((r.features["cover"] for r in elsewhen), default=0.0)
    return [r for r in bearing if r.features["cover"] >= least]


def rivals_among(bearing: Sequence[Ranked], scope: Scope) -> list[Ranked]:
    """The best clause of each document that could be meant, when the question names none."""
    if scope.restricted and len({d.region for d in scope.documents}) == 1:
        return list(bearing[:1])
    best: dict[str, Ranked] = {}
    for r in bearing:
        best.setdefault(r.evidence.document.id, r)
    top = bearing[0].features["best"]
    near = [r for r in best.values() if r.features["best"] >= _RIVAL_SHARE * top]
    figured = [r for r in near if r.features["number"] > 0]
    return (figured or near)[:_RIVALS_MAX]

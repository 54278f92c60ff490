"""The clause that tells of the case which the question puts (忘了报名怎么办), ahead of the one for all others."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.extractive.desk import Desk
from assistant.retrieval.circumstances import Circumstance, cases_of
from assistant.retrieval.ranking import Ranked

_LOOKED_AT = 4


def case_first(desk: Desk, bearing: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` with a clause of the same document ahead that alone tells of the case put and says as much besides."""
    cases = cases_of(desk.asked.focus or desk.asked.text) if desk.asked.kind == "measure" else []
    if not cases or len(bearing) < 2 or _tells_of(bearing[0], cases):
        return list(bearing)
    top = bearing[0]
    near = (r for r in bearing[1:_LOOKED_AT] if r.evidence.document.id == top.evidence.document.id)
    told = (r for r in near if r.features["best"] >= top.features["best"] and _tells_of(r, cases))
    best = next(told, top)
    return [best, *(r for r in bearing if r is not best)]


def _tells_of(ranked: Ranked, cases: Sequence[Circumstance]) -> bool:
    return any(case.is_of(words) for case in cases for words in ranked.wording.words)

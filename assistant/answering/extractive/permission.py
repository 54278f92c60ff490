"""Whether something may be done: by the clause that says so (不得, 可以), not by one that only speaks of the matter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.extractive.desk import Desk
from assistant.retrieval.ranking import Ranked, Scored

_ASKED = re.compile(
    r"能不能|可不可以|可否|能否|[行许准让]不[行许准让]|是否(?:可以|允许|准许?)|(?:可以|能|允许|准许?|行|让)[^,。?]{0,20}[吗么嘛](?=[,。?]|$)"
)
_RULED = re.compile(
    r"不得|不准|不许|不能|不可|不允许|不予|不宜|不应|严禁|禁止|一律不|可以|可由|可按|可在|允许|准予|准许|方可"
)
_NEAR = 1.5  # below the first score at most
_AS_MUCH = 0.85  # of what the best sentence of the first clause covers of the question
_LIKENESS, _RULING = 2.0, 0.1  # what the cosine of a sentence counts beside its cover, and what it does to rule


def ruling_first(desk: Desk, bearing: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` with the clause ahead that rules what is asked, where the first, of the same document, does not.

    One that says much less of the question, or is farther from it in meaning, does not rule it, whatever it forbids.
    """
    best = bearing[0].best if bearing else None
    if best is None or desk.asked.kind != "measure" or not _ASKED.search(desk.asked.text):
        return list(bearing)
    top = bearing[0]
    near = [r for r in bearing if r.evidence.document.id == top.evidence.document.id and r.score >= top.score - _NEAR]
    ruling = [(r, s) for r in near for s in r.sentences if s.cover >= _AS_MUCH * best.cover and _rules(s)]
    said = [best, *(s for _, s in ruling)]
    cosines = desk.retriever.likeness(desk.asked.text, [s.sentence.text for s in said]) if ruling else []
    fits = [s.cover + _LIKENESS * cosine + _RULING * _rules(s) for s, cosine in zip(said, cosines, strict=False)]
    if not fits or max(fits) == fits[0]:
        return list(bearing)
    first = ruling[fits.index(max(fits)) - 1][0]
    return [first, *(r for r in bearing if r is not first)]


def _rules(scored: Scored) -> bool:
    return bool(_RULED.search(scored.sentence.text))

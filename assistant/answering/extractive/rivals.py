"""Which documents compete for the answer to a question that names none."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.extractive.bearing import fits_no_worse
from assistant.answering.extractive.desk import Desk
from assistant.retrieval.ranking import Ranked

_RIVAL_SHARE = 0.8  # a document whose best sentence covers less of the question does not compete
_PAIRS_SHARE = 0.75
_SAID_AS_WELL = 0.95
# By how much a score may be lower, one that is high by itself, and of the question's pairs of characters what is enough
_RIVAL_BEHIND, _RIVAL_SURE, _RIVAL_PAIRS = 1.7, 29.0, 0.34
_RIVALS_MAX = 6


def rivals_among(
    desk: Desk, bearing: Sequence[Ranked], ranked: Sequence[Ranked], borne: Sequence[Ranked]
) -> list[Ranked]:
    """The best clause of each document that could be meant as well, when the question names none.

    `bearing` fit the first document best; of others those compete too that bear the answer, as `borne` do.

    Documents of different places compete, each with the clause that fits best; a document of the centre does not, nor
    one that fits far worse than the first and not well by itself. Where a figure is asked for, one that says it in all
    the words of the question competes, even if it alone would not do.
    """
    top = bearing[0]
    places = {d.region for d in desk.scope.documents}
    if desk.scope.restricted and (len(places) == 1 or not _is_local(top)):
        return [top]
    if not _is_local(top):
        return _equals_of(top, bearing)
    valued = desk.asked.kind == "value"
    least_score = min(top.score - _RIVAL_BEHIND, _RIVAL_SURE)
    best: dict[str, Ranked] = {}
    for r in [*bearing, *(r for r in ranked if valued and r.features["thing"])]:
        near = r.score >= least_score or r.features["pairs"] >= _RIVAL_PAIRS
        if near and _is_local(r) and (r.features["number"] or not valued):
            best.setdefault(r.evidence.document.id, r)
    if not valued:
        return [r for r in best.values() if r is top or _fits_as_well(r, top)][:_RIVALS_MAX]
    itself = {id(r) for r in (*bearing, *borne)}
    least = {key: _RIVAL_SHARE if id(r) in itself else _SAID_AS_WELL for key, r in best.items()}
    return [r for key, r in best.items() if r is top or _says_as_well(r, top, least[key])][:_RIVALS_MAX]


def _equals_of(top: Ranked, bearing: Sequence[Ranked]) -> list[Ranked]:
    """A clause of the centre with those of other documents that say every word of the question in one sentence too."""
    best: dict[str, Ranked] = {}
    for r in (top, *bearing):
        best.setdefault(r.evidence.document.id, r)
    return [r for r in best.values() if r is top or fits_no_worse(r, top)][:_RIVALS_MAX]


def _is_local(ranked: Ranked) -> bool:
    region = ranked.evidence.document.region
    return region is not None and region.name is not None


def _says_as_well(ranked: Ranked, top: Ranked, share: float) -> bool:
    return ranked.features["best"] >= share * top.features["best"]


def _fits_as_well(ranked: Ranked, top: Ranked) -> bool:
    """Whether it has as many of the question's words, and of its characters or in its heading."""
    best, pairs, heading = ((ranked.features[name], top.features[name]) for name in ("best", "pairs", "heading"))
    headed = heading[1] >= _RIVAL_SHARE and heading[0] >= _RIVAL_SHARE * heading[1]
    return best[0] >= _RIVAL_SHARE * best[1] and (headed or pairs[0] >= _PAIRS_SHARE * pairs[1])

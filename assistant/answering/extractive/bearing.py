"""Which ranked clauses bear the answer, and which documents compete for it."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.answerability import Judgement
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.passage import names_things
from assistant.retrieval.matching import Layer, coverage
from assistant.retrieval.measures import is_noun
from assistant.retrieval.ranking import Ranked

_TOLD_OF = 0.6  # of the other words of a question, in a clause that has the name which it must have
_TOLD_BESIDE = 0.5  # the same in a sentence with the name, where a figure is asked for
_TITLE = 0.7  # what a word in the title alone counts
_AS_GOOD = 0.9
_OF_THE_MATTER = 0.4  # of the pairs of characters that the clause which says most has of its own
_RIVAL_SHARE = 0.8  # a document whose best sentence covers less of the question does not compete
_PAIRS_SHARE = 0.75
_SAID_AS_WELL = 0.95
_RIVALS_MAX = 6
_WHOLLY = {"best": 0.95, "best_pairs": 0.4}  # of the question's words and of its pairs of characters


def bears(desk: Desk, judgement: Judgement, ranked: Ranked) -> bool:
    """Whether the clause bears the answer; a question for a figure needs one of the kind and of the thing asked."""
    features = ranked.features
    if not features["thing"]:
        return False
    if desk.asked.kind == "value":
        if features["strange"]:
            return False
        if not features["number"] and not names_things(desk.asked.text):
            return False
    if desk.scope.must_name:
        if desk.asked.kind == "value" and features["best"] < _TOLD_BESIDE and not _is_headed(desk, ranked):
            return False
        if _tells_of(desk, ranked) >= _TOLD_OF:
            return True
    return judgement.bears(ranked)


def _is_headed(desk: Desk, ranked: Ranked) -> bool:
    """Whether the name stands above the sentences, so that all of them are about it."""
    above = ranked.wording.title + ranked.wording.above + ranked.wording.heading
    return any(name in above for name in desk.scope.must_name)


def of_the_matter(desk: Desk, bearing: Sequence[Ranked], ranked: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` without figures of another matter: a clause without one says far more of what is asked."""
    if desk.asked.kind != "value" or names_things(desk.asked.text):
        return list(bearing)
    least = _OF_THE_MATTER * max((r.features["own_pairs"] for r in ranked[:_RIVALS_MAX]), default=0.0)
    return [r for r in bearing if r.features["own_pairs"] >= least]


def _tells_of(desk: Desk, ranked: Ranked) -> float:
    """The share of the question that a clause with its name covers; verbs that no document has do not count."""
    if all(t.known or is_noun(t.text) for t in desk.terms):
        return ranked.features["cover"]
    wording = ranked.wording
    layers = [Layer(text) for text in (wording.body, wording.heading, wording.above)] + [Layer(wording.title, _TITLE)]
    return coverage([t for t in desk.terms if t.known or is_noun(t.text)], layers)


def as_good(bearing: Sequence[Ranked], elsewhen: Sequence[Ranked]) -> list[Ranked]:
    """`bearing` without those that fit much worse than what fits but for its year or session."""
    least = _AS_GOOD * max((r.features["cover"] for r in elsewhen), default=0.0)
    return [r for r in bearing if r.features["cover"] >= least]


def rivals_among(desk: Desk, bearing: Sequence[Ranked], ranked: Sequence[Ranked]) -> list[Ranked]:
    """The best clause of each document that could be meant as well, when the question names none.

    Documents of different places compete, each with the clause that fits best; a document of the centre does not. Where
    a figure is asked for, one that says it in all the words of the question competes, even if it alone would not do.
    """
    top = bearing[0]
    places = {d.region for d in desk.scope.documents}
    if desk.scope.restricted and (len(places) == 1 or not _is_local(top)):
        return [top]
    if not _is_local(top):
        return _equals_of(top, bearing)
    valued = desk.asked.kind == "value"
    best: dict[str, Ranked] = {}
    for r in [*bearing, *(r for r in ranked if valued and r.features["thing"])]:
        if _is_local(r) and (r.features["number"] or not valued):
            best.setdefault(r.evidence.document.id, r)
    competes = _says_as_well if valued else _fits_as_well
    return [r for r in best.values() if r is top or competes(r, top)][:_RIVALS_MAX]


def _equals_of(top: Ranked, bearing: Sequence[Ranked]) -> list[Ranked]:
    """A clause of the centre with those of other documents that say every word of the question in one sentence too."""
    best: dict[str, Ranked] = {}
    for r in (top, *bearing):
        best.setdefault(r.evidence.document.id, r)
    least = {name: max(_SAID_AS_WELL * top.features[name], floor) for name, floor in _WHOLLY.items()}
    return [r for r in best.values() if r is top or all(r.features[n] >= low for n, low in least.items())][:_RIVALS_MAX]


def _is_local(ranked: Ranked) -> bool:
    region = ranked.evidence.document.region
    return region is not None and region.name is not None


def _says_as_well(ranked: Ranked, top: Ranked) -> bool:
    return ranked.features["best"] >= _SAID_AS_WELL * top.features["best"]


def _fits_as_well(ranked: Ranked, top: Ranked) -> bool:
    """Whether it has as many of the question's words, and of its characters or in its heading."""
    best, pairs, heading = ((ranked.features[name], top.features[name]) for name in ("best", "pairs", "heading"))
    headed = heading[1] >= _RIVAL_SHARE and heading[0] >= _RIVAL_SHARE * heading[1]
    return best[0] >= _RIVAL_SHARE * best[1] and (headed or pairs[0] >= _PAIRS_SHARE * pairs[1])

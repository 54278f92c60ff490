"""A follow-up that finds nothing as it was completed, answered as one more case of what was told last."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.answering.answerability import Judgement
from assistant.answering.extractive.composer import Composer
from assistant.answering.extractive.desk import Desk
from assistant.answering.extractive.draft import Draft
from assistant.model import Citation, Understanding
from assistant.question.numbers import find_figures
from assistant.retrieval.matching import Layer, Term, coverage, normalized

_SPOKEN_OF = 0.4  # more of its own words than half a compound brings
_ITS_OWN = 0.7  # of its own words in a clause that a follow-up on another matter asks for
_SEGMENT = re.compile(r"[，,；;。、\n]")
_NUMERAL = re.compile(r"[\d.,]+")


def resume(meant: Understanding, desk_of: Callable[[Understanding], Desk], judgement: Judgement) -> Draft | None:
    """The answer to the follow-up as it is `meant`; None where the document does not speak of that.

    A clause answers that has words of the follow-up's own, or that tells one case beside another: of the cases that
    people put in their own words (要是十岁的娃呢) it is one. Else what answers its own words alone.
    """
    if told := _as_a_case(meant, desk_of, judgement):
        return told
    return _alone(meant.otherwise, desk_of, judgement) if meant.otherwise else None


def _alone(own: Understanding, desk_of: Callable[[Understanding], Desk], judgement: Judgement) -> Draft | None:
    """None where a figure is asked of a thing that the document has no word of (那养猪呢,一头补多少)."""
    desk = desk_of(replace(own, focus=""))
    told = Composer(desk, judgement.of_given_documents()).compose()
    if told.status != "answered" or not told.citations:
        return None
    cited = desk.knowledge.document_map([told.citations[0].doc_id])
    if own.kind == "value" and any(map(desk.absent_from, cited.values())):
        return None
    told.asked = own
    return told


def _as_a_case(meant: Understanding, desk_of: Callable[[Understanding], Desk], judgement: Judgement) -> Draft | None:
    desk = desk_of(replace(meant, focus=""))  # the words of the last question count in full
    told = Composer(desk, judgement).compose()
    if told.status != "answered" or not told.citations:
        return None
    own = [term for term in desk.terms if term.text in normalized(meant.focus)]
    if own and not (_is_spoken_of(told.citations[0], own) or _tells_cases(told.text)):
        return None
    told.asked = meant
    return told


def is_beside_the_topic(told: Draft, meant: Understanding, desk_of: Callable[[Understanding], Desk]) -> bool:
    """Whether what answers a follow-up speaks of no word of the last question and not of all its own.

    What is asked of a unit, and what names another thing outright, is looked for in clauses that speak of nothing else.
    """
    if meant.asks_units or told.kind not in ("value", "measure", "list") or not told.citations:
        return False
    terms = desk_of(replace(meant, focus="")).terms
    own = [term for term in terms if term.text in normalized(meant.focus)]
    before = [term for term in terms if term.text not in normalized(meant.focus)]
    said = [_words_of(told.citations[0])]
    return bool(own and before) and not coverage(before, said) and coverage(own, said) < _ITS_OWN


def _is_spoken_of(cited: Citation, own: Sequence[Term]) -> bool:
    return coverage(own, [_words_of(cited)]) > _SPOKEN_OF


def _words_of(cited: Citation) -> Layer:
    return Layer(normalized(" ".join([*cited.path, cited.text])))


def _tells_cases(text: str) -> bool:
    """Whether figures of one measure stand in several parts of the text (前两年补100%,第三年补50%)."""
    parts: dict[str, set[int]] = defaultdict(set)
    for at, segment in enumerate(_SEGMENT.split(text)):
        for _, _, figure in find_figures(segment):
            parts[_NUMERAL.sub("", figure)].add(at)
    return any(len(where) > 1 for where in parts.values())

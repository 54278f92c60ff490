"""What the sentences to be said leave out: words of the question that others of the clause have, and exceptions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.answering.extractive.desk import Desk
from assistant.retrieval.matching import Layer, Term, coverage, normalized, shared_run
from assistant.retrieval.ranking import Ranked, Scored

_LEAST = 0.3  # of a term's weight, 0.05..1: words that all documents have tell nothing
_TOLD = 0.5  # a word or most of it is there
_SAYS = 0.8
_SENTENCES_MAX = 4
_LENGTH_MAX = 360  # characters of all that is said
# What alters the sentence right before it: 但……, 因……的，可以延长至……
_EXCEPTION = re.compile(
    r"^(?:但(?!愿|凡)|不过|(?:确?因|由于|确需|遇到?|如遇|特殊|情况|情形|案情|经)[^。；;]{0,40}?"
    r"(?:延长|顺延|延期|宽限|放宽|缩短|不受[^。；;]{0,16}限))"
)
# What alters the figure right before it in a case of its own: 夏季可延长至次日0:30, 残疾人创业的，标准提高到…
_ALTERS = re.compile(r"^(?P<case>[^。；;]{0,40}?)(?:延长|放宽|提高|上浮|下浮|降低|缩短|增加)[至到为]")
_OF_CASE, _CASE_PUT = 2, 3  # characters of the case in the question: fewer put another, so many put it
_EXCEPTION_MAX = 120  # characters


def with_untold(desk: Desk, ranked: Ranked, chosen: Sequence[Scored], spoken: Sequence[Scored]) -> list[Scored]:
    """`chosen` with those of `spoken` that have rare words of the question which nothing said has, in reading order.

    What stands in the headings or the title is told by them.
    """
    said = list(chosen)
    wording = ranked.wording
    around = [Layer(wording.heading), Layer(wording.above), Layer(wording.title)]
    rest = [s for s in spoken if s not in said]
    while rest and len(said) < _SENTENCES_MAX:
        told = [*around, *(Layer(normalized(s.sentence.text)) for s in said)]
        missing = [t for t in desk.terms if t.known and len(t.text) > 1 and coverage([t], told) < _TOLD]
        best = max(rest, key=lambda s: _brings(s, missing))
        length = sum(len(s.sentence.text) for s in (*said, best))
        if _brings(best, missing) < _LEAST or length > _LENGTH_MAX:
            break
        said.append(best)
        rest.remove(best)
    return sorted(said, key=lambda s: s.sentence.span.start)


def with_altered(desk: Desk, chosen: Sequence[Scored], spoken: Sequence[Scored]) -> list[Scored]:
    """`chosen` with what each of them alters, unless the question puts the case in which it does; then with that."""
    said = list(chosen)
    question = normalized(desk.asked.text)
    for before, after in pairwise(spoken):
        altering = _ALTERS.match(after.sentence.text) if (after in said) != (before in said) else None
        if altering is None or len(before.sentence.text) > _EXCEPTION_MAX:
            continue
        put = shared_run(question, normalized(altering["case"]))
        if (put >= _CASE_PUT) if before in said else (put < _OF_CASE):
            said.append(after if before in said else before)
    return sorted(said, key=lambda s: s.sentence.span.start)


def with_exceptions(chosen: Sequence[Scored], spoken: Sequence[Scored]) -> list[Scored]:
    """`chosen` with those of `spoken` that right behind one of them make an exception to it, in reading order."""
    said = list(chosen)
    for before, after in pairwise(spoken):
        brief = len(after.sentence.text) <= _EXCEPTION_MAX
        if before in said and after not in said and brief and _EXCEPTION.match(after.sentence.text):
            said.append(after)
    return sorted(said, key=lambda s: s.sentence.span.start)


def _brings(scored: Scored, missing: Sequence[Term]) -> float:
    """The weight of the missing words that a sentence has."""
    words = [Layer(normalized(scored.sentence.text))]
    return sum(t.weight for t in missing if coverage([t], words) >= _SAYS)

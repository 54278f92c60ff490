"""Of sides compared, the clauses that speak of the same: what one side says tells what is sought in the others.

A question leaves out what its sides have in common, and the clause that fits it best on one side may be of another
matter (a day of opening beside a price cut). Clauses that answer a comparison are worded alike, but for their figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.retrieval.matching import normalized, pairs_of
from assistant.retrieval.ranking import Ranked, Scored

_FIGURES = re.compile(r"[\d.:%]+")
# What a sentence wholly alike counts against the score of its clause. Of the sides compared in the fit halves 6 finds
# the right clause first for 76 of 78 (none of this: 74), in questions by outsiders for 65 of 65 (60).
_WEIGHT = 6.0
_SAME = 0.35  # so alike is a sentence that says the same of another side
_LESS = 0.05  # of the question, that such a sentence may say less than what is chosen

Pairs = frozenset[str]
Chosen = Callable[[Ranked], Sequence[Scored]]  # what would be said of a clause


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The clause that a side is told by, and what is said on another side that it goes with; none of its own."""

    ranked: Ranked
    said: tuple[Pairs, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether what it says is so like what the other side says that it needs to fit no better than others."""
        return max(map(self._likeness, self.ranked.sentences), default=0.0) >= _SAME

    def sentence(self, chosen: Sequence[Scored]) -> Scored | None:
        """The sentence that says what the other side says, and as much of the question as what is chosen does.

        None where nothing says it better than what is chosen.
        """
        least = max((s.cover for s in chosen), default=0.0) - _LESS
        fitting = [s for s in self.ranked.sentences if s.cover >= least] if self.said else []
        best = max(fitting, key=self._likeness, default=None)
        if best is None or self._likeness(best) <= max(_SAME, *map(self._likeness, chosen)):
            return None
        return best

    def _likeness(self, scored: Scored) -> float:
        return _alike(self.said, [_words(scored)])


def counterparts(sides: Sequence[Sequence[Ranked]], chosen: Chosen) -> list[Counterpart | None]:
    """For each side the clause that it is told by, of those given, best first; None where there is none.

    One side is told by its first. Which, is where all are told best: by their scores and how alike they are.
    """
    words = [[[_words(s) for s in r.sentences] for r in side] for side in sides]
    best: list[Counterpart | None] = [Counterpart(side[0]) if side else None for side in sides]
    most = float("-inf")
    for lead, side in enumerate(sides):
        if not side:
            continue
        said = tuple(map(_words, chosen(side[0])))
        total, picks = side[0].score, list[Counterpart | None](best)
        for at, other in enumerate(sides):
            if not other:
                continue
            if at == lead:
                picks[at] = Counterpart(side[0])
                continue
            scores = [r.score + _WEIGHT * _alike(said, told) for r, told in zip(other, words[at], strict=True)]
            total += max(scores)
            picks[at] = Counterpart(other[scores.index(max(scores))], said)
        if total > most:
            best, most = picks, total
    return best


def _words(scored: Scored) -> Pairs:
    return frozenset(pairs_of(_FIGURES.sub("", normalized(scored.sentence.text))))


def _alike(said: Iterable[Pairs], told: Sequence[Pairs]) -> float:
    """0..1: what the two sentences that are most alike share (Dice)."""
    return max((2 * len(a & b) / (len(a) + len(b)) for a in said for b in told if a and b), default=0.0)

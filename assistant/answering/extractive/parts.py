"""Questions that ask several things at once: 投多少钱、一年造多少根?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.retrieval.matching import normalized, pairs_of
from assistant.retrieval.ranking import Scored

_BORDER = re.compile(r"[,，、;；?？。!！]")
_ASKS = re.compile(r"多少|几|何时|什么|怎|哪|谁|吗|能不能|可不可以|是否|多[久长大高远]|如何|咋|啥|呢$|行不行|要不要")
_PART_MIN = 2  # pairs of characters of its own that a part must have to be looked for by itself


def asked_parts(question: str) -> list[str]:
    """The parts that ask something each; words before the first of them belong to it. One part: nothing to divide."""
    found: list[str] = []
    lead = ""
    for piece in _BORDER.split(question):
        if not piece.strip():
            continue
        if _ASKS.search(piece):
            found.append(lead + piece)
            lead = ""
        else:
            lead += piece
    return found or [question]


def covering(parts: Sequence[str], sentences: Sequence[Scored]) -> list[Scored]:
    """For each part the sentence that shares most with it, in reading order; the one that fits best as a whole first
    where several share as much."""
    chosen: list[Scored] = []
    for part in parts:
        pairs = pairs_of(normalized(part))
        if len(pairs) < _PART_MIN:
            continue
        best = max(sentences, key=lambda s: (shared(pairs, s), s.cover))
        if shared(pairs, best) and best not in chosen:
            chosen.append(best)
    return sorted(chosen, key=lambda s: s.sentence.span.start)


def shared(pairs: Sequence[str], scored: Scored) -> int:
    """How many of the pairs stand in the sentence."""
    words = normalized(scored.sentence.text)
    return sum(pair in words for pair in pairs)

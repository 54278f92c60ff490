"""Parts of a task that its units share: 住建局（垃圾）、水利局（污水）, 基站建设牵头单位：A."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from ingestion.model import Clause, Span
from ingestion.parsing.responsibility.attachment import Attached
from ingestion.parsing.responsibility.items import names_items, spans_of_items

_SENTENCE = re.compile(r"[^。；;|\n]+[。；;]?")
_PIECE = re.compile(r"[^，,]+[，,]?")
_SPEAKS = 0.2  # of the pairs of characters of a part, so that a sentence speaks of it


def parts_of(text: str, one: Attached, items: Sequence[Clause] = ()) -> list[tuple[str, Span]]:
    """Each part that units are said to have their role for: the `items` it names, its sentence or its share of one.

    A part of which no sentence speaks is what is left; all of the scope where no parts are named (`""`).
    """
    named = list(dict.fromkeys(unit.of for unit in one.statement.wording.units if unit.of))
    numbered = [of for of in named if items and names_items(of)]
    spoken = _spoken_of(text, one, [of for of in named if of not in numbered])
    found = [(of, span) for of in numbered for span in spans_of_items(items, of, numbered)]
    return [*found, *spoken.items()] or [("", one.scope)]


def _spoken_of(text: str, one: Attached, named: Sequence[str]) -> dict[str, Span]:
    """Parts by the sentences, or the shares of one, that speak of them."""
    units = one.statement.wording.units
    end = min(unit.span.start for unit in units) if one.statement.form == "row" else one.statement.span.start
    sentences = _pieces(_SENTENCE, text, Span(one.scope.start, end))
    if one.clause.heading:
        sentences = [s for s in sentences if not s.of(text).rstrip("。；").endswith(one.clause.heading)]
    found = {of: _speaking_of(of, sentences, text) for of in named}
    for sentence in sentences:
        sharing = [of for of in named if found[of] == sentence]
        pieces = {of: _speaking_of(of, _pieces(_PIECE, text, sentence), text) for of in sharing}
        starts = sorted({piece.start for piece in pieces.values() if piece})
        if len(starts) > 1:
            shares = [Span(a, b) for a, b in pairwise([sentence.start, *starts[1:], sentence.end])]
            found |= {of: shares[starts.index(piece.start)] for of, piece in pieces.items() if piece}
    left = _left(sentences, [span for span in found.values() if span]) or one.scope
    return {of: span or left for of, span in found.items()}


def _left(sentences: Sequence[Span], taken: Sequence[Span]) -> Span | None:
    """The sentences of which none is taken, where some are and these stand together."""
    free = [not any(s.contains(span) for span in taken) for s in sentences]
    runs = [list(run) for is_free, run in groupby(zip(free, sentences, strict=True), lambda pair: pair[0]) if is_free]
    return Span(runs[0][0][1].start, runs[0][-1][1].end) if taken and len(runs) == 1 else None


def _pieces(pattern: re.Pattern[str], text: str, span: Span) -> list[Span]:
    return [Span(*found.span()) for found in pattern.finditer(text, span.start, span.end)]


def _speaking_of(of: str, parts: Sequence[Span], text: str) -> Span | None:
    """The one that alone shares most with the words."""
    having = [[part for part in parts if of[i : i + 2] in part.of(text)] for i in range(len(of) - 1)]
    alone = Counter(found[0] for found in having if len(found) == 1)
    best = max(alone, key=lambda part: alone[part], default=None)
    return best if best and alone[best] >= _SPEAKS * len(having) else None

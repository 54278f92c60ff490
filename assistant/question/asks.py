"""Questions that ask several things one after another (租期多久,房租多少?), divided into what each asks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.model import Understanding

_BORDER = re.compile(r"[,，、;；?？。!！]")
_ASKS = re.compile(
    r"多少|(?<!好)几|(?<!任)何|什么|怎|哪|谁|吗|能不能|可不可以|是否|多[久长大高远]|咋|啥|呢$|行不行|要不要|"
    r"[\u4e00-\u9fff]了(?:没有?|不)$|([收算免管])不\1"
)
_OF_EACH = re.compile(
    r"(?P<things>[\u4e00-\u9fff]{4,}(?:、[\u4e00-\u9fff]{3,})+)(?:各|分别)(?:是|为|要)*(?P<ask>多[少高大长久]|几[\u4e00-\u9fff]|什么)(?=[?。]|$)"
)


def asked_parts(question: str) -> list[str]:
    """The parts that ask something each; words before the first of them belong to it. One part: nothing to divide."""
    found: list[str] = []
    lead = ""
    for piece in _BORDER.split(question):
        if not piece.strip():
            continue
        if asks_something(piece):
            found.append(lead + piece)
            lead = ""
        else:
            lead += piece
    return found or [question]


def asks_something(piece: str) -> bool:
    """Whether a piece of a question has a word that asks."""
    return bool(_ASKS.search(piece))


def each_asked(question: str) -> list[str]:
    """Like `asked_parts`, with what is asked of each of several things said of each (半径、完好率各多少: two parts)."""
    return asked_parts(_OF_EACH.sub(lambda m: m["things"].replace("、", m["ask"] + "、") + m["ask"], question))


def each_about_the_first(asks: Sequence[Understanding]) -> tuple[Understanding, ...]:
    """`asks` with the words of the first, which says what all are about; each counts more by its own words.

    Empty where there is but one, or where another names a place or document of its own.
    """
    if len(asks) < 2 or any(a.regions or a.doc_ids or a.named_document for a in asks[1:]):
        return ()
    return asks[0], *(_about(asks[0], ask) for ask in asks[1:])


def _about(first: Understanding, ask: Understanding) -> Understanding:
    return replace(
        ask,
        terms=tuple(dict.fromkeys([*ask.terms, *first.terms])),
        expansions={**first.expansions, **ask.expansions},
        years=ask.years or first.years,
        focus=ask.text,
    )

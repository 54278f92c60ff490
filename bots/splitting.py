"""Splits text to a platform's limit without losing a character, at the best border that there is."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bots.message import Passage

Measure = Callable[[str], int]

# Best border first: paragraphs, lines, sentences, parts of sentences. The border stays with the text before it.
_BORDERS = tuple(map(re.compile, (r"\n\n+", r"\n", r"[。!?!?;;]+[”’」』）)]*", r"[,,、::]")))


def utf8(text: str) -> int:
    """Length as WeCom counts it: bytes."""
    return len(text.encode("utf-8", "surrogatepass"))


def utf16(text: str) -> int:
    """Length as Telegram counts it: UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def split(text: str, limit: int, measure: Measure) -> list[str]:
    """Parts of at most `limit` whose concatenation is `text`; none for an empty text."""
    parts = []
    while text:
        end = _fitting(text, limit, measure)
        if end < len(text):
            end = _border(text, end)
        parts.append(text[:end])
        text = text[end:]
    return parts


def split_passages(passages: Sequence[Passage], limit: int, measure: Measure) -> list[list[Passage]]:
    """The same over styled text: a passage that is cut goes on in the next part in its style."""
    pending = [p for p in passages if p.text]
    parts = []
    for part in split("".join(p.text for p in pending), limit, measure):
        room, taken = len(part), list[Passage]()
        while room:
            head = pending[0]
            taken.append(Passage(head.text[:room], head.style))
            rest = head.text[room:]
            room -= len(taken[-1].text)
            pending[:1] = [Passage(rest, head.style)] if rest else []
        parts.append(taken)
    return parts


def shortened(text: str, limit: int, measure: Measure, mark: str = "…") -> str:
    """`text`, or as much of its start as fits with the mark."""
    if measure(text) <= limit:
        return text
    room = limit - measure(mark)
    return text[: _fitting(text, room, measure)] + mark if room > 0 else ""


def _fitting(text: str, limit: int, measure: Measure) -> int:
    """How many characters of the start fit; at least one, since a part cannot be empty."""
    low, high = 1, min(len(text), max(limit, 1))
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= limit:
            low = middle
        else:
            high = middle - 1
    return low


def _border(text: str, end: int) -> int:
    """The end of the last border in the second half of what fits; a hard cut where there is none."""
    for pattern in _BORDERS:
        ends = [found.end() for found in pattern.finditer(text, end // 2, end)]
        if ends:
            return ends[-1]
    return end

"""How plain text is set on a page: the width of words, and the marks that draw the lines of a table."""

from __future__ import annotations

import unicodedata

RULES = "─━═┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝"
STROKES = "|│┃"


def width(words: str) -> int:
    """In half-width characters; a Chinese character is two wide."""
    return sum(2 if unicodedata.east_asian_width(c) in "FWA" else 1 for c in words)

"""Text whose paragraphs were broken into lines of one width, as copying from a PDF leaves them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingestion.model import Table
from ingestion.parsing.numbering import read_marker
from ingestion.typesetting import width

_LINE = re.compile(r"[^\n]+")
_WIDTH_MIN, _WIDTH_MAX = 40, 130  # of a page, in half-width characters
_RAGGED = 4  # how much shorter than the page a full line may be
_FULL_LINES_MIN = 5
_BROKEN_SHARE = 0.6  # of the full lines that end inside a sentence
_STOPS = "。！？；：…!?;:"
_PAGE = re.compile(r"\W*\d{1,3}\W*|第\s?\d+\s?页.*")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    words: str
    indent: int
    width: int


def broken_lines(text: str, tables: Sequence[Table]) -> list[tuple[int, int]]:
    """The stretches of white space to take out so that paragraphs stand on one line again; empty for other texts."""
    lines = [_line(match) for match in _LINE.finditer(text) if match.group().strip()]
    page = max((line.width for line in lines), default=0)
    full = [line for line in lines if line.width >= page - _RAGGED]
    broken = sum(line.words[-1] not in _STOPS for line in full)
    if not _WIDTH_MIN <= page <= _WIDTH_MAX or len(full) < _FULL_LINES_MIN or broken < _BROKEN_SHARE * len(full):
        return []
    margin = min(line.indent for line in lines)
    indented = any(line.indent > margin for line in lines)
    return [
        (line.end, below.end - len(below.words))
        for line, below in pairwise(lines)
        if line.width >= page - _RAGGED
        and text.count("\n", line.end, below.end) == 1
        and _goes_on(line, below, margin, indented=indented)
        and not any(table.span.start <= line.start < table.span.end for table in tables)
    ]


def _line(match: re.Match[str]) -> _Line:
    words = match.group().rstrip()
    bare = words.lstrip()
    end = match.start() + len(words)
    return _Line(match.start(), end, bare, width(words[: len(words) - len(bare)]), width(words))


def _goes_on(line: _Line, below: _Line, margin: int, *, indented: bool) -> bool:
    """Whether the line below goes on with the sentence or, where paragraphs are indented, with the paragraph."""
    if below.indent > margin + 1 or read_marker(below.words) or _PAGE.fullmatch(below.words):
        return False
    return indented or line.words[-1] not in _STOPS

"""Glyphs with positions to lines of text; what PDF, OFD and recognised scans have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ingestion.loading.blocks import Grid

_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Glyph:
    """A piece of text (usually one character) in its box; y runs downwards."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float

    @property
    def size(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Line:
    """Text that stands on one line of a page."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class PlacedTable:
    grid: Grid
    top: float
    bottom: float


@dataclass(slots=True)
class PageContent:
    """Lines and tables of one page, in reading order by their top edge."""

    height: float
    width: float = 0.0
    lines: list[Line] = field(default_factory=list)
    tables: list[PlacedTable] = field(default_factory=list)
    turned: int = 0  # glyphs that do not stand upright: watermarks and stamps, left out

    def items(self) -> list[Line | PlacedTable]:
        return sorted([*self.lines, *self.tables], key=lambda item: item.top)


def turned_note(pages: Sequence[PageContent]) -> tuple[str, ...]:
    """A remark on the turned glyphs that were left out, if any."""
    turned = sum(page.turned for page in pages)
    return (f"有 {turned} 个倾斜的字（水印或印章）未读入",) if turned else ()


def gather_lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """Group glyphs that overlap vertically by half their height, left to right, top to bottom."""
    rows: list[_Row] = []
    for glyph in sorted(glyphs, key=lambda g: g.top + g.bottom):
        # only the last rows can overlap: glyphs come ordered by their middle
        row = next((row for row in reversed(rows[-3:]) if row.takes(glyph)), None)
        if row is None:
            rows.append(row := _Row())
        row.add(glyph)
    lines = [row.line() for row in rows]
    return sorted((line for line in lines if line is not None), key=lambda line: (line.top, line.x0))


class _Row:
    """Glyphs of one line while it is being gathered."""

    __slots__ = ("bottom", "glyphs", "top")

    def __init__(self) -> None:
        self.glyphs: list[Glyph] = []
        self.top, self.bottom = 0.0, 0.0

    def takes(self, glyph: Glyph) -> bool:
        overlap = min(self.bottom, glyph.bottom) - max(self.top, glyph.top)
        return overlap > 0.5 * min(self.bottom - self.top, glyph.size)

    def add(self, glyph: Glyph) -> None:
        # the first glyph alone sets the band, so that a tall bracket cannot tie two lines together
        if not self.glyphs:
            self.top, self.bottom = glyph.top, glyph.bottom
        self.glyphs.append(glyph)

    def line(self) -> Line | None:
        ordered = sorted(self.glyphs, key=lambda g: g.x0)
        pieces: list[str] = []
        last: Glyph | None = None
        for glyph in ordered:
            if last is not None:
                if glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.15 * glyph.size:
                    continue  # printed twice for boldness
                gap = glyph.x0 - last.x1
                if gap > (0.25 if _LATIN.match(last.text[-1:]) and _LATIN.match(glyph.text) else 0.9) * glyph.size:
                    pieces.append(" ")
            pieces.append(glyph.text)
            last = glyph
        text = re.sub(r"[ \xa0]{2,}", " ", "".join(pieces)).strip()
        if not text:
            return None
        inked = [glyph for glyph in ordered if glyph.text.strip()]
        sizes = sorted(glyph.size for glyph in inked)
        return Line(
            text=text,
            x0=inked[0].x0,
            x1=max(glyph.x1 for glyph in inked),
            top=min(glyph.top for glyph in inked),
            bottom=max(glyph.bottom for glyph in inked),
            size=sizes[len(sizes) // 2],
        )


def glue(parts: Sequence[str]) -> str:
    """Join the lines of a paragraph: a blank only between two Latin words."""
    text = ""
    for part in parts:
        text += (" " if text and part and _LATIN.match(text[-1]) and _LATIN.match(part) else "") + part
    return text

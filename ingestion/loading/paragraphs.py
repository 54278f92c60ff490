"""Pages of lines to paragraphs: where a line goes on into the next one is told by geometry, not by punctuation."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingestion.loading.blocks import Block, Grid
from ingestion.loading.geometry import Line, PageContent, PlacedTable, glue

_PAGE_NUMBER = re.compile(
    r"[-—–－·\s]*(?:[\divxlc]{1,5}|[IVXLC]{1,6})[-—–－·\s]*|第\s*[\d一二三四五六七八九十百]+\s*页(?:\s*[/，,]?\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+"
)
_MARGIN = 0.14  # share of the page height in which running heads and page numbers stand
_NARROW = 0.6  # share of the page width that full lines reach at least
_NUMBERED = re.compile(
    r"第[一二三四五六七八九十百千零〇\d]+[编章节条部]|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、](?!\d)|[①-⑳]|附\s*件|——"
)
_CLOSED = re.compile(r"[。；：！？”）)]$")


@dataclass(frozen=True, slots=True)
class _Measure:
    """The type area that most lines share."""

    left: float
    right: float
    size: float
    leading: float
    narrow: bool  # no line comes near the right margin: a list of names, a form
    indented: bool  # paragraphs start with an indent

    def starts_indented(self, line: Line) -> bool:
        return line.x0 > self.left + 0.8 * self.size

    def is_full(self, line: Line) -> bool:
        return not self.narrow and line.x1 > self.right - 1.6 * self.size


def join_pages(pages: Sequence[PageContent]) -> list[Block]:
    """Blocks of the whole document, page furniture dropped, paragraphs and tables joined across pages."""
    _drop_furniture(pages)
    measure = _measure(pages)
    blocks: list[Block] = []
    paragraph: list[Line] = []
    page_of_last = -1
    for number, item in _items(pages):
        if isinstance(item, PlacedTable):
            _add_paragraph(blocks, paragraph)
            _add_table(blocks, item.grid)
            continue
        if paragraph and not _continues(paragraph[-1], item, measure, same_page=number == page_of_last):
            _add_paragraph(blocks, paragraph)
        paragraph.append(item)
        page_of_last = number
    _add_paragraph(blocks, paragraph)
    return blocks


def _add_paragraph(blocks: list[Block], paragraph: list[Line]) -> None:
    """Append the gathered lines as one block, and start over."""
    if paragraph:
        blocks.append(glue([line.text for line in paragraph]))
        paragraph.clear()


def _items(pages: Sequence[PageContent]) -> Iterator[tuple[int, Line | PlacedTable]]:
    for number, page in enumerate(pages):
        for item in page.items():
            yield number, item


def _add_table(blocks: list[Block], grid: Grid) -> None:
    """Append a table, or go on with the one that the page break cut."""
    before = blocks[-1] if blocks else None
    if not isinstance(before, Grid) or len(before.rows[0]) != len(grid.rows[0]) or grid.captions:
        blocks.append(grid)
        return
    head = before.rows[: before.header_rows]
    rows = grid.rows
    if head and rows[: len(head)] == head:
        rows = rows[len(head) :]
    elif grid.header_rows and before.header_rows and rows[: grid.header_rows] != head:
        rows = grid.rows  # the first row only looked like a header
    blocks[-1] = replace(before, rows=(*before.rows, *rows))


def _drop_furniture(pages: Sequence[PageContent]) -> None:
    """Remove page numbers, and lines that stand at the same edge of many pages."""
    edges = [(_edge_lines(page, top=True), _edge_lines(page, top=False)) for page in pages]
    repeated = Counter(shape for both in edges for shape in {_shape(line) for side in both for line in side})
    often = max(2, (len(pages) + 2) // 3)
    for page, both in zip(pages, edges, strict=True):
        furniture = {
            id(line)
            for side in both
            for place, line in enumerate(side)
            if (place == 0 and _PAGE_NUMBER.fullmatch(line.text)) or repeated[_shape(line)] >= often
        }
        page.lines = [line for line in page.lines if id(line) not in furniture]


def _edge_lines(page: PageContent, *, top: bool) -> list[Line]:
    """Up to two lines in the page's margin, the outermost first."""
    ordered = sorted(page.lines, key=lambda line: line.top, reverse=not top)
    bound = page.height * _MARGIN
    return [line for line in ordered[:2] if (line.bottom < bound if top else line.top > page.height - bound)]


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", "".join(line.text.split()))


def _measure(pages: Sequence[PageContent]) -> _Measure:
    lines = [line for page in pages for line in page.lines]
    if not lines:
        return _Measure(0, 0, 1, 1, narrow=True, indented=True)
    size = _typical([line.size for line in lines], 1)
    body = [line for line in lines if abs(line.size - size) < 0.2 * size] or lines
    ends = sorted(line.x1 for line in body)
    right = _typical(ends[len(ends) // 2 :], size)
    long = [line for line in body if line.x1 > right - 1.6 * size] or body
    left = min(_frequent([line.x0 for line in long], size / 2), default=min(line.x0 for line in body))
    steps = (b.top - a.top for page in pages for a, b in zip(page.lines, page.lines[1:], strict=False))
    gaps = [step for step in steps if 0 < step < 4 * size]
    indents = sum(left + 1.2 * size < line.x0 < left + 3 * size for line in body)
    return _Measure(
        left,
        right,
        size,
        narrow=right < _NARROW * max(page.width for page in pages),
        leading=_typical(gaps, 1) if gaps else 1.5 * size,
        indented=indents * 12 >= max(12, len(body)),
    )


def _typical(values: Sequence[float], step: float) -> float:
    """The value that occurs most often when rounded to `step`; the larger one where two are as frequent."""
    counts = Counter(round(value / step) for value in values)
    best = max(counts, key=lambda key: (counts[key], key))
    near = [value for value in values if round(value / step) == best]
    return sum(near) / len(near)


def _frequent(values: Sequence[float], step: float) -> list[float]:
    """Values that at least a tenth of the lines share."""
    counts = Counter(round(value / step) for value in values)
    return [
        min(v for v in values if round(v / step) == key) for key, count in counts.items() if count * 10 >= len(values)
    ]


def _continues(above: Line, line: Line, measure: _Measure, *, same_page: bool) -> bool:
    """Whether `line` belongs to the paragraph that `above` is in."""
    if abs(above.size - line.size) > 0.15 * above.size or not measure.is_full(above):
        return False
    if measure.starts_indented(line):
        return False
    if same_page and line.top - above.top > 1.7 * measure.leading:
        return False
    if measure.indented:
        return True
    return not (_NUMBERED.match(line.text) and _CLOSED.search(above.text))

"""An HTML element to blocks: lines as a reader sees them, tables with their merged cells filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from ingestion.loading import ordinals
from ingestion.loading.blocks import Block, Cell, Grid, build_grid, is_layout

BLOCK_TAGS = frozenset(
    re.findall(
        r"\w+",
        """
        address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
        footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol p pre section summary table tbody td
        tfoot th thead tr ul
        """,
    )
)
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t\r\f]*\n[ \t\r\n\f]*(?=[{_WIDE}])")
_BLANKS = re.compile(r"[ \t\r\n\f\xa0\u2002-\u2009]+")
_NUMBERED = re.compile(r"[(（]?[\d一二三四五六七八九十百]+[、.．)）]|[①-⑳]|第[一二三四五六七八九十百\d]+[条章节项]")
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.I)


def read_blocks(root: HtmlElement) -> list[Block]:
    """The blocks of `root` in reading order. The tree must have been stripped of hidden elements before."""
    return _Reader(root).blocks


def tidy(text: str) -> str:
    """Whitespace as a browser shows it; a line break of the page source between two Chinese characters is none."""
    return _BLANKS.sub(" ", _SOURCE_BREAK.sub("", text)).strip(" \u3000\u200b\ufeff")


class _Reader:
    """Walks without recursion, so that no nesting depth can exhaust the stack."""

    def __init__(self, root: HtmlElement, *, in_cell: bool = False) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._prefix = ""
        self._counters: dict[HtmlElement, int] = {}
        self._in_cell = in_cell
        stack: list[tuple[HtmlElement, bool]] = [(root, False)]
        while stack:
            element, closing = stack.pop()
            if closing:
                self._close(element)
                if element is not root:
                    self._parts.append(element.tail or "")
                continue
            stack.append((element, True))
            if self._open(element):
                self._parts.append(element.text or "")
                stack.extend((child, False) for child in element.iterchildren("*", reversed=True))
        self._flush()

    def _open(self, element: HtmlElement) -> bool:
        """Start `element`; False when it has been dealt with as a whole."""
        tag = element.tag
        if tag in BLOCK_TAGS or tag == "br":
            self._flush()
        if tag == "table" and not self._in_cell:
            grid = read_table(element)
            if grid is not None:
                self.blocks.append(grid)
                return False
        elif tag == "li":
            self._prefix = self._number(element)
        elif tag == "pre":
            self._parts.append("")
            for line in element.text_content().splitlines():
                self._parts.append(line)
                self._flush()
            return False
        return True

    def _close(self, element: HtmlElement) -> None:
        if element.tag in BLOCK_TAGS:
            self._flush()

    def _flush(self) -> None:
        line = tidy("".join(self._parts))
        self._parts.clear()
        if line:
            prefix = "" if _NUMBERED.match(line) else self._prefix
            self._prefix = ""
            self.blocks.append(prefix + line)

    def _number(self, item: HtmlElement) -> str:
        """The number that a browser would show before a list item."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        style = _LIST_STYLE.search(f"{item.get('style', '')};{parent.get('style', '')}")
        kind = style.group(1).lower() if style else parent.get("type", "1")
        number = _integer(item.get("value")) or self._counters.get(parent, (_integer(parent.get("start")) or 1) - 1) + 1
        self._counters[parent] = number
        return _marker(kind, number)


def _marker(kind: str, number: int) -> str:
    match kind:
        case "none":
            return ""
        case "a" | "lower-alpha" | "lower-latin":
            return f"{ordinals.latin(number)}. "
        case "A" | "upper-alpha" | "upper-latin":
            return f"{ordinals.latin(number).upper()}. "
        case "i" | "lower-roman":
            return f"{ordinals.roman(number).lower()}. "
        case "I" | "upper-roman":
            return f"{ordinals.roman(number)}. "
        case "cjk-ideographic" | "simp-chinese-informal" | "cjk-decimal" | "trad-chinese-informal":
            return f"{ordinals.chinese(number)}、"
        case _:
            return f"{number}."


def _integer(value: str | None) -> int | None:
    """A whole number of at most nine digits, as attributes hold it."""
    return int(value) if value and re.fullmatch(r"\d{1,9}", value.strip()) else None


def read_table(table: HtmlElement) -> Grid | None:
    """The table as a grid; None where it only lays out the page (one column, nested tables, an article in a cell)."""
    if next(table.iterdescendants("table"), None) is not None:
        return None
    rows = [[_read_cell(cell) for cell in row.iterchildren("td", "th")] for row in _rows_of(table)]
    if is_layout(rows):
        return None
    heads = [row.getparent().tag == "thead" for row in _rows_of(table)]
    grid = build_grid(rows, header_rows=sum(heads) if any(heads) and not all(heads) else None)
    captions = [words for caption in table.iterchildren("caption") if (words := tidy(caption.text_content()))]
    return replace(grid, captions=(*captions, *grid.captions)) if grid else None


def _rows_of(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table.iterchildren("*"):
        if child.tag == "tr":
            yield child
        elif child.tag in {"thead", "tbody", "tfoot"}:
            yield from child.iterchildren("tr")


def _read_cell(cell: HtmlElement) -> Cell:
    lines = [block for block in _Reader(cell, in_cell=True).blocks if isinstance(block, str)]
    return Cell(
        text=" ".join(lines),
        rowspan=_integer(cell.get("rowspan")) or 1,
        colspan=_integer(cell.get("colspan")) or 1,
        heading=cell.tag == "th",
    )

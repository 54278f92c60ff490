"""Blocks (lines and tables) that every format is reduced to, and the text that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingestion.loading.limits import SourceFile
from ingestion.model import RawDocument, Span, Table, TableRow

_MAX_COLUMNS = 200
_SEPARATOR = " | "
_BREAKS = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_SENTENCE = re.compile(r"[。；！？]")
_YEAR = re.compile(r"(?:19|20)\d{2}\s?年?(?:底|末)?")
_NUMERIC = re.compile(r"[\d.,%％‰+\-–—~/年月日:：\s]+")


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell as the format states it."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table before it is text: rectangular rows, merged cells filled in; the first `header_rows` name the columns."""

    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 0
    captions: tuple[str, ...] = ()  # full-width rows above the header


Block = str | Grid


def is_layout(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the table only places text on the page: one column, one cell a row, or an article in one cell."""
    if max((sum(min(cell.colspan, 50) for cell in row) for row in rows), default=0) < 2:
        return True
    lengths = sorted((len(cell.text) for row in rows for cell in row if cell.text), reverse=True)
    if all(sum(bool(cell.text) for cell in row) <= 1 for row in rows):
        return True
    return len(rows) <= 3 and lengths[0] > 800 and lengths[0] > 0.7 * sum(lengths)


def build_grid(rows: Sequence[Sequence[Cell]], *, header_rows: int | None = None) -> Grid | None:
    """Fill merged cells and tell the header from the body; None where there is no table worth the name.

    `header_rows` is given where the format says it, otherwise judged from the cells.
    """
    filled = _fill(rows)
    kept = [(cells, heading) for cells, heading in filled if any(cells)]
    captions: list[str] = []
    while kept and len(kept) > 1 and _is_full_width(kept[0][0]):
        captions.append(kept.pop(0)[0][0])
    if not kept:
        return None
    named = _count_header_rows(kept, rows) if header_rows is None else max(0, header_rows - len(captions))
    if named == 1 and len(kept) > 2 and _is_split(kept[0][0], kept[1][0]):
        kept[0] = _filled_from_left(kept[0][0]), kept[0][1]
        named = 2
    body = tuple(
        (cells[0], *("" for _ in cells[1:])) if index >= named and _is_full_width(cells) else cells
        for index, (cells, _) in enumerate(kept)
    )
    return Grid(body, min(named, len(body)), tuple(captions))


def _fill(rows: Sequence[Sequence[Cell]]) -> list[tuple[tuple[str, ...], bool]]:
    """Rectangular rows with every merged cell repeated where it reaches, and whether the row is all heading cells."""
    filled: list[dict[int, str]] = [{} for _ in rows]
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in filled[index]:
                column += 1
            width = min(max(cell.colspan, 1), _MAX_COLUMNS - column)
            height = min(max(cell.rowspan, 1), len(rows) - index)
            for below in range(index, index + height):
                for right in range(column, column + width):
                    filled[below].setdefault(right, cell.text)
            column += width
            if column >= _MAX_COLUMNS:
                break
    width = max((max(cells, default=-1) + 1 for cells in filled), default=0)
    return [
        (tuple(cells.get(column, "") for column in range(width)), bool(row) and all(cell.heading for cell in row))
        for cells, row in zip(filled, rows, strict=True)
    ]


def _is_full_width(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and bool(cells[0]) and (len(set(cells)) == 1)


def _count_header_rows(kept: Sequence[tuple[tuple[str, ...], bool]], rows: Sequence[Sequence[Cell]]) -> int:
    marked = 0
    while marked < len(kept) - 1 and kept[marked][1]:
        marked += 1
    if marked:
        return marked
    first = kept[0][0]
    if len(kept) < 2 or not _reads_as_header(first):
        return 0
    grouped = len(set(first)) < len(first)  # a name stands over several columns: the next row splits it
    if grouped and len(kept) > 2 and _reads_as_header(kept[1][0]) and _shares_column(first, kept[1][0]):
        return 2
    return 1


def _is_split(header: Sequence[str], below: Sequence[str]) -> bool:
    """Whether the row below only splits columns: it names what the header leaves empty, and no row begins with it."""
    return (
        not below[0]
        and _reads_as_header([cell for cell in below if cell])
        and any(under and not above for above, under in zip(header, below, strict=True))
    )


def _filled_from_left(header: Sequence[str]) -> tuple[str, ...]:
    filled: list[str] = []
    for cell in header:
        filled.append(cell or (filled[-1] if filled else ""))
    return tuple(filled)


def _shares_column(first: Sequence[str], second: Sequence[str]) -> bool:
    return any(a == b and a for a, b in zip(first, second, strict=True))


def _reads_as_header(cells: Sequence[str]) -> bool:
    named = [cell for cell in cells if cell]
    if not named or len(named) * 2 < len(cells):
        return False
    words = [cell for cell in named if not _YEAR.fullmatch(cell)]  # a column may be named by its year
    return bool(words) and all(len(c) <= 30 and not _SENTENCE.search(c) and not _NUMERIC.fullmatch(c) for c in words)


def column_names(grid: Grid) -> tuple[str, ...]:
    """One name a column: the header cells above it, top down, repeated ones once."""
    columns = zip(*grid.rows[: grid.header_rows], strict=True)
    names = tuple(" ".join(dict.fromkeys(cell for cell in column if cell)) for column in columns)
    return names or ("",) * len(grid.rows[0])


def assemble(
    file: SourceFile,
    blocks: Iterable[Block],
    *,
    media_type: str,
    encoding: str | None = None,
    title: str | None = None,
    properties: dict[str, str] | None = None,
    notes: Sequence[str] = (),
) -> RawDocument:
    """One line a block, one line a table row; refuses a document without any text."""
    writer = _Writer()
    for block in blocks:
        if isinstance(block, Grid):
            writer.write_table(block)
        else:
            writer.write_line(block)
        if writer.length > file.limits.max_chars:
            raise file.unreadable(f"文字超过 {file.limits.max_chars} 字的上限。请拆分后再导入")
    text = "\n".join(writer.lines)
    if not text:
        raise file.unreadable("文件里没有找到正文文字。请打开核对，必要时复制正文另存为文本后再导入")
    return RawDocument(
        source=file.name,
        media_type=media_type,
        text=text,
        encoding=encoding,
        title=title,
        properties=properties or {},
        tables=tuple(writer.tables),
        notes=tuple(notes),
    )


class _Writer:
    """Lines written so far, with the offset at which the next one starts."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.tables: list[Table] = []
        self.length = 0

    def write_line(self, text: str) -> Span | None:
        line = one_line(text)
        if not line:
            return None
        span = Span(self.length, self.length + len(line))
        self.lines.append(line)
        self.length += len(line) + 1
        return span

    def write_table(self, grid: Grid) -> None:
        for caption in grid.captions:
            self.write_line(caption)
        rows: list[TableRow] = []
        start = self.length
        for index, cells in enumerate(grid.rows):
            flat = tuple(one_line(cell) for cell in cells)
            line = flat[0] if not any(flat[1:]) else _SEPARATOR.join(flat)
            span = self.write_line(line)
            if span is not None and index >= grid.header_rows:
                rows.append(TableRow(span, flat))
        if self.length > start:
            self.tables.append(Table(Span(start, self.length - 1), column_names(grid), tuple(rows)))


def one_line(text: str) -> str:
    """`text` without line breaks inside and blanks around it."""
    return _BREAKS.sub(" ", text).strip()

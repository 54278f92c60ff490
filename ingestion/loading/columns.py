"""Tables in plain text, where only blanks keep the columns apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingestion.model import Span, Table, TableRow

_LINE = re.compile(r"[^\n]+")
_GAP = re.compile(r"[ \u3000]*\t[ \t\u3000]*|\u3000+ *| {2,}\u3000*")
_FIGURE = re.compile(r"[≥≤<>＞＜＋+－-]?\s?\d[\d.,，%％‰+\-–—~～/:：]*[万亿]?|[—－-]+")
_YEAR = re.compile(r"(?:19|20)\d{2}\s?年?(?:底|末)?")
_COLUMNS_MIN = 3
_ROWS_MIN = 3
_CELL_MAX = 60


def find_columns(text: str) -> tuple[Table, ...]:
    """Runs of lines with the same number of cells and a figure behind the first cell of each row.

    Lists of names set apart by blanks (主　任：某某　某某部部长) have no figures and are left as text.
    """
    return tuple(table for run in _runs(text) if (table := _table(run)) is not None)


def _runs(text: str) -> Iterator[list[TableRow]]:
    run: list[TableRow] = []
    for match in _LINE.finditer(text):
        row = _row(match)
        if run and (
            row is None or len(row.cells) != len(run[0].cells) or text[run[-1].span.end : row.span.start] != "\n"
        ):
            yield run
            run = []
        if row is not None:
            run.append(row)
    if run:
        yield run


def _continues(text: str, above: TableRow, row: TableRow) -> bool:
    return len(row.cells) == len(above.cells) and text[above.span.end : row.span.start] == "\n"


def _row(match: re.Match[str]) -> TableRow | None:
    cells = tuple(_GAP.split(match.group().strip(" \t\u3000")))
    if len(cells) < _COLUMNS_MIN or max(map(len, cells)) > _CELL_MAX or "。" in match.group():
        return None
    return TableRow(Span(match.start(), match.end()), cells)


def _table(run: Sequence[TableRow]) -> Table | None:
    named = not _has_figure(run[0])
    rows = tuple(run[1:] if named else run)
    if len(run) < _ROWS_MIN or not all(_has_figure(row) for row in rows):
        return None
    header = run[0].cells if named else ("",) * len(run[0].cells)
    return Table(Span(run[0].span.start, run[-1].span.end), header, rows)


def _has_figure(row: TableRow) -> bool:
    return any(_FIGURE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in row.cells[1:])

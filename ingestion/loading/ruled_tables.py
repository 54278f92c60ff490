"""Tables drawn with ruling lines: which glyphs stand in which cell, and how far each cell reaches."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingestion.loading.blocks import Cell, build_grid, is_layout
from ingestion.loading.geometry import Glyph, PageContent, PlacedTable, gather_lines, glue

Box = tuple[float, float, float, float]  # x0, top, x1, bottom
Segment = tuple[float, float, float, float]  # x0, y0, x1, y1

_TOLERANCE = 3.0
_STRAIGHT = 0.5


def take_table(content: PageContent, cells: Sequence[Box], glyphs: list[Glyph]) -> list[Glyph]:
    """Add the table with these cells to the page; returns the glyphs outside it (all, where it is no table)."""
    frame = (min(c[0] for c in cells), min(c[1] for c in cells), max(c[2] for c in cells), max(c[3] for c in cells))
    within = [glyph for glyph in glyphs if _inside(glyph, frame)]
    rows = _read_cells(cells, within)
    grid = None if is_layout(rows) else build_grid(rows)
    if grid is None:
        return glyphs
    content.tables.append(PlacedTable(grid, frame[1], frame[3]))
    return [glyph for glyph in glyphs if not _inside(glyph, frame)]


def _inside(glyph: Glyph, box: Box) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _read_cells(cells: Sequence[Box], glyphs: list[Glyph]) -> list[list[Cell]]:
    """Cells row by row; how far each reaches is counted in the table's own grid lines."""
    columns = sorted({round(cell[0]) for cell in cells})
    tops = sorted({round(cell[1]) for cell in cells})
    rows: dict[int, list[Cell]] = {top: [] for top in tops}
    for box in sorted(cells, key=lambda cell: (round(cell[1]), cell[0])):
        x0, top, x1, bottom = box
        text = glue([line.text for line in gather_lines(glyph for glyph in glyphs if _inside(glyph, box))])
        rows[round(top)].append(
            Cell(
                text=text,
                rowspan=max(1, sum(round(top) <= other < bottom - 1 for other in tops)),
                colspan=max(1, sum(round(x0) <= other < x1 - 1 for other in columns)),
            )
        )
    return [rows[top] for top in tops]


def find_tables(segments: Iterable[Segment]) -> list[list[Box]]:
    """The tables that straight lines make, each as its cells."""
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells, merge_edges

    edges = [edge for segment in segments if (edge := _edge(segment)) is not None]
    if len(edges) < 4:
        return []
    merged = merge_edges(edges, _TOLERANCE, _TOLERANCE, _TOLERANCE, _TOLERANCE)
    cells = intersections_to_cells(edges_to_intersections(merged, _TOLERANCE, _TOLERANCE))
    return [list(table) for table in cells_to_tables(cells)]


def _edge(segment: Segment) -> dict[str, float | str] | None:
    """A horizontal or vertical line in the form that pdfplumber's table functions take."""
    x0, x1 = sorted((segment[0], segment[2]))
    top, bottom = sorted((segment[1], segment[3]))
    if bottom - top < _STRAIGHT <= x1 - x0:
        orientation = "h"
    elif x1 - x0 < _STRAIGHT <= bottom - top:
        orientation = "v"
    else:
        return None
    return {
        "x0": x0, "x1": x1, "top": top, "bottom": bottom, "width": x1 - x0, "height": bottom - top,
        "orientation": orientation, "object_type": "line",
    }  # fmt: skip

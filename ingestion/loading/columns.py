"""Tables in plain text, where only blanks, tabs or upright strokes keep the columns apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ingestion.model import Span, Table, TableRow
from ingestion.typesetting import RULES, STROKES, width

_LINE = re.compile(r"[^\n]+")
_BLANKS = " \t\u3000"
_GAP = re.compile(r"[ \u3000]*\t[ \t\u3000]*|\u3000+ *| {2,}\u3000*")
_STROKE = re.compile(rf"[ \u3000]*[{STROKES}｜][ \u3000]*")
_RULE = re.compile(rf"[\s{STROKES}｜+:\-{RULES}]+")
_FIGURE = re.compile(
    r"[≥≤<>＞＜＋+－-]?\s?\d[\d.,，%％‰+\-–—~～/:：]*[万亿]?"
    r"(?:元|个|家|人|项|件|次|部|辆|吨|公里|平方米|小时|分钟|分)?(?:/[^/\d]{1,4})?"
    r"|[—－-]+"
)
_YEAR = re.compile(r"(?:19|20)\d{2}\s?年?(?:底|末)?")
# words that name columns
_NAME = re.compile(
    r"序\s?号|编\s?号|(?:.{0,8}(?:名称|项目|指标|类别|类型|事项|任务|内容|单位|部门|标准|时限|时间|期限|金额|数量|等级|级别|领域|"
    r"区域|地区|对象|条件|材料|措施|目标|属性|备注|说明|方式|来源|电话|地址|职务|分工|阶段|环节|程序|情形|依据|频次|比例|分值|档次))"
)
_NUMBERED_HEAD = re.compile(r"^[ \t\u3000]*(?:序号|编号)(?:[ \t\u3000]+[^\s。；：]{1,20})+[ \t\u3000]*$", re.MULTILINE)
_COLUMNS_MIN = 3
_ROWS_MIN = 3
_CELL_MAX = 60
_NAMED_CELL_MAX = 200
_WRAPPED_MAX = 24
# what is no part of a cell: a sentence, a note, a numbered line
_OTHER = re.compile(r"[。：:]|^(?:注|备注|附|[（(]?[一二三四五六七八九十\d]{1,3}[、.．）)]|第.{1,4}[条章])")


@dataclass(frozen=True, slots=True)
class _Line:
    span: Span
    cells: tuple[str, ...]
    stroked: bool


def find_columns(text: str) -> tuple[Table, ...]:
    """Runs of lines with the same number of cells, told to be a table by their column names or by their figures.

    A first line of column names (序号, 指标, 责任单位) makes a table of what follows: also of rows without figures, of
    lines between rows that name a group of them, and of lines on which wrapped cells go on. Without one, every row
    needs a figure behind its first cell. Lists of names set apart by blanks (主　任：某某　某部部长) are left as text.
    """
    tables = [table for run in _runs(text) if (table := _table(run)) is not None]
    apart = [
        t
        for t in _single_blanks(text)
        if not any(t.span.start < o.span.end and o.span.start < t.span.end for o in tables)
    ]
    return tuple(sorted((*tables, *apart), key=lambda table: table.span.start))


def _single_blanks(text: str) -> Iterator[Table]:
    """Below 序号 and other column names kept apart by one blank each: lines numbered from 1 that have as many cells."""
    for head in _NUMBERED_HEAD.finditer(text):
        names = _words(head)
        rows: list[_Line] = []
        for match in _LINE.finditer(text, head.end()):
            line = _words(match)
            if text[(rows[-1].span.end if rows else head.end()) : match.start()].count("\n") > 2:
                break
            if len(line.cells) != len(names.cells) or line.cells[0] != str(len(rows) + 1):
                break
            rows.append(line)
        if len(rows) >= _ROWS_MIN and len(names.cells) >= _COLUMNS_MIN:
            yield Table(Span(head.start(), rows[-1].span.end), names.cells, tuple(_filled(rows)))


def _words(match: re.Match[str]) -> _Line:
    return _Line(Span(match.start(), match.end()), tuple(match.group().split()), stroked=False)


def _runs(text: str) -> Iterator[list[_Line]]:
    run: list[_Line] = []
    beside: list[re.Match[str]] = []  # lines that are no rows, behind the last row of a table with column names
    for match in _LINE.finditer(text):
        if not match.group().strip() or (run and _RULE.fullmatch(match.group())):
            continue
        line = _read(match, run)
        named = bool(run) and _is_head(run[0])
        if line is not None and run and _continues(text, beside[-1].end() if beside else run[-1].span.end, line, run):
            for other in beside:
                run.append(_group(other, len(line.cells)))
            run, beside = [*run, line], []
        elif line is None and named and not run[0].stroked and _wraps(text, run, match, beside):
            run[-1] = _joined(text, run[-1], match)
        elif line is None and named and not beside and _names_group(match.group()):
            beside.append(match)
        else:
            if run:
                yield run
            line = _read(match, [])
            run, beside = [line] if line is not None else [], []
    if run:
        yield run


def _continues(text: str, end: int, line: _Line, run: Sequence[_Line]) -> bool:
    """Whether the line stands right below what ends at `end`, but for a rule or one blank line between.

    Behind a line that is no row, another line of column names begins another table.
    """
    between = text[end : line.span.start]
    near = between.count("\n") <= 2 if not between.strip() or _RULE.fullmatch(between) else line.stroked
    return near and len(line.cells) == len(run[-1].cells) and not (end > run[-1].span.end and _is_head(line))


def _read(match: re.Match[str], run: Sequence[_Line]) -> _Line | None:
    """The cells of a line, None where it has too few or is prose."""
    words = match.group().strip(_BLANKS)
    stroked = len(_STROKE.findall(words)) >= _COLUMNS_MIN - 1
    cells = _stroked(words) if stroked else _parted(match.group(), run)
    named = bool(run) and _is_head(run[0])
    if len(cells) < _COLUMNS_MIN or _RULE.fullmatch(words):
        return None
    if max(map(len, cells)) > (_NAMED_CELL_MAX if named or stroked else _CELL_MAX):
        return None
    if "。" in words and not (named or stroked):
        return None
    return _Line(Span(match.start(), match.end()), cells, stroked)


def _stroked(words: str) -> tuple[str, ...]:
    cells = _STROKE.split(words)
    return tuple(cells[not cells[0] : len(cells) - (not cells[-1])])


def _parted(line: str, run: Sequence[_Line]) -> tuple[str, ...]:
    """Cells between blanks; each single tab ends one where that gives as many as the lines above have."""
    tabbed = tuple(cell.strip(_BLANKS) for cell in line.rstrip(" \u3000").split("\t"))
    if run and len(tabbed) == len(run[-1].cells) and any(tabbed):
        return tabbed
    return tuple(_GAP.split(line.strip(_BLANKS)))


def _wraps(text: str, run: Sequence[_Line], match: re.Match[str], beside: Sequence[re.Match[str]]) -> bool:
    """Whether a line below a row only goes on with some of its cells: it is indented, and each piece has a column."""
    line, above = match.group(), run[-1]
    if len(run) < 2 or beside or text[above.span.end : match.start()].count("\n") != 1 or not line.startswith("  "):
        return False
    columns, pieces = _columns(text, above), _pieces(line)
    words = all(len(piece) <= _WRAPPED_MAX and not _OTHER.search(piece) for _, piece in pieces)
    return words and len(columns) == len(above.cells) and all(_at(columns, place) is not None for place, _ in pieces)


def _joined(text: str, above: _Line, match: re.Match[str]) -> _Line:
    columns, cells = _columns(text, above), list(above.cells)
    for place, piece in _pieces(match.group()):
        cells[_at(columns, place) or 0] += piece
    return _Line(Span(above.span.start, match.end()), tuple(cells), stroked=False)


def _columns(text: str, row: _Line) -> list[int]:
    """Where the cells of a row begin on the page, its first line told."""
    return [place for place, _ in _pieces(text[row.span.start : text.find("\n", row.span.start)])]


def _pieces(line: str) -> list[tuple[int, str]]:
    """The words between gaps, with the place on the page where each begins."""
    found, at = [], 0
    for gap in [*_GAP.finditer(line), None]:
        end = gap.start() if gap else len(line)
        if end > at:
            found.append((width(line[:at]), line[at:end].strip(_BLANKS)))
        at = gap.end() if gap else end
    return found


def _at(columns: Sequence[int], place: int) -> int | None:
    """The column behind the first that begins at `place`, give or take two."""
    return next((i for i, column in enumerate(columns) if i and abs(column - place) <= 2), None)


def _names_group(line: str) -> bool:
    """Whether a line between rows names those below it (一、教育类)."""
    words = line.strip(_BLANKS)
    return len(words) <= 30 and not re.search(r"[。；：:，]", words) and not _GAP.search(words)


def _group(match: re.Match[str], columns: int) -> _Line:
    words = match.group().strip(_BLANKS)
    return _Line(Span(match.start(), match.end()), (words, *("" for _ in range(columns - 1))), stroked=False)


def _table(run: Sequence[_Line]) -> Table | None:
    head = _is_head(run[0])
    named = head or not _has_figure(run[0])
    rows = run[1:] if named else run
    if len(run) < (2 if head else _ROWS_MIN) or not (head or all(map(_has_figure, rows))):
        return None
    header = run[0].cells if named else ("",) * len(run[0].cells)
    return Table(Span(run[0].span.start, run[-1].span.end), header, tuple(_filled(rows)))


def _filled(rows: Sequence[_Line]) -> Iterator[TableRow]:
    """Rows whose empty first cells take the words above them, as merged cells do."""
    above: tuple[str, ...] = ()
    for row in rows:
        cells = list(row.cells)
        if any(cells[1:]):
            for place, cell in enumerate(cells):
                if cell or not above:
                    break
                cells[place] = above[place]
            above = tuple(cells)
        yield TableRow(row.span, tuple(cells))


def _is_head(line: _Line) -> bool:
    """Whether the cells name columns: two are stock names, and none is a figure or a sentence."""
    names = sum(_NAME.fullmatch(cell) is not None for cell in line.cells)
    plain = all(0 < len(cell) <= 30 and not re.search(r"[。；：]", cell) for cell in line.cells)
    return names >= (1 if line.stroked else 2) and plain and not _has_figure(line)


def _has_figure(line: _Line) -> bool:
    return any(_FIGURE.fullmatch(cell) and not _YEAR.fullmatch(cell) for cell in line.cells[1:])

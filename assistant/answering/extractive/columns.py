"""The columns of a table that a question asks for: by their names, their years or the kind of figure in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.answering.extractive.rows import IN_ALL, OF_UNITS, UNIT_WORD, Asked, Table, is_figure, runs
from assistant.retrieval.matching import normalized
from assistant.retrieval.measures import Measure, measure_asked
from ingestion.model import Clause

_UNIT = re.compile(r"\((?:单位:)?([^()\d]{1,12})\)$")  # 6-12月龄 says of whom the column is
_YEARS = re.compile(r"(?:19|20)\d{2}年?")
_KNOWN = 0.5  # what a character of a name counts that the title or caption has as well
_FITS = 0.4  # what the kind of figure that is asked for counts
_ASKED = 0.4  # and what is asked by where, when or who
_RATE = 0.3  # and how often: each month, each year
_TOTAL = 0.4
_INSIDE = 0.5  # and words of the question in the cell, by their share of it
_LEAST = 0.25
_AS_GOOD = 0.1
_MORE = 3  # characters of a longer name
_HOW_MUCH = re.compile(r"多[少久大长高远]|几|何时|时候|哪[天年月]")
_EACH = re.compile(r"每(?:一|个|人每)?(?P<each>[年月天日])")
_SUM = re.compile(r"合计|总计|小计|总数|总量|共计|累计")
_OF_FIGURES = re.compile(rf"{_HOW_MUCH.pattern}|目标|指标|任务|合计|总数")
_WHAT = re.compile(r"(?:什么|哪些|啥)(?!时候|地方|部门|单位|时间|[是的有在不])(?P<noun>[\u4e00-\u9fff]{2})")
_PER = re.compile(r"每[\u4e00-\u9fff]")
_NO_FIGURE = re.compile(r"免|不限|无偿|不收|自主|^-+$")  # said where others have a figure
_SHORT = 16
_SHARE = re.compile(r"百分之(?:几|多少)")
_WHOLE = re.compile(r"呢[?？]?(?:$|\|)")  # C类的呢: all of the row
_ASKED_BY = (
    (re.compile(r"封顶|上限|最[高多大]"), re.compile(r"最[高多大]|上限|封顶|限额")),
    (re.compile(r"在哪|哪[里儿]|什么地方|哪个地方"), re.compile(r"地点|地址|位置")),
    (re.compile(r"什么时候|何时|啥时候|哪天|几月|截止"), re.compile(r"时间|时限|期限|日期")),
    (re.compile(r"谁|[哪什]么?个?(?:部门|单位|机构|局)|归哪"), OF_UNITS),
)
_PREFIX_MAX = 4
_AND = r"(?:以?及|[和与跟、])[\u4e00-\u9fff]{0,3}"


@dataclass(frozen=True, slots=True)
class _Reading:
    """A row as its columns are held against a question; `context` is what stands above it."""

    table: Table
    cells: Sequence[str]
    context: str
    unit: str  # of measure, where the row has it

    def unit_of(self, column: int) -> str:
        """Of a column of figures: its own, that of the row, or that of the table."""
        if not is_figure(self.cells[column]):
            return ""
        return _unit(normalized(self.table.header[column])) or self.unit or self.table.unit


def columns_asked(table: Table, row: Clause, asked: Asked, context: str) -> list[int]:
    """The columns that the parts of the question ask for, in order; words of the `context` tell few of them apart."""
    reading = _read(table, row, context)
    told = table.keys_told(row, asked)
    candidates = [i for i in _open_to(reading, asked) if i not in told]
    best = [_joined(table, candidates, part) or _best(reading, candidates, part, asked) for part in asked.parts]
    if any(not found and _WHOLE.search(part) for found, part in zip(best, asked.parts, strict=True)):
        return candidates
    sure = {i for found in best for i in found if _is_sure(table, found, asked)}
    for found in best:  # what no word tells apart is what no other part asks for
        left = [i for i in found if i not in sure]
        sure |= set(left if len(left) == 1 else ())
    return sorted(sure)


def _joined(table: Table, columns: Sequence[int], part: str) -> list[int]:
    """The columns whose names a part of the question says one behind the other (起步价和单价是多少); else none."""
    own = part.split("|")[0]
    said = {i: name for i in columns if len(name := table.names[i]) > 1 and name in own}
    pairs = [
        (i, j) for i in said for j in said if i != j and re.search(re.escape(said[i]) + _AND + re.escape(said[j]), own)
    ]
    return sorted({i for pair in pairs for i in pair})


def is_worded(table: Table, row: Clause, column: int, asked: Asked) -> bool:
    """Whether the question says something of the column's name, its year or the words in the cell."""
    cell = normalized(row.cells[column])
    inside = not re.match(r"[≥≤]?\d", cell) and runs(cell, asked.text)
    return bool(runs(table.names[column], asked.words) or inside)


def has_kind_asked(table: Table, row: Clause, asked: Asked) -> bool:
    """Whether a cell is of the kind of figure that a part of the question asks for; true where none asks for one."""
    reading = _read(table, row)
    of_kind = [part for part in asked.parts if _measure_of(part)]
    columns = [i for i in range(len(reading.cells)) if not table.is_aside(i)]
    return not of_kind or any(_is_of_kind(reading.cells[i], reading.unit_of(i), p) for p in of_kind for i in columns)


def figure_of(table: Table, row: Clause, column: int) -> str:
    """The cell, normalised, with its unit of measure behind it."""
    reading = _read(table, row)
    return reading.cells[column] + reading.unit_of(column)


def unit_elsewhere(table: Table, row: Clause, column: int) -> str:
    """The unit of measure of a figure that stands above the table or in a column of its own; else empty."""
    cells = [normalized(cell) for cell in row.cells]
    if not is_figure(cells[column]) or _unit(normalized(table.header[column])) or _unit_of_row(table, cells):
        return ""
    return _unit_beside(table, cells) or table.unit


def _read(table: Table, row: Clause, context: str = "") -> _Reading:
    cells = [normalized(cell) for cell in row.cells]
    return _Reading(table, cells, context, _unit_of_row(table, cells) or _unit_beside(table, cells))


def _unit_of_row(table: Table, cells: Sequence[str]) -> str:
    """The unit of measure behind the row's name; A类（紧缺工种） has none, nor 全日托（托小班） beside another."""
    name = cells[table.named_by] if table.named_by is not None else ""
    unit = "" if name in table.told_by_brackets else _unit(name)
    return unit if re.fullmatch(UNIT_WORD, unit) else ""


def _open_to(reading: _Reading, asked: Asked) -> list[int]:
    """The columns with something in them that may be asked for: of the year, or the sum where all is asked for."""
    table = reading.table
    found = [i for i, cell in enumerate(reading.cells) if cell and not table.is_aside(i)]
    others = [i for i in found if not is_figure(reading.cells[i])]  # 责任人 beside the years
    if table.years and asked.years:
        return [i for i in found if i in others or any(year in table.names[i] for year in asked.years)]
    if table.years and IN_ALL.search(asked.text):
        return [i for i in found if i in others or _SUM.search(table.names[i])]
    return found


def _is_of_others(table: Table, column: int, asked: Asked) -> bool:
    """Whether the column is of others than the question names: 居民支付比例 where 职工 are asked for."""
    for one, other in combinations(table.names, 2):
        size = next((n for n in range(min(len(one), len(other))) if one[-n - 1] != other[-n - 1]), 0)
        first, second = one[: len(one) - size], other[: len(other) - size]
        if size < 2 or not (2 <= len(first) <= _PREFIX_MAX and 2 <= len(second) <= _PREFIX_MAX):
            continue
        for mine, theirs in ((first, second), (second, first)):
            if table.names[column].startswith(mine) and theirs in asked.words and mine not in asked.words:
                return True
    return False


def _is_sure(table: Table, found: Sequence[int], asked: Asked) -> bool:
    return len(found) == 1 or bool(table.years) or all(table.names[i] in asked.words for i in found)


def _best(reading: _Reading, columns: Sequence[int], part: str, asked: Asked) -> list[int]:
    """The columns that fit one part best, if they are of what is asked for; the only one there is need not be named."""
    if what := _WHAT.search(part):
        columns = [i for i in columns if runs(what["noun"], reading.table.names[i] + "|" + reading.cells[i])]
    columns = [i for i in columns if not _is_outnamed(reading.table.names, i, columns, part)]
    fits = {i: _fit(reading, i, part) for i in columns}
    top = max(fits.values(), default=-1.0)
    if top < (0.0 if len(columns) == 1 and _OF_FIGURES.search(part) else _LEAST):
        return []
    best = [i for i in columns if fits[i] >= top - _AS_GOOD]
    return [i for i in best if not _is_of_others(reading.table, i, asked)]


def _is_outnamed(names: Sequence[str], column: int, columns: Sequence[int], part: str) -> bool:
    """Whether a longer name holds this one (总投资达到多少可享受补贴, 补贴) and the part says more words of it."""
    name = names[column]
    longer = [names[i] for i in columns if name and name in names[i] and name != names[i]]
    return any(len(runs(other.replace(name, "|"), part)) >= _MORE for other in longer)


def _fit(reading: _Reading, column: int, part: str) -> float:
    """How well a column fits a part of the question; negative where its figure is not of the kind asked for."""
    name, cell = reading.table.names[column], reading.cells[column]
    unit = reading.unit_of(column)
    fits = _is_of_kind(cell, unit, part)
    if fits is False:
        return -1.0
    plain = _YEARS.sub("", name)
    known = runs(plain, reading.context)
    said = sum(_KNOWN if at in known else 1.0 for at in runs(plain, part)) / max(len(plain), 1)
    own = part.split("|")[0]
    inside = 0.0 if is_figure(cell) else len(runs(own, cell)) / max(len(own), 1)
    each = _EACH.search(part)
    rated = each is not None and re.search(rf"[/每]{each['each']}|{each['each']}度", unit + name) is not None
    per = _PER.findall(own)
    if fits and not said and not rated and per and not any(each in cell for each in per):
        return 0.0  # so much each is asked for, and not how much in all
    worth = _FITS if is_figure(cell) or len(cell) <= _SHORT else _FITS / 2
    summed = bool(IN_ALL.search(part) and _SUM.search(name))
    by = any(ask.search(part) and named.search(name) for ask, named in _ASKED_BY)
    by = by or (_OF_FIGURES.search(part) is not None and any(year in part for year in _YEARS.findall(name)))
    return (said or _INSIDE * inside) + worth * bool(fits) + _RATE * rated + _TOTAL * summed + _ASKED * by


def _is_of_kind(cell: str, unit: str, part: str) -> bool | None:
    """Whether a figure is of the kind that a part asks for; None where that asks for none or the figure has no unit."""
    if unit and re.search(rf"(?:多少|几)[十百千]?个?{re.escape(unit)}", part):
        return True
    measure = _measure_of(part)
    if measure is None:
        return None
    if _NO_FIGURE.search(cell) or measure.is_in(cell + unit):
        return True
    named = measure.name == "count" and "、" in cell  # they can be counted
    return None if named or (is_figure(cell) and not unit) else False


def _measure_of(part: str) -> Measure | None:
    """The kind of figure asked for; a bare 多少 asks for any."""
    asked = _SHARE.search(part)  # of a rent or a price as well
    measure = measure_asked(asked.group() if asked else part) if _HOW_MUCH.search(part) else None
    return None if measure and measure.name == "count" and re.search(r"多少(?:[?？]|$|\|)", part) else measure


def _unit(words: str) -> str:
    found = _UNIT.search(words)
    return found[1] if found else ""


def _unit_beside(table: Table, cells: Sequence[str]) -> str:
    """The unit of measure that has a column of its own (数量, 单位)."""
    found = (i for i, name in enumerate(table.names) if name in ("单位", "计量单位") and i != table.named_by)
    return next((cells[i] for i in found), "")

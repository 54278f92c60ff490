"""Targets in tables: an indicator table (指标 | 单位 | 2025年目标), or sentences inside the cells of a task table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ingestion.model import Clause, Span, Target
from ingestion.parsing.cells import cell_spans

Sentences = Callable[[Clause, Span, str | None], Iterator[Target]]

_INDICATOR = re.compile(r"指标(?!值|属性|类)|目标名称|考核内容")
_UNIT = re.compile(r"^(?:计量)?单位$")
_AIM = re.compile(r"目标(?!名称|任务)|预期|规划值|任务数|指标值|考核值")
_YEAR = re.compile(r"20\d\d\s*年")
_PAST = re.compile(r"实际|现状|基期|完成情况|基数|已|上年")
_DEADLINE = re.compile(r"时限|期限|完成时间|时间节点|时间要求")
_NOT_TASKS = re.compile(r"^序号|^编号|单位$|部门$|时限|期限|时间|备注|责任|牵头|配合")
_VALUE = re.compile(
    r"^(?P<sign>[≥≤>＞<＜]=?|不低于|不少于|超过|达到?|约|左右)?\s*(?P<value>\d[\d,，.]*(?:\s*[-—–~～]\s*\d[\d.]*)?[万千]?)\s*(?P<unit>\D{0,6})$"
)
_UNIT_OF_NAME = re.compile(r"[（(]([^（()）]{1,8})[）)]\s*$")


def row_targets(text: str, row: Clause, sentences: Sentences) -> Iterator[Target]:
    """What the cells of one row promise; `sentences` reads running text."""
    cells = list(zip((re.sub(r"\s", "", name) for name in row.header), cell_spans(text, row), strict=False))
    named = next((span for name, span in cells if span and _INDICATOR.search(name)), None)
    if named is not None and (aims := _aims(cells)):
        unit = next((span.of(text).strip() for name, span in cells if span and _UNIT.match(name)), "")
        for name, span in aims:
            yield from _indicator_target(text, row, named, unit, name, span)
        return
    deadline = next((span.of(text).strip() for name, span in cells if span and _DEADLINE.search(name)), None)
    for name, cell in cells:
        if cell is not None and not _NOT_TASKS.search(name):
            yield from sentences(row, cell, deadline)


def _aims(cells: list[tuple[str, Span | None]]) -> list[tuple[str, Span]]:
    """Columns that hold what is aimed at: those that say so, else the last year that is not named as past."""
    present = [(name, span) for name, span in cells if span is not None and not _PAST.search(name)]
    said = [(name, span) for name, span in present if _AIM.search(name) and not _INDICATOR.search(name)]
    years = [(name, span) for name, span in present if _YEAR.search(name)]
    return said or years[-1:]


def _indicator_target(text: str, row: Clause, named: Span, unit: str, column: str, span: Span) -> Iterator[Target]:
    found = _VALUE.match(span.of(text).strip())
    if found is None:
        return
    indicator = named.of(text).strip()
    if in_name := _UNIT_OF_NAME.search(indicator):
        unit = unit or in_name[1]
        indicator = indicator[: in_name.start()].strip()
    year = _YEAR.search(column)
    yield Target(
        clause_id=row.id,
        indicator=indicator,
        value=re.sub(r"\s", "", found["value"]),
        unit=found["unit"].strip() or unit,
        qualifier=found["sign"] or "",
        deadline=year.group() if year else None,
        span=span,
    )

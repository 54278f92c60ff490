"""Table rows: columns named 牵头单位, 责任单位, 配合单位 or 完成时限."""

from __future__ import annotations

import re

from ingestion.model import Clause, Role, Span
from ingestion.parsing.cells import cell_spans
from ingestion.parsing.responsibility.names import is_possible, split_units
from ingestion.parsing.responsibility.statements import Statement
from ingestion.parsing.responsibility.wording import Group, grouped, read_wording, role_of_label, settle

_UNIT_COLUMN = re.compile(
    r"(?:牵头|责任|配合|主办|协办|参与|参加|承办|实施|落实|负责|主管|承担|完成|协助|包[保联抓]|挂[牌钩点]|值守|管护|养护|管理|监管|监督|督[办导]|指导|"
    r"巡查|保管|储备|防守|办理|受理|经办|归口|运营|建设|整改|治理|处置)(?:责任|实施)?人?(?:所在)?(?:单位|部门|主体|机构|地区)|^(?:牵头|责任|配合|协办|主办|参与)$"
)
_OVERSEES = re.compile(r"监督|督[办导]|指导")  # but does not do it
_NAME_COLUMN = re.compile(r"^(?:成员|参与|有关|相关)?(?:单位|部门)(?:名称)?$")
_DUTY_COLUMN = re.compile(r"职责|分工")
_DEADLINE_COLUMN = re.compile(r"时限|期限|完成时间|时间节点|时间要求|进度安排|时间进度")
_NOTHING = {"", "-", "—", "——", "/", "无", "同上"}


def read_row(text: str, clause: Clause) -> Statement | None:
    """What a row says of its units; None where its header names no such column.

    A column of names (单位) says who answers for the duties (职责) in the column beside it.
    """
    header = [re.sub(r"\s", "", name) for name in clause.header]
    cells = list(zip(header, cell_spans(text, clause), strict=False))
    tells_duties = any(_DUTY_COLUMN.search(name) for name in header)
    groups: list[Group] = []
    level = ""
    for column, span in cells:
        role = _role_of(column)
        if tells_duties and _NAME_COLUMN.match(column):
            role = "responsible"
        if role is None or span is None or span.of(text).strip() in _NOTHING:
            continue
        found, level = _read_cell(text, span, role, level)
        groups += found
    wording = settle(groups, _deadline(text, cells))
    return Statement(clause.body, wording, "row") if wording else None


def _role_of(column: str) -> Role | None:
    if not _UNIT_COLUMN.search(column):
        return None
    return role_of_label(column) or ("support" if _OVERSEES.search(column) else "responsible")


def _read_cell(text: str, span: Span, role: Role, level: str) -> tuple[list[Group], str]:
    """A cell may itself say 牵头单位:A 配合单位:B; else it is a plain list."""
    if wording := read_wording(text, span):
        return list(wording.groups), level
    units, level = split_units(text, span.start, span.end, level=level)
    return list(grouped(role, [unit for unit in units if is_possible(unit.name)])), level


def _deadline(text: str, cells: list[tuple[str, Span | None]]) -> str | None:
    found = (span.of(text).strip() for name, span in cells if span and _DEADLINE_COLUMN.search(name))
    return next((value for value in found if value not in _NOTHING), None)

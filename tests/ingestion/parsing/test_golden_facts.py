"""Units and targets of the shipped policies against files checked by hand beside the text.

A clause is named by the numbers above it: 三/8 is task 8 of section 三.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from ingestion.loading import load
from ingestion.model import Clause, ParsedDocument
from ingestion.parsing import parse
from ingestion.parsing.responsibility import read_responsibilities, unread_phrases
from ingestion.parsing.targets import read_targets

GOLDEN = Path(__file__).with_name("golden")
FILES = [
    "常州-2018自创区工作要点",
    "扬州-扬发2018-30号",
    "桐乡-科技创新力提升行动方案",
    "泰州-科技创新生态体系三年行动方案",
    "贵溪-贵办发2018-20号",
]


@cache
def document(folder: Path, name: str) -> ParsedDocument:
    return parse(load(folder / f"{name}.txt"), doc_id="d")


def place(clause: Clause, by_id: dict[str, Clause]) -> str:
    numbers: list[str] = []
    above: Clause | None = clause
    while above is not None:
        numbers += [above.number.strip("()（）")] if above.number else []
        above = by_id.get(above.parent_id or "")
    return "/".join(reversed(numbers))


@pytest.mark.parametrize("name", FILES)
def test_units_by_clause(shipped_corpus: Path, name: str) -> None:
    read = document(shipped_corpus, name)
    by_id = {c.id: c for c in read.clauses}
    rows = read_responsibilities(read.document.text, read.clauses)
    found: dict[str, list[str]] = {}
    for row in (r for r in rows if r.kind == "assigned"):
        where = place(by_id[row.clause_id], by_id)
        found.setdefault(where, []).append(f"{'+' if row.inherited else ''}{row.role} {row.name}")
    assert found == json.loads((GOLDEN / "responsible_units.json").read_text("utf-8"))[name]
    assert unread_phrases(read.document.text, read.clauses, rows) == []


@pytest.mark.parametrize("name", FILES)
def test_targets_by_clause(shipped_corpus: Path, name: str) -> None:
    read = document(shipped_corpus, name)
    by_id = {c.id: c for c in read.clauses}
    found = [
        [place(by_id[t.clause_id], by_id), t.indicator, t.value, t.unit, t.deadline]
        for t in read_targets(read.document.text, read.clauses)
    ]
    assert found == json.loads((GOLDEN / "targets.json").read_text("utf-8"))[name]

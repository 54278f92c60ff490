"""One policy in five formats gives one tree, one set of labels and units, and right spans in each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from ingestion.loading import load
from ingestion.model import ParsedDocument
from ingestion.parsing import parse
from tests.ingestion.loading.documents import FORMATS
from tests.ingestion.parsing.reading import numbered

LABELS = [
    "引言", "第一部分", "第二部分", "二、(一)", "二、(一)1.", "二、(一)2.", "二、(二)", "二、(二)1.", "第三部分",
]  # fmt: skip
UNITS = [
    ("二、(一)1.", "responsible", "市数据局"),
    ("二、(一)1.", "responsible", "市发展改革委"),
    ("二、(一)1.", "responsible", "市财政局"),
    ("二、(一)2.", "lead", "市通信管理局"),
    ("二、(一)2.", "support", "市工业和信息化局"),
]


@cache
def document(folder: Path, ending: str) -> ParsedDocument:
    path = folder / f"policy.{ending}"
    path.write_bytes(FORMATS[ending]())
    return parse(load(path), doc_id="d")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("formats")


@pytest.mark.parametrize("ending", FORMATS)
def test_the_tree_and_the_labels_are_the_same(folder: Path, ending: str) -> None:
    parsed = document(folder, ending)
    assert [c.label for c in numbered(parsed) if c.kind != "row"][: len(LABELS)] == LABELS
    assert parsed.document.title == "云川市人民政府办公室关于印发云川市数字产业三年行动方案的通知"
    assert [f for f in parsed.findings if f.severity != "info"] == []


@pytest.mark.parametrize("ending", FORMATS)
def test_the_units_of_the_clauses_are_the_same(folder: Path, ending: str) -> None:
    parsed = document(folder, ending)
    by_id = {c.id: c for c in parsed.clauses}
    found = [(by_id[r.clause_id].label, r.role, r.name) for r in parsed.responsibilities if r.kind == "assigned"]
    assert [unit for unit in found if unit[0].startswith("二、")] == UNITS


@pytest.mark.parametrize("ending", sorted(set(FORMATS) - {"txt"}))
def test_rows_of_the_table_name_their_units(folder: Path, ending: str) -> None:
    parsed = document(folder, ending)
    rows = {c.id: c for c in parsed.clauses if c.kind == "row"}
    assert [c.cells[1] for c in rows.values()] == ["建设滨江算力中心一期工程", "培育专精特新企业五十家"]
    units = [(rows[r.clause_id].cells[0], r.name, r.deadline) for r in parsed.responsibilities if r.clause_id in rows]
    assert units == [
        ("1", "市数据局", "2027年6月底前"),
        ("1", "市发展改革委", "2027年6月底前"),
        ("2", "市工业和信息化局", "2027年12月底前"),
    ]


@pytest.mark.parametrize("ending", FORMATS)
def test_spans_are_exact(folder: Path, ending: str) -> None:
    parsed = document(folder, ending)
    text = parsed.document.text
    own = {c.label: c.body.of(text) for c in parsed.clauses}
    assert own["二、(一)2."].startswith("2.完善骨干网络，实现重点园区万兆光网全覆盖。")
    assert own["二、(二)1."].endswith("对复核通过的，奖励20万元。")
    assert all(r.span.of(text) == r.name for r in parsed.responsibilities)
    assert all(t.value in t.span.of(text) for t in parsed.targets)

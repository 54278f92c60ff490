"""The clause trees of the shipped policies against files checked by hand beside the text.

One line a clause: label, kind, number, path, and the first and last ten characters of its own words.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from ingestion.loading import load
from ingestion.model import ParsedDocument
from ingestion.parsing import parse
from tests.ingestion.parsing.reading import numbered, replayed

GOLDEN = Path(__file__).with_name("golden")
COUNTS = {
    "扬州-扬发2018-30号": {"section": 5, "tasks": 16},
    "常州-2018自创区工作要点": {"section": 10, "tasks": 35},
    "泰州-科技创新生态体系三年行动方案": {"section": 4, "tasks": 17},
    "贵溪-贵办发2018-20号": {"section": 3, "tasks": 23},
    "桐乡-科技创新力提升行动方案": {"section": 4, "tasks": 0},
}


@cache
def document(folder: Path, name: str) -> ParsedDocument:
    return parse(load(folder / f"{name}.txt"), doc_id="d")


@pytest.mark.parametrize("name", COUNTS)
def test_the_tree_is_the_one_checked_by_hand(shipped_corpus: Path, name: str) -> None:
    parsed = document(shipped_corpus, name)
    text = parsed.document.text
    found = [
        [c.label, c.kind, c.number, " › ".join(c.path), c.body.of(text)[:10], c.body.of(text)[-10:]]
        for c in numbered(parsed)
    ]
    assert found == json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(("name", "counts"), COUNTS.items())
def test_sections_and_tasks_are_all_there(shipped_corpus: Path, name: str, counts: dict[str, int]) -> None:
    clauses = document(shipped_corpus, name).clauses
    assert sum(c.kind == "section" for c in clauses) == counts["section"]
    assert sum(c.kind == "item" and (c.number or "").isdecimal() for c in clauses) == counts["tasks"]


@pytest.mark.parametrize("name", COUNTS)
def test_no_finding_is_more_than_information(shipped_corpus: Path, name: str) -> None:
    assert {f.severity for f in document(shipped_corpus, name).findings} <= {"info"}


@pytest.mark.parametrize("name", COUNTS)
def test_every_change_is_on_record(shipped_corpus: Path, name: str) -> None:
    parsed = document(shipped_corpus, name)
    assert replayed(parsed) == parsed.document.text
    assert all(edit.reason for edit in parsed.edits)

"""Real pages of a portal: facts about structure and questions that were put together by others."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from ingestion.loading import load
from ingestion.model import ParsedDocument
from ingestion.parsing import parse
from tests.ingestion.parsing.reading import numbered, replayed


@cache
def page(path: Path) -> ParsedDocument:
    return parse(load(path), doc_id="d")


def facts(folder: Path, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (folder / name).read_text("utf-8").splitlines() if line.strip()]


def test_structure_comes_out_as_others_read_it(dev_corpus: Path) -> None:
    for fact in facts(dev_corpus, "sample_structure.jsonl"):
        parsed = page(dev_corpus / fact["file"])
        document = parsed.document
        assert (document.title, document.doc_number, document.issuer) == (
            fact["title"], fact["doc_number"], fact["issuer"],
        )  # fmt: skip
        assert document.written is not None
        assert document.written.isoformat() == fact["date_written"]
        assert [c.path[-1] for c in parsed.clauses if c.kind == "section"] == fact["top_sections"]
        assert sum(c.kind == "item" and c.level == 2 for c in parsed.clauses) == fact["n_level2"]
        by_heading = {c.path[-1]: c.id for c in parsed.clauses}
        for entry in fact["units_by_clause"]:
            clause = by_heading[entry["clause"]]
            units = [r.name for r in parsed.responsibilities if r.clause_id == clause and r.kind == "assigned"]
            assert units == entry["units"]


def test_the_words_that_answer_stand_in_a_clause(dev_corpus: Path) -> None:
    for fact in facts(dev_corpus, "sample_qa.jsonl"):
        for quote in fact["gold_quotes"]:
            parsed = page(dev_corpus / fact["file"])
            assert any(quote in c.body.of(parsed.document.text) for c in parsed.clauses), quote


def test_every_page_reads_with_title_number_issuer_and_date_and_loses_nothing(dev_corpus: Path) -> None:
    pages = sorted(dev_corpus.glob("*.html"))
    assert pages
    for path in pages:
        parsed = page(path)
        document = parsed.document
        assert document.title.startswith("国务院"), path.name
        assert "\n" not in document.title
        assert document.doc_number
        assert document.issuers
        assert document.written
        assert replayed(parsed) == document.text
        assert not [f for f in parsed.findings if f.severity == "error"]


def test_signatures_and_remarks_are_in_no_clause(dev_corpus: Path) -> None:
    for path in sorted(dev_corpus.glob("*.html")):
        parsed = page(path)
        for clause in numbered(parsed):
            lines = clause.body.of(parsed.document.text).split("\n")
            assert not {"国务院办公厅", "国务院", "（本文有删减）", "（此件公开发布）"} & set(lines), (
                path.name,
                clause.label,
            )

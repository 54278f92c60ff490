"""Many small files of six formats, some that nobody can read, through the whole pipeline."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from eval.bench.papers import FORMATS, Paper, compose, write_papers
from ingestion.errors import EmbeddingError
from ingestion.knowledge import KnowledgeBase
from ingestion.pipeline import IngestReport, check, ingest
from tests.ingestion.conftest import Open
from tests.ingestion.knowledge.policies import HashEmbedder

COUNT, CORRUPT = 32, 14


class FailingEmbedder(HashEmbedder):
    """Stops working after some texts."""

    def embed_passages(self, texts: Sequence[str]) -> np.ndarray:
        if self.embedded:
            raise EmbeddingError("没有响应")
        return super().embed_passages(texts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def papers(folder: Path) -> list[Paper]:
    return write_papers(folder, COUNT, CORRUPT)


def names(papers: list[Paper], *, readable: bool) -> set[str]:
    return {paper.name for paper in papers if paper.readable is readable}


def failed(report: IngestReport) -> set[str]:
    return {outcome.source for outcome in report.of("failed")}


def assert_whole(kb: KnowledgeBase, folder: Path, papers: list[Paper]) -> None:
    """The knowledge base is sound and holds every readable file as it reads now, and nothing else."""
    stored = {document.source: document.id for document in kb.documents()}
    assert stored.keys() == names(papers, readable=True)
    assert kb.health().ok
    for checked in check([folder]):
        if checked.parsed:
            doc_id = stored[checked.source]
            assert kb.document(doc_id).text == checked.parsed.document.text
            assert [c.label for c in kb.clauses(doc_id)] == [c.label for c in checked.parsed.clauses]
            assert len(kb.responsibilities(doc_id=doc_id)) == len(checked.parsed.responsibilities)


def test_every_readable_file_is_stored_and_every_other_named_with_a_reason(
    kb: KnowledgeBase, folder: Path, papers: list[Paper]
) -> None:
    report = ingest([folder], kb)
    assert report.counts == {"ingested": COUNT - CORRUPT, "failed": CORRUPT}
    assert failed(report) == names(papers, readable=False)
    assert all(outcome.reason for outcome in report.of("failed"))
    assert_whole(kb, folder, papers)


def test_an_ingest_that_broke_off_goes_on_where_it_stopped(
    open_kb: Open, folder: Path, papers: list[Paper], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingestion.pipeline._FILES_AT_ONCE", 8)
    kb = open_kb(FailingEmbedder())
    with pytest.raises(EmbeddingError):
        ingest([folder], kb)
    kb.close()
    kb = open_kb()
    already = len(kb.documents())
    report = ingest([folder], kb)
    assert 0 < already < len(names(papers, readable=True))
    assert len(report.of("unchanged")) == already
    assert failed(report) == names(papers, readable=False)
    assert_whole(kb, folder, papers)


def test_two_equal_files_that_cannot_be_read_are_both_named(kb: KnowledgeBase, folder: Path) -> None:
    folder.mkdir()
    for name in ("一.txt", "二.txt"):
        (folder / name).touch()
    assert failed(ingest([folder], kb)) == {"一.txt", "二.txt"}


@pytest.mark.parametrize("suffix", [name for name in FORMATS if name != "txt"])
def test_a_notice_has_the_same_clauses_and_units_in_every_format(suffix: str, folder: Path) -> None:
    lines = compose(random.Random(1), 1)
    folder.mkdir()
    for name in ("txt", suffix):
        (folder / f"通知.{name}").write_bytes(FORMATS[name](lines))
    first, second = (checked.parsed for checked in check([folder]))
    assert first is not None
    assert second is not None
    assert [c.label for c in first.clauses] == [c.label for c in second.clauses]
    assert [r.normalized for r in first.responsibilities] == [r.normalized for r in second.responsibilities]


def test_names_that_are_not_utf8_or_hold_terminal_codes_are_shown_in_one_plain_line(
    kb: KnowledgeBase, folder: Path
) -> None:
    folder.mkdir()
    text = "\n".join(compose(random.Random(1), 1))
    (folder / os.fsdecode("政策.txt".encode("gb18030"))).write_text(text, "utf-8")
    (folder / "\x1b[31m红\n行.txt").touch()
    assert {o.source: o.status for o in ingest([folder], kb).outcomes} == {
        "政策.txt": "ingested",
        "\ufffd[31m红\ufffd行.txt": "failed",
    }
    assert [o.status for o in ingest([folder], kb).of("unchanged", "failed")] == ["failed", "unchanged"]


def test_a_folder_named_by_way_of_its_parent_is_the_same_folder(kb: KnowledgeBase, folder: Path) -> None:
    write_papers(folder, 6, 0)
    ingest([folder], kb)
    assert ingest([folder / ".." / folder.name], kb).counts == {"unchanged": 6}


def test_a_text_beyond_any_policy_is_refused_before_it_is_parsed(kb: KnowledgeBase, folder: Path) -> None:
    folder.mkdir()
    (folder / "巨著.txt").write_text("一、推进改革，完成任务。\n" * 550_000, "utf-8")
    (outcome,) = ingest([folder], kb).outcomes
    assert outcome.reason == "全文有 715 万字，超过 200 万字的上限。请拆分后再导入。"

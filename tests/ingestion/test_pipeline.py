"""Files into the knowledge base."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ingestion.errors import EmbeddingError
from ingestion.knowledge import KnowledgeBase
from ingestion.metadata import FILE_NAME
from ingestion.model import ParsedDocument, RawDocument, SideMetadata
from ingestion.pipeline import FileOutcome, IngestProgress, IngestReport, check, ingest
from tests.ingestion.conftest import Open
from tests.ingestion.knowledge.policies import HashEmbedder, policy


def parse_lines(raw: RawDocument, *, doc_id: str, side: SideMetadata) -> ParsedDocument:
    """A policy whose title is the first line, with a clause for every other."""
    title, *sentences = raw.text.split("\n")
    parsed = policy(doc_id, *sentences, title=side.title or title)
    return replace(parsed, document=replace(parsed.document, source=raw.source))


Put = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


@pytest.fixture
def put(folder: Path) -> Put:
    def write(name: str, *lines: str) -> Path:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write


def run(kb: KnowledgeBase, *paths: Path, progress: Callable[[IngestProgress], None] = lambda _: None) -> IngestReport:
    return ingest(paths, kb, progress=progress, parse=parse_lines)


def statuses(report: IngestReport) -> dict[str, str]:
    return {outcome.source: outcome.status for outcome in report.outcomes}


def test_a_folder_becomes_documents(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    put("造林.txt", "造林方案", "每年造林三万亩", "管护古树名木")
    put("下级/外贸.txt", "外贸方案", "培育外贸企业")
    report = run(kb, folder)
    assert statuses(report) == {"下级/外贸.txt": "ingested", "造林.txt": "ingested"}
    assert {d.title: d.source for d in kb.documents()} == {"造林方案": "造林.txt", "外贸方案": "下级/外贸.txt"}
    assert report.of("ingested")[0] == FileOutcome(
        "下级/外贸.txt", "ingested", report.outcomes[0].doc_id, "外贸方案", 2
    )
    assert len(kb.search_lexical("古树", limit=3)) == 1


def test_unchanged_files_are_left_alone(kb: KnowledgeBase, folder: Path, put: Put, embedder: HashEmbedder) -> None:
    put("造林.txt", "造林方案", "每年造林三万亩")
    run(kb, folder)
    version = kb.version
    embedder.embedded.clear()
    assert statuses(run(kb, folder)) == {"造林.txt": "unchanged"}
    assert (kb.version, embedder.embedded) == (version, [])


def test_a_changed_file_replaces_its_document(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    path = put("造林.txt", "造林方案", "每年造林三万亩")
    put("外贸.txt", "外贸方案", "培育外贸企业")
    (doc_id,) = (o.doc_id for o in run(kb, folder).outcomes if o.source == "造林.txt")
    path.write_text("造林方案\n退耕还草", "utf-8")
    assert statuses(run(kb, folder)) == {"外贸.txt": "unchanged", "造林.txt": "replaced"}
    assert doc_id is not None
    assert "退耕还草" in kb.document(doc_id).text
    assert len(kb.documents()) == 2


def test_a_removed_file_disappears_everywhere(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    gone = put("造林.txt", "造林方案", "每年造林三万亩")
    put("外贸.txt", "外贸方案", "培育外贸企业")
    run(kb, folder)
    gone.unlink()
    assert statuses(run(kb, folder)) == {"外贸.txt": "unchanged", "造林.txt": "removed"}
    assert [d.title for d in kb.documents()] == ["外贸方案"]
    assert kb.search_lexical("造林", limit=3) == []
    assert kb.health().ok


def test_ingesting_one_file_removes_nothing_else(kb: KnowledgeBase, folder: Path, put: Put, tmp_path: Path) -> None:
    path = put("造林.txt", "造林方案", "每年造林三万亩")
    run(kb, folder)
    other = tmp_path / "外贸.txt"
    other.write_text("外贸方案\n培育外贸企业", "utf-8")
    path.unlink()
    run(kb, other)
    assert len(kb.documents()) == 2


def test_the_same_file_named_in_two_ways_is_one_document(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    path = put("下级/造林.txt", "造林方案", "每年造林三万亩")
    (first,) = run(kb, path).outcomes
    for again in (folder, path.parent, folder / "下级" / "*.txt"):
        assert run(kb, again).outcomes[0].doc_id == first.doc_id
    assert len(kb.documents()) == 1


def test_a_bad_file_is_reported_and_the_rest_goes_on(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    put("一.txt", "造林方案", "每年造林三万亩")
    (folder / "二.bin").write_bytes(bytes(range(256)) * 40)
    (folder / "三.txt").write_bytes(b"")
    put("四.txt", "外贸方案", "培育外贸企业")
    report = run(kb, folder, folder / "没有.txt")
    failed = {outcome.source: outcome.reason or "" for outcome in report.of("failed")}
    assert set(failed) == {"二.bin", "三.txt", "没有.txt"}
    assert all(any("\u4e00" <= c <= "\u9fff" for c in reason) for reason in failed.values())
    assert report.counts == {"ingested": 2, "failed": 3}


def test_a_fault_of_the_program_in_one_file_does_not_stop_the_rest(
    kb: KnowledgeBase, folder: Path, put: Put, caplog: pytest.LogCaptureFixture
) -> None:
    put("一.txt", "造林方案", "每年造林三万亩")
    put("二.txt", "外贸方案", "培育外贸企业")

    def fail_once(raw: RawDocument, *, doc_id: str, side: SideMetadata) -> ParsedDocument:
        if raw.source == "一.txt":
            raise ZeroDivisionError
        return parse_lines(raw, doc_id=doc_id, side=side)

    report = ingest([folder], kb, parse=fail_once)
    assert statuses(report) == {"一.txt": "failed", "二.txt": "ingested"}
    assert "ZeroDivisionError" in caplog.text


def test_a_file_that_can_no_longer_be_read_keeps_its_document(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    path = put("造林.txt", "造林方案", "每年造林三万亩")
    run(kb, folder)
    path.write_bytes(b"")
    assert statuses(run(kb, folder)) == {"造林.txt": "failed"}
    assert [d.title for d in kb.documents()] == ["造林方案"]


def test_of_identical_files_one_is_kept(kb: KnowledgeBase, folder: Path, put: Put, tmp_path: Path) -> None:
    put("一.txt", "造林方案", "每年造林三万亩")
    put("二.txt", "造林方案", "每年造林三万亩")
    report = run(kb, folder)
    assert statuses(report) == {"一.txt": "ingested", "二.txt": "duplicate"}
    assert "一.txt" in (report.outcomes[1].reason or "")
    copy = tmp_path / "三.txt"
    copy.write_text("造林方案\n每年造林三万亩", "utf-8")
    assert statuses(run(kb, copy)) == {"三.txt": "duplicate"}
    assert len(kb.documents()) == 1


def test_a_file_that_becomes_a_copy_gives_up_its_document(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    put("一.txt", "造林方案", "每年造林三万亩")
    put("二.txt", "外贸方案", "培育外贸企业")
    run(kb, folder)
    put("二.txt", "造林方案", "每年造林三万亩")
    assert statuses(run(kb, folder)) == {"一.txt": "unchanged", "二.txt": "duplicate"}
    assert [d.title for d in kb.documents()] == ["造林方案"]


def test_files_that_swap_their_content_are_both_kept(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    contents = [("造林方案", "每年造林三万亩"), ("外贸方案", "培育外贸企业")]
    for names in (("一.txt", "二.txt"), ("二.txt", "一.txt")):
        for name, lines in zip(names, contents, strict=True):
            put(name, *lines)
        report = run(kb, folder)
    assert statuses(report) == {"一.txt": "replaced", "二.txt": "replaced"}
    assert {d.source: d.title for d in kb.documents()} == {"一.txt": "外贸方案", "二.txt": "造林方案"}


def test_a_moved_file_keeps_its_document(kb: KnowledgeBase, folder: Path, put: Put, embedder: HashEmbedder) -> None:
    path = put("造林.txt", "造林方案", "每年造林三万亩")
    (first,) = run(kb, folder).outcomes
    embedder.embedded.clear()
    path.rename(folder / "绿化.txt")
    (second,) = run(kb, folder).outcomes
    assert (second.status, second.doc_id) == ("unchanged", first.doc_id)
    assert embedder.embedded == []
    assert [Path(source.origin).name for source in kb.sources()] == ["绿化.txt"]


def test_staff_metadata_reaches_the_parser_and_a_change_of_it_counts(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    put("造林.txt", "造林方案", "每年造林三万亩")
    run(kb, folder)
    put(FILE_NAME, '["造林.txt"]', 'doc_id = "forest"', 'title = "全市造林方案"')
    assert run(kb, folder).outcomes[0].doc_id == "forest"
    assert [(d.id, d.title) for d in kb.documents()] == [("forest", "全市造林方案")]
    put(FILE_NAME, '["造林.txt"]', 'doc_id = "forest"', 'title = "全省造林方案"')
    assert statuses(run(kb, folder)) == {"造林.txt": "replaced"}
    assert kb.document("forest").title == "全省造林方案"


def test_bad_staff_metadata_fails_its_file_only(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    put("造林.txt", "造林方案", "每年造林三万亩")
    put("外贸.txt", "外贸方案", "培育外贸企业")
    put(FILE_NAME, '["造林.txt"]', "titel = 1")
    report = run(kb, folder)
    assert statuses(report) == {"外贸.txt": "ingested", "造林.txt": "failed"}
    assert "titel" in (report.of("failed")[0].reason or "")


def test_an_id_that_staff_gave_twice_is_refused(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    put("一.txt", "造林方案", "每年造林三万亩")
    put("二.txt", "外贸方案", "培育外贸企业")
    put(FILE_NAME, '["一.txt"]', 'doc_id = "x"', '["二.txt"]', 'doc_id = "x"')
    assert statuses(run(kb, folder)) == {"一.txt": "ingested", "二.txt": "failed"}


def test_ids_that_staff_swapped_lose_no_document(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    put("一.txt", "造林方案", "每年造林三万亩")
    put("二.txt", "外贸方案", "培育外贸企业")
    for first, second in (("x", "y"), ("y", "x")):
        put(FILE_NAME, '["一.txt"]', f'doc_id = "{first}"', '["二.txt"]', f'doc_id = "{second}"')
        run(kb, folder)
    assert {d.id: d.title for d in kb.documents()} == {"y": "造林方案", "x": "外贸方案"}


def test_archives_are_read_and_their_removed_members_disappear(kb: KnowledgeBase, folder: Path) -> None:
    for members in (("一.txt", "二.txt"), ("二.txt",)):
        with zipfile.ZipFile(folder / "包.zip", "w") as archive:
            for name in members:
                archive.writestr(name, f"{name}方案\n{name}的任务")
        run(kb, folder)
    assert [d.title for d in kb.documents()] == ["二.txt方案"]


def test_an_interrupted_ingest_goes_on_where_it_stopped(
    open_kb: Open, folder: Path, put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ingestion.pipeline._CLAUSES_AT_ONCE", 4)
    for n in range(6):
        put(f"{n}.txt", f"方案{n}", *(f"方案{n}的任务{i}" for i in range(3)))

    class Failing(HashEmbedder):
        def embed_passages(self, texts):  # type: ignore[no-untyped-def]
            if len(self.embedded) >= 6:
                raise EmbeddingError("接口无响应。")
            return super().embed_passages(texts)

    with open_kb(Failing()) as kb, pytest.raises(EmbeddingError):
        run(kb, folder)
    embedder = HashEmbedder()
    with open_kb(embedder) as kb:
        assert run(kb, folder).counts == {"unchanged": 2, "ingested": 4}
        assert len(embedder.embedded) == 12
        assert len(kb.documents()) == 6


def test_progress_tells_of_every_file_and_clause(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    for n in range(3):
        put(f"{n}.txt", f"方案{n}", f"方案{n}的任务甲", f"方案{n}的任务乙")
    heard: list[IngestProgress] = []
    report = run(kb, folder, progress=heard.append)
    assert (heard[-1].files, heard[-1].files_done, heard[-1].clauses_done) == (3, 3, 6)
    assert tuple(outcome for progress in heard for outcome in progress.finished) == report.outcomes
    assert heard[-1].seconds_left == 0
    assert heard[-1].clauses_per_second > 0


@pytest.mark.parametrize(
    ("done", "skipped", "left"),
    [(0, 0, None), (25, 0, 30.0), (90, 0, 10.0 / 9), (90, 90, None), (95, 90, 10.0), (100, 100, 0.0)],
)
def test_the_time_left_follows_from_the_files_that_took_time(done: int, skipped: int, left: float | None) -> None:
    assert IngestProgress(100, done, 0, 10.0, files_skipped=skipped).seconds_left == left


def test_files_that_are_left_alone_are_told_apart(kb: KnowledgeBase, folder: Path, put: Put) -> None:
    put("一.txt", "方案一", "任务甲")
    run(kb, folder)
    put("二.txt", "方案二", "任务乙")
    heard: list[IngestProgress] = []
    run(kb, folder, progress=heard.append)
    assert (heard[-1].files_done, heard[-1].files_skipped) == (2, 1)


def test_check_reads_without_storing(folder: Path, put: Put) -> None:
    put("造林.txt", "造林方案", "每年造林三万亩")
    (folder / "坏.bin").write_bytes(bytes(range(256)) * 40)
    good, bad = sorted(check([folder], parse=parse_lines), key=lambda checked: checked.reason is not None)
    assert good.parsed is not None
    assert [finding.code for finding in good.findings] == ["edition"]
    assert (bad.source, bad.parsed, bad.findings) == ("坏.bin", None, ())
    assert bad.reason


def test_the_shipped_corpus_is_ingested_with_the_real_parser(kb: KnowledgeBase, shipped_corpus: Path) -> None:
    report = ingest([shipped_corpus], kb)
    assert report.counts == {"ingested": 5}
    assert {d.region.name for d in kb.documents() if d.region} == {"常州市", "泰州市", "扬州市", "桐乡市", "贵溪市"}
    assert kb.health().ok
    (hit,) = kb.search_lexical("瞪羚企业 泰州", limit=1)
    assert "瞪羚" in kb.clause(hit.clause_id).span.of(kb.document(hit.doc_id).text)

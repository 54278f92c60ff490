"""Kills, second processes and damage: the catalog decides, and nothing is embedded again."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE, Popen

import pytest

from ingestion.errors import KnowledgeBaseBusy, KnowledgeBaseDamaged, KnowledgeBaseError, KnowledgeBaseStale
from ingestion.knowledge import KnowledgeBase
from ingestion.knowledge.vectors import VectorIndex
from ingestion.model import ParsedDocument
from tests.ingestion.conftest import Open
from tests.ingestion.knowledge import dying
from tests.ingestion.knowledge.policies import HashEmbedder, policy


class Others:
    """Other processes, all forked from one that has the libraries imported."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.ingestion.knowledge.dying"]
        self._parent = Popen(command, stdin=PIPE, stdout=PIPE, text=True)
        self._running: set[int] = set()

    def start(self, function: Callable[..., None], *arguments: object) -> int:
        """The id of a process that runs `function`."""
        pid = self._ask("pid", "start", function.__name__, *map(str, arguments))
        self._running.add(pid)
        return pid

    def await_ready(self) -> None:
        self._hear("ready")

    def wait(self, pid: int) -> int:
        self._running.discard(pid)
        return self._ask("status", "wait", pid)

    def kill(self, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        self.wait(pid)

    def close(self) -> None:
        for pid in set(self._running):
            self.kill(pid)
        self._parent.communicate()

    def _ask(self, answer: str, *command: object) -> int:
        assert self._parent.stdin
        self._parent.stdin.write(json.dumps(command) + "\n")
        self._parent.stdin.flush()
        return self._hear(answer)

    def _hear(self, answer: str) -> int:
        assert self._parent.stdout
        while line := self._parent.stdout.readline():
            message: dict[str, int] = json.loads(line)
            if answer in message:
                return message[answer]
        raise AssertionError("the other process is gone")


@pytest.fixture(scope="module")
def others() -> Iterator[Others]:
    others = Others()
    yield others
    others.close()


def _check_whole(kb: KnowledgeBase, embedder: HashEmbedder, *editions: ParsedDocument) -> None:
    """The document is one of `editions` in the catalog and in both indexes, and nothing was embedded for it."""
    assert kb.health().problems == ()
    assert embedder.embedded == []
    found = next(edition for edition in editions if edition.document == kb.document("林业"))
    assert tuple(kb.clauses("林业")) == found.clauses
    ids = {clause.id for clause in found.clauses[1:]}
    words = found.document.text
    assert {hit.clause_id for hit in kb.search_lexical(words, limit=20)} == ids
    vector = embedder.embed_query(words)
    assert {hit.clause_id for hit in kb.search_dense(vector, limit=20)} == ids
    assert {hit.clause_id for hit in kb.search_dense(vector, limit=20, doc_ids=frozenset({"林业"}))} == ids


@pytest.mark.parametrize("point", dying.POINTS)
def test_a_kill_leaves_the_old_or_the_new_document(
    open_kb: Open, embedder: HashEmbedder, data_dir: Path, others: Others, point: str
) -> None:
    with open_kb() as kb:
        kb.replace(dying.OLD, content_hash="旧")
    embedder.embedded.clear()
    assert others.wait(others.start(dying.replace_and_die, data_dir, point)) == -signal.SIGKILL
    with open_kb() as kb:
        _check_whole(kb, embedder, dying.OLD, dying.NEW)
        kb.replace(dying.NEW, content_hash="新")
        embedder.embedded.clear()
        _check_whole(kb, embedder, dying.NEW)


def test_kills_at_any_time_leave_a_sound_knowledge_base(
    open_kb: Open, embedder: HashEmbedder, data_dir: Path, others: Others
) -> None:
    for delay in (0.0, 0.05, 0.11, 0.23):
        pid = others.start(dying.replace_for_ever, data_dir)
        others.await_ready()
        time.sleep(delay)
        others.kill(pid)
        with open_kb() as kb:
            assert kb.health().problems == ()
            document = kb.document("轮换")
            edition = kb.content_hash("轮换")
            assert document.text.count(f"({edition})") == 29
            assert len(kb.clauses("轮换")) == 30
    assert embedder.embedded == []


def test_a_second_process_is_told_who_holds_the_directory(open_kb: Open, data_dir: Path, others: Others) -> None:
    pid = others.start(dying.hold, data_dir)
    others.await_ready()
    with pytest.raises(KnowledgeBaseBusy, match=f"进程号 {pid}"):
        open_kb()
    others.kill(pid)
    assert open_kb().documents() == []


def test_the_directory_is_free_after_a_failed_open(open_kb: Open) -> None:
    with open_kb() as kb:
        kb.replace(dying.OLD, content_hash="旧")
    with pytest.raises(KnowledgeBaseStale):
        open_kb(HashEmbedder("other/1"))
    assert len(open_kb().documents()) == 1


def _lose_vectors(data_dir: Path) -> None:
    shutil.rmtree(data_dir / "vectors")


def _scramble_vectors(data_dir: Path) -> None:
    for file in (data_dir / "vectors").rglob("chroma.sqlite3"):
        file.write_bytes(b"not a database" * 100)


def _empty_vectors(data_dir: Path) -> None:
    for file in (data_dir / "vectors").rglob("chroma.sqlite3"):
        file.unlink()


def _lose_lexical(data_dir: Path) -> None:
    shutil.rmtree(data_dir / "lexical")


def _scramble_lexical(data_dir: Path) -> None:
    for file in (data_dir / "lexical").rglob("meta.json"):
        file.write_text("{")


def _lose_mark(data_dir: Path) -> None:
    (data_dir / "lexical.json").unlink()


def _scramble_mark(data_dir: Path) -> None:
    (data_dir / "lexical.json").write_text('["?"]')


@pytest.mark.parametrize(
    "damage",
    [
        _lose_vectors,
        _scramble_vectors,
        _empty_vectors,
        _lose_lexical,
        _scramble_lexical,
        _lose_mark,
        _scramble_mark,
    ],
)
def test_a_damaged_index_is_rebuilt_when_opened(
    open_kb: Open, embedder: HashEmbedder, data_dir: Path, notices: list[str], damage: Callable[[Path], None]
) -> None:
    with open_kb() as kb:
        kb.replace(dying.OLD, content_hash="旧")
    embedder.embedded.clear()
    damage(data_dir)
    with open_kb() as kb:
        _check_whole(kb, embedder, dying.OLD)
        assert any("重建" in notice for notice in notices)
    notices.clear()
    with open_kb() as kb:
        _check_whole(kb, embedder, dying.OLD)
    assert notices == []


def test_a_vector_that_the_graph_does_not_lead_to_is_no_damage(
    open_kb: Open, notices: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_kb() as kb:
        kb.replace(dying.OLD, content_hash="旧")
    search = VectorIndex.search
    monkeypatch.setattr(VectorIndex, "search", lambda *args: search(*args)[-1:])
    with open_kb() as kb:
        assert kb.health().ok
    assert notices == []


def test_vectors_that_vanished_without_an_error_are_noticed(
    open_kb: Open, embedder: HashEmbedder, data_dir: Path, notices: list[str]
) -> None:
    with open_kb() as kb:
        kb.replace(policy("长", *(f"第{i}项任务完成{i * 7}件" for i in range(1100))), content_hash="长")
    graphs = [folder for folder in (data_dir / "vectors").glob("*/*") if folder.is_dir()]
    assert graphs, "Chroma has written its graph"
    for folder in graphs:
        shutil.rmtree(folder)
    embedder.embedded.clear()
    with open_kb() as kb:
        passage = kb.document("长").text.splitlines()[900]
        assert len(kb.search_dense(embedder.embed_query(passage), limit=5)) == 5
        assert kb.health().ok
    assert len(notices) == 1
    assert embedder.embedded == []


def test_an_index_from_a_backup_is_brought_up_to_date(
    open_kb: Open, embedder: HashEmbedder, data_dir: Path, tmp_path: Path
) -> None:
    with open_kb() as kb:
        kb.replace(dying.OLD, content_hash="旧")
    for name in ("vectors", "lexical"):
        shutil.copytree(data_dir / name, tmp_path / name)
    shutil.copy(data_dir / "lexical.json", tmp_path)
    with open_kb() as kb:
        kb.replace(dying.NEW, content_hash="新")
    embedder.embedded.clear()
    for name in ("vectors", "lexical"):
        shutil.rmtree(data_dir / name)
        shutil.copytree(tmp_path / name, data_dir / name)
    shutil.copy(tmp_path / "lexical.json", data_dir)
    with open_kb() as kb:
        _check_whole(kb, embedder, dying.NEW)


def test_repair_rebuilds_both_indexes_without_embedding(kb: KnowledgeBase, embedder: HashEmbedder) -> None:
    kb.replace(dying.OLD, content_hash="旧")
    embedder.embedded.clear()
    version = kb.version
    kb.repair()
    _check_whole(kb, embedder, dying.OLD)
    assert kb.version != version, "other processes look for the rebuilt index"


def test_vectors_of_another_model_are_refused_until_everything_is_embedded_again(open_kb: Open) -> None:
    with open_kb() as kb:
        kb.replace(dying.OLD, content_hash="旧")
    other = HashEmbedder("other/1", dimension=32)
    with pytest.raises(KnowledgeBaseStale, match="doctor --reembed"):
        open_kb(other)
    done: list[int] = []
    with open_kb(other, any_model=True) as kb:
        kb.reembed(progress=done.append)
        assert sum(done) == len(other.embedded) == 2
    other.embedded.clear()
    with open_kb(other) as kb:
        _check_whole(kb, other, dying.OLD)
    with pytest.raises(KnowledgeBaseStale):
        open_kb()


def test_an_interrupted_move_to_another_model_goes_on_where_it_stopped(open_kb: Open) -> None:
    with open_kb() as kb:
        for name in ("甲", "乙", "丙"):
            kb.replace(policy(name, f"{name}项任务"), content_hash=name)

    class Failing(HashEmbedder):
        def embed_passages(self, texts):  # type: ignore[no-untyped-def]
            if self.embedded:
                raise ConnectionError
            return super().embed_passages(texts[:1])

    with open_kb(Failing("other/1"), any_model=True) as kb, pytest.raises(ValueError, match="zip"):
        kb.reembed()
    with open_kb() as kb:
        assert kb.health().ok, "the old model serves until the new one is complete"


def test_a_model_that_changes_its_dimension_under_the_same_name_is_refused(open_kb: Open) -> None:
    with open_kb() as kb:
        kb.replace(dying.OLD, content_hash="旧")
    other = HashEmbedder(dimension=20)
    with open_kb(other) as kb:
        with pytest.raises(KnowledgeBaseStale, match="维"):
            kb.replace(dying.NEW, content_hash="新")
        kb.reembed()
        other.embedded.clear()
        _check_whole(kb, other, dying.OLD)


def test_an_empty_knowledge_base_takes_any_model(open_kb: Open) -> None:
    with open_kb() as kb:
        kb.replace(dying.OLD, content_hash="旧")
        kb.remove("林业")
    with open_kb(HashEmbedder("other/1", dimension=20)) as kb:
        kb.replace(dying.NEW, content_hash="新")
        assert kb.health().ok


def test_a_catalog_that_is_no_database_is_named(open_kb: Open, data_dir: Path) -> None:
    data_dir.mkdir()
    (data_dir / "catalog.sqlite3").write_bytes(b"junk" * 1000)
    with pytest.raises(KnowledgeBaseDamaged, match="目录库"):
        open_kb()


def test_a_catalog_of_another_schema_is_named(open_kb: Open, data_dir: Path) -> None:
    open_kb().close()
    with sqlite3.connect(data_dir / "catalog.sqlite3") as connection:
        connection.execute("UPDATE kb_meta SET value = '0' WHERE key = 'schema'")
    connection.close()
    with pytest.raises(KnowledgeBaseStale, match="版本"):
        open_kb()


def test_a_data_directory_that_is_a_file_is_named(open_kb: Open, data_dir: Path) -> None:
    data_dir.write_text("")
    with pytest.raises(KnowledgeBaseError, match="无法使用"):
        open_kb()

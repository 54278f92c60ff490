"""Several workers beside one Chroma server: each is a `KnowledgeBase` of its own on the same catalog."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from ingestion.errors import KnowledgeBaseError, KnowledgeBaseStale
from ingestion.knowledge import Health, KnowledgeBase, KnowledgeConfig
from ingestion.knowledge.indexes import Indexes
from tests.ingestion.conftest import Open
from tests.ingestion.knowledge.policies import HashEmbedder, policy

Worker = Callable[..., KnowledgeBase]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    port = _free_port()
    program = Path(sys.executable).with_name("chroma")
    command = [program, "run", "--path", tmp_path_factory.mktemp("chroma"), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        end = time.monotonic() + 30
        while time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
        server.kill()


@pytest.fixture
def worker(chroma_url: str, data_dir: Path) -> Iterator[Worker]:
    """Opens one more worker."""
    with ExitStack() as stack:

        def open_one(
            *, embedder: HashEmbedder | None = None, any_model: bool = False, **config: object
        ) -> KnowledgeBase:
            settings = replace(KnowledgeConfig(data_dir, chroma_url=chroma_url), **config)  # type: ignore[arg-type]
            kb = KnowledgeBase.open(settings, embedder or HashEmbedder(), any_model=any_model)
            return stack.enter_context(kb)

        yield open_one


def _found(kb: KnowledgeBase, words: str) -> set[str]:
    """The documents whose clauses both searches find."""
    dense = {hit.doc_id for hit in kb.search_dense(HashEmbedder().embed_query(words), limit=50)}
    return dense & {hit.doc_id for hit in kb.search_lexical(words, limit=50)}


def test_what_one_worker_changes_all_workers_see(worker: Worker) -> None:
    one, two = worker(), worker()
    one.replace(policy("甲", "每年造林三万亩"), content_hash="1")
    assert _found(two, "造林") == {"甲"}
    two.replace(policy("甲", "退耕还草", "管护古树"), content_hash="2")
    assert (_found(one, "造林"), _found(one, "古树")) == (set(), {"甲"})
    one.repair()
    assert _found(two, "古树") == {"甲"}
    assert two.health() == Health(documents=1, clauses=2, vectors=2, lexical=2)
    two.remove("甲")
    assert one.documents() == []
    assert _found(one, "古树") == set()


def test_workers_that_write_at_once_lose_nothing(worker: Worker) -> None:
    workers = [worker(), worker()]
    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(workers[i % 2].replace, policy(f"并{i}", f"第{i}项任务"), content_hash=str(i)) for i in range(8)
        ]
        for job in jobs:
            job.result()
    for kb in workers:
        assert kb.health() == Health(documents=8, clauses=8, vectors=8, lexical=8)


def test_a_host_with_a_directory_of_its_own_catches_up(worker: Worker, data_dir: Path, tmp_path: Path) -> None:
    here = worker()
    here.replace(policy("甲", "每年造林三万亩"), content_hash="1")
    there = worker(data_dir=tmp_path / "there", database_url=f"sqlite:///{data_dir / 'catalog.sqlite3'}")
    assert _found(there, "造林") == {"甲"}
    here.replace(policy("乙", "深耕良田"), content_hash="2")
    assert _found(there, "良田") == {"乙"}
    assert there.health().ok


def test_workers_notice_that_the_model_was_changed(worker: Worker) -> None:
    old = worker()
    old.replace(policy("甲", "每年造林三万亩"), content_hash="1")
    assert _found(old, "造林") == {"甲"}
    worker(embedder=HashEmbedder("other/1", dimension=32), any_model=True).reembed()
    with pytest.raises(KnowledgeBaseStale, match="reembed"):
        _found(old, "造林")


def test_a_server_that_is_down_is_broken_not_empty(worker: Worker) -> None:
    with worker() as kb:
        kb.replace(policy("甲", "每年造林三万亩"), content_hash="1")
    lost = worker(chroma_url=f"http://127.0.0.1:{_free_port()}")
    with pytest.raises(KnowledgeBaseError, match="向量服务器"):
        lost.search_dense(HashEmbedder().embed_query("造林"), limit=3)
    assert {hit.doc_id for hit in lost.search_lexical("造林", limit=3)} == {"甲"}


def test_a_server_that_holds_nothing_yet_is_filled_from_the_catalog(open_kb: Open, worker: Worker) -> None:
    with open_kb() as kb:
        kb.replace(policy("甲", "每年造林三万亩"), content_hash="1")
    assert _found(worker(), "造林") == {"甲"}


def test_a_worker_writes_to_the_indexes_that_another_has_rebuilt(worker: Worker) -> None:
    one, two = worker(), worker()
    one.replace(policy("甲", "每年造林三万亩"), content_hash="1")
    two.repair()
    one.replace(policy("乙", "深耕良田"), content_hash="2")
    assert two.health() == one.health() == Health(documents=2, clauses=2, vectors=2, lexical=2)


def test_a_worker_that_waits_to_mend_sees_what_was_written_meanwhile(
    worker: Worker, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = worker()
    one.replace(policy("甲", "每年造林三万亩"), content_hash="1")
    waiting, settle = Event(), Indexes._settle_lexical

    def tell_and_settle(indexes: Indexes) -> None:
        waiting.set()
        settle(indexes)

    monkeypatch.setattr(Indexes, "_settle_lexical", tell_and_settle)
    with ThreadPoolExecutor(1) as pool:
        with one.writing_alone():
            mark = data_dir / "lexical.json"
            mark.write_text(mark.read_text().replace('"clean"', '"unclean"'))  # as a kill leaves it
            opening = pool.submit(worker)
            assert waiting.wait(30)
            one.replace(policy("乙", "深耕良田"), content_hash="2")
        two = opening.result()
    assert two.health() == Health(documents=2, clauses=2, vectors=2, lexical=2)

"""The Chroma server that we start ourselves: it moves the vectors in, survives kills and leaves with its parent."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import httpx
import pytest

from ingestion.errors import KnowledgeBaseBusy, VectorServerAway
from ingestion.knowledge import Health, KnowledgeBase, KnowledgeConfig
from ingestion.knowledge.server import ChromaServer
from tests.ingestion.conftest import Open
from tests.ingestion.knowledge.policies import HashEmbedder, policy

Serve = Callable[[], ChromaServer]
PARENT = """
import sys, time
from pathlib import Path
from ingestion.knowledge import KnowledgeConfig
from ingestion.knowledge.server import ChromaServer
if __name__ == "__main__":
    with ChromaServer(KnowledgeConfig(Path(sys.argv[1])), notify=print) as server:
        print(server.pid, flush=True)
        time.sleep(60)
"""


@pytest.fixture
def serve(data_dir: Path, notices: list[str]) -> Iterator[Serve]:
    """Starts a server over the data directory of this test."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(ChromaServer(KnowledgeConfig(data_dir), notify=notices.append))


def _opened(server: ChromaServer, embedder: HashEmbedder) -> KnowledgeBase:
    return KnowledgeBase.open(server.config, embedder)


def _found(kb: KnowledgeBase, words: str) -> set[str]:
    """The documents that vectors alone find."""
    return {hit.doc_id for hit in kb.search_dense(HashEmbedder().embed_query(words), limit=50)}


def _wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def _health(kb: KnowledgeBase) -> Health | None:
    """None while the server is being started again."""
    try:
        return kb.health()
    except VectorServerAway:
        return None


def _is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_vectors_move_to_the_server_and_back(open_kb: Open, embedder: HashEmbedder, data_dir: Path) -> None:
    with open_kb() as kb:
        kb.replace(policy("甲", "每年造林三万亩"), content_hash="1")
    embedder.embedded.clear()
    with ChromaServer(KnowledgeConfig(data_dir), notify=lambda _: None) as server, _opened(server, embedder) as kb:
        assert _found(kb, "造林") == {"甲"}
        assert embedder.embedded == []
        kb.replace(policy("甲", "深耕良田万顷"), content_hash="2")
    embedder.embedded.clear()
    with open_kb() as kb:
        vector = embedder.embed_query("深耕良田万顷")
        assert [hit.clause_id for hit in kb.search_dense(vector, limit=5)] == [kb.clauses("甲")[1].id]
        assert kb.health() == Health(documents=1, clauses=1, vectors=1, lexical=1)
        assert embedder.embedded == []


def test_a_killed_server_is_started_again_at_its_address(
    serve: Serve, embedder: HashEmbedder, notices: list[str]
) -> None:
    server = serve()
    with _opened(server, embedder) as kb:
        kb.replace(policy("甲", "每年造林三万亩"), content_hash="1")
        killed = server.pid
        server.kill()
        kb.replace(policy("乙", "深耕良田"), content_hash="2")  # waits for the server
        assert server.pid != killed
        assert _found(kb, "造林") == {"甲", "乙"}
        assert kb.health() == Health(documents=2, clauses=2, vectors=2, lexical=2)
    assert "意外退出" in notices[0]


@contextmanager
def _killing(server: ChromaServer) -> Iterator[None]:
    """The server is killed every so often while the block runs, once it answers again."""
    stop, address = threading.Event(), f"{server.config.chroma_url}/api/v2/heartbeat"

    def keep_killing() -> None:
        while not stop.wait(0.5):
            with suppress(httpx.HTTPError):
                httpx.get(address)
                server.kill()

    killer = threading.Thread(target=keep_killing, daemon=True)
    killer.start()
    try:
        yield
    finally:
        stop.set()
        killer.join()


def test_kills_while_documents_change_lose_nothing(serve: Serve, embedder: HashEmbedder) -> None:
    server = serve()
    with _opened(server, embedder) as kb:
        editions = [policy(f"文{i}", *(f"第{i}号第{n}项任务" for n in range(40))) for i in range(12)]
        kb.replace(editions[0], content_hash="0")  # opened before: Chroma leaves sockets open where it cannot connect
        with _killing(server):
            for i, edition in enumerate(editions[1:], start=1):
                kb.replace(edition, content_hash=str(i))
        _wait_for(lambda: _health(kb) == Health(documents=12, clauses=480, vectors=480, lexical=480))
        for i in range(12):
            assert f"文{i}" in _found(kb, f"第{i}号第7项任务")


def _lose_graph(store: Path) -> None:
    graphs = [folder for folder in store.iterdir() if folder.is_dir()]
    assert graphs, "Chroma has written its graph"
    for folder in graphs:
        shutil.rmtree(folder)


def _scramble(store: Path) -> None:
    for file in store.glob("chroma.sqlite3*"):
        file.write_bytes(b"junk" * 1000)


@pytest.mark.parametrize("damage", [_lose_graph, _scramble, shutil.rmtree])
def test_what_a_kill_has_damaged_is_rebuilt_before_the_server_is_used(
    embedder: HashEmbedder, data_dir: Path, notices: list[str], damage: Callable[[Path], None]
) -> None:
    with ChromaServer(KnowledgeConfig(data_dir), notify=notices.append) as server, _opened(server, embedder) as kb:
        kb.replace(policy("长", *(f"第{i}项任务完成{i * 7}件" for i in range(1100))), content_hash="长")
    damage(data_dir / "chroma" / "store")
    (data_dir / "chroma" / "running").touch()  # as a kill leaves it
    embedder.embedded.clear()
    with ChromaServer(KnowledgeConfig(data_dir), notify=notices.append) as server, _opened(server, embedder) as kb:
        for clause in kb.clauses("长")[1::100]:
            vector = embedder.embed_query(clause.body.of(kb.document("长").text))
            assert len(kb.search_dense(vector, limit=5)) == 5
        assert kb.health().ok
        assert embedder.embedded == []


def test_an_embedded_chroma_is_never_shared(open_kb: Open, serve: Serve, data_dir: Path) -> None:
    with open_kb(), pytest.raises(KnowledgeBaseBusy, match=f"进程号 {os.getpid()}"):
        serve()
    server = serve()
    with pytest.raises(KnowledgeBaseBusy, match=f"CHROMA_URL={server.config.chroma_url}"):
        open_kb()
    with pytest.raises(KnowledgeBaseBusy, match="已有一个多进程服务"):
        serve()


def test_the_server_leaves_with_its_parent_and_its_address_stays(serve: Serve, data_dir: Path) -> None:
    data_dir.mkdir()
    command = [sys.executable, "-c", PARENT, str(data_dir)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        pid = int(parent.stdout.readline())
        port = (data_dir / "chroma" / "port").read_text()
        parent.kill()
    _wait_for(lambda: _is_gone(pid))
    server = serve()
    assert server.config.chroma_url == f"http://127.0.0.1:{port}"

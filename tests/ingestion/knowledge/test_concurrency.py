"""Readers while documents change: one version or another, never a mix, never an error."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np
import pytest
from sqlalchemy import event

from ingestion.errors import NotFound
from ingestion.knowledge import Hit, KnowledgeBase
from tests.ingestion.knowledge.policies import HashEmbedder, policy

SECONDS = 1.0
TASKS = 12


def _edition(number: int) -> tuple[str, ...]:
    """The same tasks in every version, but ever more of them and at other places of the text."""
    return tuple(f"任务{n}完成{'扩' * (number % 5)}建{n}处" for n in range(TASKS + number % 4))


def _look(kb: KnowledgeBase, embedder: HashEmbedder) -> str:
    """Read the changing document in every way and return its edition."""
    with kb.snapshot():
        document, clauses = kb.document("变"), kb.clauses("变")
        editions = set(re.findall(r"\((\d+)\)", document.text))
        assert len(editions) == 1
        for clause in clauses[1:]:
            assert clause.body.of(document.text).startswith(f"{clause.number}.任务")
        ids = {clause.id for clause in clauses[1:]}
        hits = kb.search_lexical("任务完成扩建", limit=50)
        assert {hit.clause_id for hit in hits if hit.doc_id == "变"} == ids
        vector = embedder.embed_query("任务完成扩建")
        assert {hit.clause_id for hit in kb.search_dense(vector, limit=50, doc_ids=frozenset({"变"}))} == ids
        found = {hit.clause_id for hit in kb.search_dense(vector, limit=50) if hit.doc_id == "变"}
        assert found == ids
        assert set(kb.clause_map(ids)) == ids
        assert len(kb.responsibilities(doc_id="变")) == len(ids)
        assert kb.content_hash("变") in editions
        return editions.pop()


def test_readers_see_whole_editions_while_a_document_changes(kb: KnowledgeBase, embedder: HashEmbedder) -> None:
    kb.replace(policy("静", "岿然不动的一项工作"), content_hash="静")
    kb.replace(policy("变", *_edition(0), edition="0"), content_hash="0")
    stop = Event()

    def read() -> list[str]:
        seen = []
        while not stop.is_set():
            seen.append(_look(kb, embedder))
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(4)]
        end = time.monotonic() + SECONDS
        number = 0
        while (number < 5 or time.monotonic() < end) and not any(reader.done() for reader in readers):
            number += 1
            kb.replace(policy("变", *_edition(number), edition=str(number)), content_hash=str(number))
        stop.set()
        seen = [reader.result() for reader in readers]
    assert number >= 5
    assert all(editions == sorted(editions, key=int) for editions in seen), "nobody goes back in time"
    assert len({edition for editions in seen for edition in editions}) > 1
    assert kb.health().ok


def test_readers_of_a_document_that_comes_and_goes_never_fail(kb: KnowledgeBase, embedder: HashEmbedder) -> None:
    kb.replace(policy("静", "岿然不动的一项工作"), content_hash="静")
    stop = Event()

    def read() -> int:
        rounds = 0
        while not stop.is_set():
            for hit in kb.search_lexical("工作任务", limit=20) + kb.search_dense(
                embedder.embed_query("任务"), limit=20
            ):
                clause = kb.clause_map([hit.clause_id]).get(hit.clause_id)
                assert clause is None or clause.doc_id == hit.doc_id
                try:
                    assert kb.document(hit.doc_id).text
                except NotFound:
                    assert hit.doc_id == "变"
            assert "静" in {document.id for document in kb.documents()}
            rounds += 1
        return rounds

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        for number in range(8):
            kb.replace(policy("变", *_edition(number), edition=str(number)), content_hash=str(number))
            kb.remove("变")
        stop.set()
        assert all(reader.result() for reader in readers)
    assert kb.health().ok


CLAUSES = ("变-1-1", "变-1-2")
READS: dict[str, Callable[[KnowledgeBase, np.ndarray], object]] = {
    "document": lambda kb, _: kb.document("变"),
    "clauses": lambda kb, _: kb.clauses("变"),
    "clause_map": lambda kb, _: kb.clause_map(CLAUSES),
    "responsibilities": lambda kb, _: kb.responsibilities(clause_ids=CLAUSES),
    "search_dense": lambda kb, vector: kb.search_dense(vector, limit=9, doc_ids=frozenset({"变"})),
    "cosines": lambda kb, vector: kb.cosines(vector, [Hit(clause_id, "变", 1.0) for clause_id in CLAUSES]),
}


def _put(kb: KnowledgeBase, edition: str) -> None:
    """Store this edition of the changing document, or remove the document where there is none."""
    if edition:
        kb.replace(policy("变", "任务甲", f"任务乙{edition}", edition=edition), content_hash=edition)
    elif kb.document_map(["变"]):
        kb.remove("变")


def _read(kb: KnowledgeBase, name: str) -> object:
    try:
        return READS[name](kb, HashEmbedder().embed_query("任务"))
    except NotFound:
        return None


@pytest.mark.parametrize("name", READS)
@pytest.mark.parametrize(("first", "then"), [("1", "22"), ("1", ""), ("", "22")])
def test_a_change_amid_a_read_is_seen_as_a_whole_or_not_at_all(
    kb: KnowledgeBase, monkeypatch: pytest.MonkeyPatch, name: str, first: str, then: str
) -> None:
    monkeypatch.setattr("ingestion.knowledge.base._GRACE_SECONDS", 0)
    kb.replace(policy("静", "岿然不动的一项工作"), content_hash="静")
    either = []
    for edition in (then, first):
        _put(kb, edition)
        either.append(_read(kb, name))
    statements, reader = 0, threading.current_thread()

    def count(*_: object) -> None:
        nonlocal statements
        if threading.current_thread() is reader:
            statements += 1
            if statements == amid:
                with ThreadPoolExecutor(1) as pool:
                    pool.submit(_put, kb, then).result()

    for amid in range(1, 20):
        _put(kb, first)
        statements = 0
        event.listen(kb.engine, "after_cursor_execute", count)
        seen = _read(kb, name)
        event.remove(kb.engine, "after_cursor_execute", count)
        assert seen in either
        if statements < amid:
            break
    assert 2 < amid < 19


def test_writers_in_several_threads_take_turns(kb: KnowledgeBase) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda i: kb.replace(policy(f"并{i}", f"第{i}项任务"), content_hash=str(i)), range(8)))
    assert [document.id for document in kb.documents()] == [f"并{i}" for i in range(8)]
    assert kb.health().ok


@pytest.mark.parametrize("name", ["变", "无"])
def test_a_snapshot_ends_with_its_block(kb: KnowledgeBase, name: str) -> None:
    with pytest.raises(NotFound), kb.snapshot():
        kb.document(name)
    kb.replace(policy(name, "一项任务"), content_hash="1")
    assert kb.document(name).id == name

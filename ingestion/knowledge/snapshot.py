"""What a reader sees: one state of the catalog from the first look to the last."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import Connection

from ingestion.knowledge import catalog
from ingestion.knowledge.catalog import Entry
from ingestion.model import Document

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class State:
    """The documents of one catalog version, by id and by revision. Never changed, only replaced."""

    version: int
    entries: Mapping[str, Entry]
    by_revision: Mapping[str, str]
    documents: tuple[Document, ...]

    @classmethod
    def of(cls, version: int, entries: Mapping[str, Entry]) -> State:
        by_revision = {entry.revision: doc_id for doc_id, entry in entries.items()}
        return cls(version, entries, by_revision, tuple(entry.document for entry in entries.values()))


EMPTY = State.of(-1, {})


def read_state(connection: Connection, known: State) -> State:
    """The state that `connection` sees; entries that `known` already has are not read again."""
    version = catalog.read_version(connection)
    if version == known.version:
        return known
    revisions = catalog.read_revisions(connection)
    same = {doc_id: entry for doc_id, entry in known.entries.items() if revisions.get(doc_id) == entry.revision}
    fresh = catalog.read_entries(connection, [doc_id for doc_id in revisions if doc_id not in same])
    entries = same | fresh
    return State.of(version, {doc_id: entries[doc_id] for doc_id in sorted(entries)})


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A state and a connection that reads exactly it. Threads that share one take turns by `lock`."""

    owner: object
    state: State
    connection: Connection
    lock: threading.RLock = field(default_factory=threading.RLock)


class Readers:
    """Who is reading, and at least since which version. Thread-safe."""

    def __init__(self) -> None:
        self._since: dict[int, int] = {}  # version -> how many read since then
        self._left = threading.Condition()

    @contextmanager
    def reading(self, version: int) -> Iterator[None]:
        with self._left:
            self._since[version] = self._since.get(version, 0) + 1
        try:
            yield
        finally:
            with self._left:
                self._since[version] -= 1
                if not self._since[version]:
                    del self._since[version]
                    self._left.notify_all()

    def wait(self, version: int, seconds: float) -> None:
        """Until nobody reads since before `version`, or the time is up."""
        with self._left:
            self._left.wait_for(lambda: all(since >= version for since in self._since), seconds)


class Recent(Generic[K, V]):
    """The most recently used values, at most `size` of them. Thread-safe."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[K, V] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            value = self._values.get(key)
            if value is not None:
                self._values.move_to_end(key)
            return value

    def put(self, key: K, value: V) -> None:
        with self._lock:
            self._values[key] = value
            self._values.move_to_end(key)
            while len(self._values) > self._size:
                self._values.popitem(last=False)

"""The dense index: one Chroma collection, embedded or on a server, reached through langchain-chroma.

Chroma is derived data. Embedded, its HNSW files can be lost to a kill or to a second process while `count()` still
agrees, so whoever opens it must also ask for vectors that should be there (`lost_of`).
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import urlsplit

from sqlalchemy import Connection

from ingestion.errors import KnowledgeBaseDamaged, VectorServerAway
from ingestion.knowledge.catalog import read_vectors
from ingestion.knowledge.rows import Row

if TYPE_CHECKING:
    import httpx
    import numpy as np
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

T = TypeVar("T")

# The space and the graph can only be chosen at creation. Few vectors wait for a sync, as those are replayed at open.
_HNSW: CreateHNSWConfiguration = {
    "space": "cosine",
    "ef_search": 200,
    "ef_construction": 200,
    "max_neighbors": 32,
    "sync_threshold": 1000,
}
_PAGE = 10_000
_VECTORS_AT_ONCE = 1_000
_SAME = 0.9999  # cosine of a vector with itself, by Chroma's arithmetic
_TIMEOUT_SECONDS = 30
READ_SECONDS, WRITE_SECONDS = 2.0, 30.0  # how long each waits for a server that is being started again
PAUSE_SECONDS = 0.2


@contextmanager
def _guarded(url: str | None) -> Iterator[None]:
    """Vendor errors as ours: an index can be rebuilt where it is embedded or its server says that it is broken."""
    import httpx
    from chromadb.errors import ChromaError, InternalError

    try:
        yield
    except InternalError as exc:
        raise KnowledgeBaseDamaged(f"向量索引无法使用：{exc}。请运行 wenzheng doctor --repair。") from exc
    except (ChromaError, httpx.HTTPError, ValueError, RuntimeError, OSError) as exc:
        if url:
            raise VectorServerAway(f"向量服务器 {url} 无法使用：{exc}。请检查服务是否已启动、地址是否正确。") from exc
        raise KnowledgeBaseDamaged(f"向量索引无法使用：{exc}。请运行 wenzheng doctor --repair。") from exc


class VectorIndex:
    """Vectors by key. Thread-safe; an embedded one belongs to one process."""

    def __init__(self, folder: Path, url: str | None, name: str, model_id: str) -> None:
        """Open the collection `name`, made when missing: on the server at `url`, or else in `folder`."""
        self._url = url
        self._name = name
        self._model_id = model_id
        with _guarded(url), ExitStack() as undo:
            from langchain_chroma import Chroma

            self._client = _connect(folder, url)
            undo.callback(self.close)
            Chroma(  # makes the collection, so that LangChain's own tools can open it
                client=self._client,
                collection_name=name,
                embedding_function=None,
                collection_configuration={"hnsw": _HNSW},
            )
            self._collection = self._client.get_collection(name, embedding_function=None)
            self._batch = self._client.get_max_batch_size()
            undo.pop_all()

    def close(self) -> None:
        _disconnect(self._client)

    def version(self) -> str | None:
        """The catalog version that this index was said to be in line with; None where it never was."""
        with _guarded(self._url):
            metadata = self._client.get_collection(self._name, embedding_function=None).metadata
        return str(metadata["version"]) if metadata and "version" in metadata else None

    def note_version(self, version: str) -> None:
        """Say that this index is in line with that version of the catalog."""
        self._do(lambda: self._collection.modify(metadata={"version": version}))

    def _do(self, work: Callable[[], T], patience: float = WRITE_SECONDS) -> T:
        """Do what can be done twice without harm, again while the server is away, if not for longer than `patience`."""
        import httpx

        end = time.monotonic() + patience
        with _guarded(self._url):
            while True:
                try:
                    return work()
                except httpx.TransportError:
                    if time.monotonic() > end:
                        raise
                time.sleep(PAUSE_SECONDS)

    def add(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Add rows whose keys are not there yet, with the vectors that the catalog holds for their texts."""
        known = read_vectors(connection, self._model_id, [row.text_hash for row in rows])
        for i in range(0, len(rows), self._batch):
            part = rows[i : i + self._batch]
            keys = [row.key for row in part]
            vectors = [known[row.text_hash] for row in part]
            # LangChain leaves out results without a document; the key is the smallest one
            self._do(partial(self._collection.add, ids=keys, embeddings=vectors, documents=keys))

    def delete(self, keys: Sequence[str]) -> None:
        for i in range(0, len(keys), self._batch):
            self._do(partial(self._collection.delete, ids=list(keys[i : i + self._batch])))

    def search(self, vector: np.ndarray, limit: int) -> list[tuple[str, float]]:
        """The nearest keys with their cosine, best first."""
        # LangChain's search would fetch texts and metadata as well, and take half as long again
        near = partial(self._collection.query, query_embeddings=[vector], n_results=limit, include=["distances"])
        found = self._do(near, READ_SECONDS)
        distances = (found["distances"] or [[]])[0]
        return [(key, 1.0 - distance) for key, distance in zip(found["ids"][0], distances, strict=True)]

    def count(self) -> int:
        return self._do(self._collection.count, READ_SECONDS)

    def keys(self) -> list[str]:
        found: list[str] = []
        with _guarded(self._url):
            while page := self._collection.get(include=[], limit=_PAGE, offset=len(found))["ids"]:
                found += page
        return found

    def is_whole(self) -> bool:
        """Whether every key still has its vector. Reads all of them: seconds for each hundred thousand."""
        keys = self.keys()
        try:
            with _guarded(self._url):
                for i in range(0, len(keys), _VECTORS_AT_ONCE):
                    self._collection.get(ids=keys[i : i + _VECTORS_AT_ONCE], include=["embeddings"])
        except KnowledgeBaseDamaged:
            return False
        return True

    def lost_of(self, keys: Sequence[str], vectors: Sequence[np.ndarray]) -> list[str]:
        """Those of `keys` that their own vector does not find and that are not held under their name either.

        Not to be found alone is no loss: where hundreds of passages say nearly the same, the graph may lead nowhere
        else. Identical texts may stand in for each other.
        """
        lost = []
        for key, vector in zip(keys, vectors, strict=True):
            nearest = self.search(vector, 3)
            found = key in {near for near, _ in nearest} or (nearest and nearest[0][1] > _SAME)
            if not found and not self._holds(key, vector):
                lost.append(key)
        return lost

    def _holds(self, key: str, vector: np.ndarray) -> bool:
        try:
            own = self._do(partial(self._collection.get, ids=[key], include=["embeddings"]), READ_SECONDS)["embeddings"]
        except KnowledgeBaseDamaged:
            return False
        return own is not None and len(own) > 0 and float(vector @ own[0]) > _SAME


def _connect(folder: Path, url: str | None) -> Client:
    import chromadb
    import httpx
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    if url is None:
        return cast("Client", chromadb.PersistentClient(str(folder), settings=settings))
    address = urlsplit(url)
    secure = address.scheme == "https"
    port = address.port or (443 if secure else 8000)
    client = cast("Client", chromadb.HttpClient(host=address.hostname or url, port=port, ssl=secure, settings=settings))
    for session in _sessions(client):
        session.timeout = httpx.Timeout(_TIMEOUT_SECONDS)  # there is no setting, and the default waits for ever
    return client


def _disconnect(client: Client) -> None:
    """Close a client and the HTTP sessions that it forgets."""
    sessions = _sessions(client)
    client.close()
    for session in sessions:
        session.close()


def _sessions(client: Client) -> list[httpx.Client]:
    """The HTTP sessions of a client of a server; each client has its own."""
    import httpx

    servers = (client._server, getattr(client._admin_client, "_server", None))
    sessions = (getattr(server, "_session", None) for server in servers)
    return [session for session in sessions if isinstance(session, httpx.Client)]


def drop_vectors(folder: Path, url: str | None, name: str) -> None:
    """Remove a collection that nobody has open; harmless when there is none."""
    if url is None:
        shutil.rmtree(folder, ignore_errors=True)
        return
    from chromadb.errors import NotFoundError

    with _guarded(url):
        client = _connect(folder, url)
        try:
            client.delete_collection(name)
        except (NotFoundError, ValueError):
            pass
        finally:
            _disconnect(client)

"""`KnowledgeBase`: the only door to the catalog, the vectors and the lexical index."""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, IntegrityError

from ingestion.errors import KnowledgeBaseDamaged, KnowledgeBaseError, KnowledgeBaseStale, NotFound
from ingestion.knowledge import catalog, tables
from ingestion.knowledge.catalog import NewDocument
from ingestion.knowledge.contract import Health, KnowledgeConfig, Replacement
from ingestion.knowledge.database import connect, writing
from ingestion.knowledge.indexes import Indexes, Notify
from ingestion.knowledge.lock import DirectoryLock, WriteLock
from ingestion.knowledge.memory import share_heaps
from ingestion.knowledge.passage import passage_of, searched_clauses
from ingestion.knowledge.reader import REEMBED, Reader
from ingestion.knowledge.rows import Row, key_of, stored_rows
from ingestion.knowledge.snapshot import read_state
from ingestion.model import ParsedDocument

if TYPE_CHECKING:
    from ingestion.knowledge.embedding import Embedder, Tokens, Vectors

Progress = Callable[[int], None]
logger = logging.getLogger(__name__)

_EMBED_AT_ONCE = 256
_HEALTH_SAMPLE = 48
_GRACE_SECONDS = 2.0  # that our own readers get to leave the state before
_OTHERS_SECONDS = 1.0  # those of other processes, whom nobody can ask


class KnowledgeBase(Reader):
    """Thread-safe and synchronous. Readers see whole documents, old or new, while writers replace them."""

    def __init__(
        self, config: KnowledgeConfig, embedder: Embedder, engine: Engine, lock: DirectoryLock, notify: Notify
    ) -> None:
        """Use `open`."""
        shared = config.chroma_url is not None
        self._turns = WriteLock(config.data_dir, shared=shared)
        indexes = Indexes(config.data_dir, config.chroma_url, engine, self.writing_alone, notify)
        block_bytes = config.block_megabytes * 1_000_000
        super().__init__(engine, indexes, embedder.model_id, shared=shared, block_bytes=block_bytes)
        self._embedder = embedder
        self._lock = lock

    @classmethod
    def open(
        cls, config: KnowledgeConfig, embedder: Embedder, *, notify: Notify = logger.warning, any_model: bool = False
    ) -> Self:
        """Open or create the knowledge base, putting its indexes right where a process died (`notify` tells of it).

        Raises `KnowledgeBaseBusy` where another process holds the directory, unless both use the same Chroma server,
        and `KnowledgeBaseStale` where the vectors are of another model than `embedder` (unless `any_model`: then only
        `reembed` makes sense).
        """
        share_heaps()
        try:
            config.data_dir.mkdir(parents=True, exist_ok=True)
            lock = DirectoryLock(config.data_dir, server=config.chroma_url or "")
        except OSError as exc:
            raise KnowledgeBaseError(f"知识库目录 {config.data_dir} 无法使用：{exc.strerror}。") from exc
        engine = connect(config.data_dir, config.database_url)
        try:
            tables.metadata.create_all(engine)
            kb = cls(config, embedder, engine, lock, notify)
            kb._begin(any_model=any_model)
        except DatabaseError as exc:
            _give_up(engine, lock)
            raise KnowledgeBaseDamaged(f"目录库无法使用：{exc.orig}。") from exc
        except BaseException:
            _give_up(engine, lock)
            raise
        return kb

    def _begin(self, *, any_model: bool) -> None:
        with writing(self.engine) as connection:
            meta = catalog.read_meta(connection)
            if not meta:
                meta = {"schema": tables.SCHEMA_VERSION, "version": "0", "corpus": uuid.uuid4().hex[:12]}
                meta |= {"vectors_generation": "0", "vectors_state": "clean", "dimension": ""}
            if meta["schema"] != tables.SCHEMA_VERSION:
                raise KnowledgeBaseStale("知识库由另一版本的程序建立，请清空数据目录后重新导入。")
            if not catalog.read_revisions(connection) and meta.get("model_id") != self._embedder.model_id:
                generation = str(int(meta["vectors_generation"]) + 1)
                meta |= {"model_id": self._embedder.model_id, "dimension": "", "vectors_generation": generation}
            catalog.write_meta(connection, **meta)
        if not any_model:
            self._check_model(meta)
        self._corpus, self._dimension = meta["corpus"], meta["dimension"]
        self._indexes.open()

    def close(self) -> None:
        """Let the directory go; harmless when called twice."""
        self._indexes.close()
        _give_up(self.engine, self._lock)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # writing

    def writing_alone(self) -> AbstractContextManager[None]:
        """Keep all other writers out, also those of other processes; a thread that does may enter again."""
        return self._turns.held()

    def replace(self, parsed: ParsedDocument, *, content_hash: str) -> None:
        """Store a whole document; readers see the version before until this one is complete."""
        self.replace_all([Replacement(parsed, content_hash)])

    def replace_all(self, items: Sequence[Replacement], *, progress: Progress = lambda _: None) -> None:
        """Store several documents in one step; `progress` hears how many more clauses are embedded."""
        latest = {item.parsed.document.id: item for item in items}
        news, rows = [], list[Row]()
        for item in latest.values():
            new, new_rows = _prepare(item)
            news.append(new)
            rows += new_rows
        self._embed(rows, progress)
        self._change(news, rows, list(latest))

    def remove(self, doc_id: str) -> None:
        if doc_id not in {document.id for document in self.documents()}:
            raise NotFound(f"没有编号为 {doc_id} 的文件。")
        self._change([], [], [doc_id])

    def move(self, doc_id: str, origin: str) -> None:
        """Note that the file of a document has moved."""
        with writing(self.engine) as connection:
            catalog.move_document(connection, doc_id, origin)

    def _change(self, news: Sequence[NewDocument], rows: Sequence[Row], doc_ids: Sequence[str]) -> None:
        with self._indexes.changing():
            self._indexes.change(add=rows)
            outdated = self._commit(news, doc_ids)
            self._indexes.change(delete=outdated)

    def _commit(self, news: Sequence[NewDocument], doc_ids: Sequence[str]) -> list[str]:
        """Make the change visible; returns the index keys that it leaves behind, once nobody looks for them."""
        outdated: list[str] = []
        try:
            with writing(self.engine) as connection:
                self._check_model(catalog.read_meta(connection))
                catalog.write_meta(connection, dimension=str(self._embedder.dimension))
                for doc_id, entry in catalog.read_entries(connection, doc_ids).items():
                    outdated += [key_of(entry.revision, i) for i, _ in catalog.read_searched(connection, doc_id)]
                    catalog.delete_document(connection, doc_id)
                for new in news:
                    catalog.insert_document(connection, new)
                catalog.advance_version(connection)
                state = read_state(connection, self._state)
        except IntegrityError as exc:
            raise KnowledgeBaseError(f"文件未能入库，条款编号与已有文件重复：{exc.orig}。") from exc
        self._dimension = str(self._embedder.dimension)
        self._publish(state)
        if outdated:
            self._readers.wait(state.version, _GRACE_SECONDS)
        if outdated and self._shared:
            time.sleep(_OTHERS_SECONDS)
        return outdated

    def _check_dimension(self, connection: Connection, dimension: int) -> None:
        """Refuse vectors of another length than those that the same model gave before."""
        meta = catalog.read_meta(connection)
        used = meta["dimension"] or str(dimension)
        if meta["model_id"] == self._embedder.model_id and used != str(dimension):
            raise KnowledgeBaseStale(f"知识库的向量有 {used} 维，模型现在给出 {dimension} 维。{REEMBED}")

    def _embed(self, rows: Sequence[Row], progress: Progress) -> int:
        """Store the vector of every text that has none, and say how many there were; what is done stays done."""
        model_id = self._embedder.model_id
        known = self._read(catalog.read_vectors, model_id, [row.text_hash for row in rows])
        texts = {row.text_hash: row.text for row in rows if row.text_hash not in known}
        progress(len(rows) - len(texts))
        for part in catalog.chunked(texts.items(), _EMBED_AT_ONCE):
            vectors, tokens = self._vectors_of(dict(part))
            with writing(self.engine) as connection:
                self._check_dimension(connection, len(next(iter(vectors.values()))))
                catalog.write_vectors(connection, model_id, vectors, tokens)
            progress(len(part))
        return len(texts)

    def _vectors_of(self, texts: Mapping[str, str]) -> tuple[dict[str, Vectors], dict[str, Tokens]]:
        """The vector of each text by its hash, and its tokens where the model tells them."""
        hashes, written = list(texts), list(texts.values())
        if (reader := self._embedder.tokens) is None:
            return dict(zip(hashes, self._embedder.embed_passages(written), strict=True)), {}
        read = dict(zip(hashes, reader.read_passages(written), strict=True))
        return {key: one.vector for key, one in read.items()}, {key: one.tokens for key, one in read.items()}

    # upkeep

    def health(self) -> Health:
        """Compare both indexes with the catalog, between two changes, and ask a sample of vectors for themselves."""
        with self.writing_alone(), self._reading() as snapshot, snapshot.lock:
            counts = catalog.read_searched_counts(snapshot.connection)
            documents, clauses = len(snapshot.state.entries), sum(counts.values())
            if not documents:
                return Health(0, 0, 0, 0)
            problems, held = [], 0
            self._follow(snapshot)
            try:
                vectors = self._indexes.vectors()
                problems += self._indexes.vector_problems(snapshot.connection, vectors, _HEALTH_SAMPLE)
                held = vectors.count()
                lexical = self._indexes.lexical().count()
            except KnowledgeBaseDamaged as exc:
                return Health(documents, clauses, held, 0, (*problems, str(exc)))
        if lexical != clauses:
            problems.append(f"全文索引有 {lexical} 条，目录库有 {clauses} 条。")
        return Health(documents, clauses, held, lexical, tuple(problems))

    def repair(self) -> None:
        """Rebuild both indexes from the catalog. Only texts whose vector the catalog lacks are embedded."""
        for doc_id in self._read(catalog.read_revisions):
            self._embed(self._read(stored_rows, doc_id), lambda _: None)
        self._indexes.rebuild_lexical()
        self._indexes.rebuild_vectors()

    def reembed(self, *, progress: Progress = lambda _: None) -> None:
        """Move to the embedder's model: embed every text, then switch in one step. Can be interrupted and repeated."""
        with writing(self.engine) as connection:
            meta, dimension = catalog.read_meta(connection), str(self._embedder.dimension)
            if meta["model_id"] == self._embedder.model_id and meta["dimension"] != dimension:
                catalog.drop_vectors(connection, self._embedder.model_id)
                catalog.write_meta(connection, dimension="")
        for batch in catalog.chunked(self._read(catalog.read_revisions), 64):
            self._embed([row for doc_id in batch for row in self._read(stored_rows, doc_id)], progress)
        self._indexes.rebuild_vectors(model_id=self._embedder.model_id, dimension=dimension)
        self._dimension = dimension
        with writing(self.engine) as connection:
            catalog.drop_unused_vectors(connection, self._embedder.model_id)


def _prepare(item: Replacement) -> tuple[NewDocument, list[Row]]:
    """What the catalog and the indexes take of a document, under a revision of its own."""
    parsed, revision = item.parsed, uuid.uuid4().hex[:16]
    document = parsed.document
    rows, hashes = [], {}
    for clause in searched_clauses(parsed.clauses, document.text):
        text = passage_of(document, clause, document.text)
        hashes[clause.id] = hashlib.sha256(text.encode()).hexdigest()[:40]
        rows.append(Row(key_of(revision, clause.id), document.id, text, hashes[clause.id]))
    return NewDocument(parsed, revision, item.content_hash, item.origin, hashes), rows


def _give_up(engine: Engine, lock: DirectoryLock) -> None:
    engine.dispose()
    lock.release()

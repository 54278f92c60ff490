"""The reading half of the knowledge base."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import replace
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine

from ingestion.errors import KnowledgeBaseStale, NotFound
from ingestion.knowledge import catalog
from ingestion.knowledge.contract import Hit, Source
from ingestion.knowledge.exact import Block, Blocks, nearest
from ingestion.knowledge.indexes import Indexes
from ingestion.knowledge.rows import split_key
from ingestion.knowledge.snapshot import EMPTY, Readers, Recent, Snapshot, State, read_state
from ingestion.model import Clause, Document, Edit, Finding, Relation, Responsibility, Target

if TYPE_CHECKING:
    import numpy as np

P = ParamSpec("P")
T = TypeVar("T")

REEMBED = "请改回原来的向量模型设置，或运行 wenzheng doctor --reembed 重新计算向量。"
_BROAD_SHARE = 0.25  # a filter that keeps at least this share of
_MANY_DOCUMENTS = 300  # and more documents than this is applied to what the plain search finds
_current: ContextVar[Snapshot | None] = ContextVar("snapshot", default=None)


class Reader:
    """Thread-safe reads. Each call sees one state of the catalog; calls inside `snapshot` all see the same one."""

    def __init__(self, engine: Engine, indexes: Indexes, model_id: str, *, shared: bool, block_bytes: int) -> None:
        self.engine = engine
        self._indexes = indexes
        self._model_id = model_id
        self._shared = shared
        self._state: State = EMPTY
        self._publishing = threading.Lock()
        self._readers = Readers()
        self._followed = -1
        self._corpus = ""
        self._dimension = ""
        self._texts: Recent[str, str] = Recent(1_024)
        self._clauses: Recent[str, tuple[str, Clause]] = Recent(20_000)
        self._duties: Recent[tuple[int, str], tuple[catalog.PlacedDuty, ...]] = Recent(20_000)
        self._clauses_of: Recent[str, tuple[Clause, ...]] = Recent(512)
        self._related: Recent[tuple[int, str], tuple[tuple[str, Relation], ...]] = Recent(1_000)
        self._unit_names: tuple[int, list[str]] = (-2, [])
        self._vectors: Recent[tuple[str, str], np.ndarray] = Recent(10_000)
        self._tokens: Recent[tuple[str, str], np.ndarray] = Recent(5_000)  # some 6 KB each
        self._blocks = Blocks(block_bytes)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Everything that is read inside, also by threads that inherit the context, comes from one state."""
        with self._reading():
            yield

    def _reading(self) -> AbstractContextManager[Snapshot]:
        """The snapshot around the call, or one of its own, which holds for all that is read inside."""
        current = _current.get()
        return nullcontext(current) if current is not None and current.owner is self else self._beginning()

    @contextmanager
    def _beginning(self) -> Iterator[Snapshot]:
        since = self._readers.reading(self._state.version)  # noted before the state is fixed: a lower bound
        with since, self.engine.connect() as connection, connection.begin():
            state = read_state(connection, self._state)
            self._publish(state)
            snapshot = Snapshot(self, state, connection)
            token = _current.set(snapshot)
            try:
                yield snapshot
            finally:
                _current.reset(token)

    def _publish(self, state: State) -> None:
        with self._publishing:
            if state.version > self._state.version:
                self._state = state

    def _read(self, query: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        with self._reading() as snapshot, snapshot.lock:
            return query(snapshot.connection, *args, **kwargs)

    @property
    def version(self) -> str:
        """Changes whenever visible content changes."""
        current = _current.get()
        inside = current is not None and current.owner is self
        if not self._shared and not inside and self._state is not EMPTY:  # nobody else writes: nothing to look up
            return f"{self._corpus}:{self._state.version}"
        with self._reading() as snapshot:
            return f"{self._corpus}:{snapshot.state.version}"

    def documents(self) -> list[Document]:
        """All documents by id, each without its text."""
        with self._reading() as snapshot:
            return list(snapshot.state.documents)

    def document_map(self, doc_ids: Iterable[str]) -> dict[str, Document]:
        """Documents by id, each without its text; ids that the catalog does not hold are left out."""
        with self._reading() as snapshot:
            entries = snapshot.state.entries
            return {doc_id: entries[doc_id].document for doc_id in doc_ids if doc_id in entries}

    def document(self, doc_id: str) -> Document:
        """The document with its text."""
        with self._reading() as snapshot:
            entry = snapshot.state.entries.get(doc_id)
            if entry is None:
                raise NotFound(f"没有编号为 {doc_id} 的文件。")
            return replace(entry.document, text=self.text(doc_id))

    def text(self, doc_id: str) -> str:
        """The canonical text of a document."""
        with self._reading() as snapshot:
            entry = snapshot.state.entries.get(doc_id)
            if entry is None:
                raise NotFound(f"没有编号为 {doc_id} 的文件。")
            text = self._texts.get(entry.revision)
            if text is None:
                text = self._read(catalog.read_text, doc_id) or ""
                self._texts.put(entry.revision, text)
            return text

    def content_hash(self, doc_id: str) -> str | None:
        with self._reading() as snapshot:
            entry = snapshot.state.entries.get(doc_id)
            return entry.content_hash if entry else None

    def sources(self) -> list[Source]:
        """Where each document came from, by id."""
        return self._read(catalog.read_sources)

    def clauses(self, doc_id: str) -> list[Clause]:
        """The clauses of a document in reading order."""
        with self._reading() as snapshot:
            entry = snapshot.state.entries.get(doc_id)
            if entry is None:
                raise NotFound(f"没有编号为 {doc_id} 的文件。")
            clauses = self._clauses_of.get(entry.revision)
            if clauses is None:
                clauses = tuple(self._read(catalog.read_clauses, doc_id))
                self._clauses_of.put(entry.revision, clauses)
            return list(clauses)

    def clause(self, clause_id: str) -> Clause:
        found = self.clause_map([clause_id])
        if clause_id not in found:
            raise NotFound(f"没有编号为 {clause_id} 的条款。")
        return found[clause_id]

    def clause_map(self, ids: Iterable[str]) -> dict[str, Clause]:
        """Clauses by id, in the order of `ids`; ids that the catalog does not hold are left out."""
        wanted = list(dict.fromkeys(ids))
        with self._reading() as snapshot:
            entries = snapshot.state.entries
            found: dict[str, Clause] = {}
            for clause_id in wanted:
                revision, clause = self._clauses.get(clause_id) or ("", None)
                if clause and clause.doc_id in entries and entries[clause.doc_id].revision == revision:
                    found[clause_id] = clause
            missing = [clause_id for clause_id in wanted if clause_id not in found]
            fresh = self._read(catalog.read_clause_map, missing) if missing else {}
            for clause_id, clause in fresh.items():
                self._clauses.put(clause_id, (entries[clause.doc_id].revision, clause))
        found |= fresh
        return {clause_id: found[clause_id] for clause_id in wanted if clause_id in found}

    def responsibilities(
        self, *, clause_ids: Iterable[str] | None = None, doc_id: str | None = None, unit: str | None = None
    ) -> list[Responsibility]:
        """In reading order; `unit` is a normalised name."""
        if clause_ids is not None and doc_id is None and unit is None:
            return self._duties_of(list(dict.fromkeys(clause_ids)))
        return self._read(catalog.read_responsibilities, clause_ids, doc_id, unit)

    def _duties_of(self, clause_ids: Sequence[str]) -> list[Responsibility]:
        with self._reading() as snapshot:
            version = snapshot.state.version
            held = {clause_id: self._duties.get((version, clause_id)) for clause_id in clause_ids}
            missing = [clause_id for clause_id, duties in held.items() if duties is None]
            for clause_id, duties in self._read(catalog.read_duties, missing).items() if missing else ():
                self._duties.put((version, clause_id), duties)
                held[clause_id] = duties
        placed = [entry for duties in held.values() for entry in duties or ()]
        return [duty for _, _, duty in sorted(placed, key=lambda entry: entry[:2])]

    def targets(
        self,
        *,
        doc_ids: Iterable[str] | None = None,
        clause_ids: Iterable[str] | None = None,
        indicator: str | None = None,
    ) -> list[Target]:
        """In reading order."""
        return self._read(catalog.read_targets, doc_ids, clause_ids, indicator)

    def relations(self, doc_id: str) -> list[Relation]:
        return self._read(catalog.read_relations, doc_id)

    def relations_to(self, document: Document) -> list[tuple[str, Relation]]:
        """Relations of other documents to this one, by number or title, with the document that states them."""
        with self._reading() as snapshot:
            key = snapshot.state.version, document.id
            related = self._related.get(key)
            if related is None:
                related = tuple(self._read(catalog.read_relations_to, document))
                self._related.put(key, related)
            return list(related)

    def findings(self, doc_id: str) -> list[Finding]:
        return self._read(catalog.read_findings, doc_id)

    def edits(self, doc_id: str) -> tuple[str, tuple[Edit, ...]]:
        """The raw text and what cleaning changed in it."""
        found = self._read(catalog.read_edits, doc_id)
        if found is None:
            raise NotFound(f"没有编号为 {doc_id} 的文件。")
        return found

    def unit_names(self) -> list[str]:
        """The distinct normalised names of responsible units."""
        with self._reading() as snapshot:
            version, names = self._unit_names
            if version != snapshot.state.version:
                version, names = self._unit_names = snapshot.state.version, self._read(catalog.read_unit_names)
            return list(names)

    def documents_naming(self, units: Iterable[str]) -> set[str]:
        """The documents in which one of these units, by its normalised name, is responsible for something."""
        return self._read(catalog.read_documents_naming, list(units))

    # searching

    def search_dense(self, vector: np.ndarray, *, limit: int, doc_ids: frozenset[str] | None = None) -> list[Hit]:
        """The nearest clauses by cosine, best first; only of `doc_ids` where given."""
        with self._reading() as snapshot:
            if not snapshot.state.entries or limit < 1:
                return []
            self._follow(snapshot)
            if str(len(vector)) != self._dimension:
                raise KnowledgeBaseStale(
                    f"知识库的向量有 {self._dimension} 维，问题的向量有 {len(vector)} 维。{REEMBED}"
                )
            state = snapshot.state

            def plainly(count: int) -> list[Hit]:
                vectors = self._indexes.vectors()
                return self._hits(state, lambda n: vectors.search(vector, n), count)

            if doc_ids is None:
                return plainly(limit)
            hits = self._among_many(state, doc_ids, limit, plainly)
            return hits or self._search_exactly(vector, limit, snapshot, sorted(doc_ids & state.entries.keys()))

    @staticmethod
    def _among_many(
        state: State, doc_ids: frozenset[str], limit: int, plainly: Callable[[int], list[Hit]]
    ) -> list[Hit]:
        """What a plain search finds that is of `doc_ids`; nothing where they are few, or it finds too little."""
        count = len(doc_ids & state.entries.keys())
        share = count / len(state.entries)
        if count <= _MANY_DOCUMENTS or share < _BROAD_SHARE:
            return []
        hits = [hit for hit in plainly(int(limit / share * 1.5)) if hit.doc_id in doc_ids]
        return hits[:limit] if len(hits) >= limit else []

    def _search_exactly(self, vector: np.ndarray, limit: int, snapshot: Snapshot, doc_ids: Sequence[str]) -> list[Hit]:
        """Search within documents by their vectors in memory, which are read when first asked for."""
        by_revision = snapshot.state.by_revision
        found = nearest(self._blocks_of(snapshot, doc_ids, len(vector)), vector, limit)
        return [Hit(clause_id, by_revision[revision], score) for revision, clause_id, score in found]

    def _blocks_of(self, snapshot: Snapshot, doc_ids: Iterable[str], dimension: int) -> list[Block]:
        entries, by_revision = snapshot.state.entries, snapshot.state.by_revision

        def load(revisions: list[str]) -> Iterator[Block]:
            wanted = {by_revision[revision]: revision for revision in revisions}
            stored = self._read(catalog.read_matrices, self._model_id, list(wanted))
            for doc_id, revision in wanted.items():
                clause_ids, matrix = stored.get(doc_id) or ((), np.empty((0, dimension), dtype=np.float32))
                yield Block(revision, clause_ids, matrix)

        import numpy as np

        return self._blocks.get([entries[doc_id].revision for doc_id in doc_ids], load)

    def cosines(self, vector: np.ndarray, hits: Iterable[Hit]) -> dict[str, float]:
        """How near each hit's clause is to the vector, whichever search found it; unknown clauses are left out."""
        with self._reading() as snapshot:
            entries = snapshot.state.entries
            held = (hit for hit in hits if hit.doc_id in entries)
            keys = {hit.clause_id: (entries[hit.doc_id].revision, hit.clause_id) for hit in held}
            found = {i: known for i, key in keys.items() if (known := self._vectors.get(key)) is not None}
            missing = [clause_id for clause_id in keys if clause_id not in found]
            fresh = self._read(catalog.read_vectors_of, self._model_id, missing) if missing else {}
            for clause_id, own in fresh.items():
                self._vectors.put(keys[clause_id], own)
        return {clause_id: float(own @ vector) for clause_id, own in (found | fresh).items()}

    def tokens(self, clauses: Iterable[Clause]) -> dict[str, np.ndarray]:
        """The tokens of clauses by id, as an embedder reads them; clauses that are not searched are left out.

        Empty where the knowledge base's model tells none.
        """
        with self._reading() as snapshot:
            entries = snapshot.state.entries
            keys = {c.id: (entries[c.doc_id].revision, c.id) for c in clauses if c.doc_id in entries}
            found = {i: known for i, key in keys.items() if (known := self._tokens.get(key)) is not None}
            missing = [clause_id for clause_id in keys if clause_id not in found]
            fresh = self._read(catalog.read_tokens_of, self._model_id, missing) if missing else {}
            for clause_id, own in fresh.items():
                self._tokens.put(keys[clause_id], own)
        return found | fresh

    def search_lexical(self, query: str, *, limit: int, doc_ids: frozenset[str] | None = None) -> list[Hit]:
        """The best clauses by BM25, best first; only of `doc_ids` where given."""
        with self._reading() as snapshot:
            if not snapshot.state.entries or limit < 1:
                return []
            self._follow(snapshot)
            lexical, state = self._indexes.lexical(), snapshot.state

            def plainly(count: int) -> list[Hit]:
                return self._hits(state, lambda n: lexical.search(query, n), count)

            if doc_ids is None:
                return plainly(limit)
            hits = self._among_many(state, doc_ids, limit, plainly)
            return hits or self._hits(state, lambda n: lexical.search(query, n, doc_ids), limit)

    def vocabulary(self) -> list[tuple[str, int]]:
        """Every search token of the corpus with its number of passages, the most frequent first."""
        with self._reading() as snapshot:
            self._follow(snapshot)
            return self._indexes.lexical().vocabulary()

    def frequencies(self, tokens: Collection[str]) -> tuple[dict[str, int], int]:
        """In how many passages each search token stands, and how many passages there are."""
        with self._reading() as snapshot:
            self._follow(snapshot)
            lexical = self._indexes.lexical()
            return lexical.frequencies(tokens), lexical.count()

    def _follow(self, snapshot: Snapshot) -> None:
        """See what other processes changed up to this state."""
        if self._shared and self._followed != snapshot.state.version:
            with snapshot.lock:
                meta = catalog.read_meta(snapshot.connection)
                self._check_model(meta)
                self._dimension = meta["dimension"]
                self._indexes.follow(meta["vectors_generation"], snapshot.state.version)
            self._followed = snapshot.state.version

    @staticmethod
    def _hits(state: State, search: Callable[[int], list[tuple[str, float]]], limit: int) -> list[Hit]:
        """Hits of this state's revisions; looks further while entries of other revisions take up room."""
        wanted = limit
        while True:
            found = search(wanted)
            keys = [(*split_key(key), score) for key, score in found]
            hits = [Hit(i, state.by_revision[r], score) for r, i, score in keys if r in state.by_revision]
            if len(hits) >= limit or len(found) < wanted:
                return hits[:limit]
            wanted *= 4

    def _check_model(self, meta: dict[str, str]) -> None:
        if meta["model_id"] != self._model_id:
            models = f"知识库的向量由模型 {meta['model_id']} 计算，当前设置是 {self._model_id}，二者不能混用。"
            raise KnowledgeBaseStale(models + REEMBED)

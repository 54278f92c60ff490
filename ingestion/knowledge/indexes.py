"""The two derived indexes and how they keep up with the catalog.

Every entry carries the revision of its document in its key. A change marks the indexes unclean, adds the new entries,
lets the catalog commit (from then on the new entries count and the old ones do not), removes the old entries and
marks the indexes clean. Whoever opens an unclean index compares it with the catalog and puts it right; vectors come
from the catalog, nothing is embedded again. A rebuilt index is a new generation beside the old one, so a damaged
folder is never written to, and a rebuild that dies changes nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from ingestion.errors import KnowledgeBaseDamaged, VectorServerAway
from ingestion.knowledge import catalog
from ingestion.knowledge.database import writing
from ingestion.knowledge.lexical import LexicalIndex
from ingestion.knowledge.rows import Row, fill, key_of, settle
from ingestion.knowledge.vectors import PAUSE_SECONDS, WRITE_SECONDS, VectorIndex, drop_vectors

Notify = Callable[[str], None]
_SAMPLE_AT_OPEN = 6


class Indexes:
    """Opens, changes, checks and rebuilds both indexes.

    `alone` is the lock that keeps other writers out (of this process, and of others where the directory is shared).
    """

    def __init__(
        self,
        folder: Path,
        chroma_url: str | None,
        engine: Engine,
        alone: Callable[[], AbstractContextManager[None]],
        notify: Notify,
    ) -> None:
        self._folder = folder
        self._url = chroma_url
        self._engine = engine
        self._alone = alone
        self._notify = notify
        self._vectors: VectorIndex | None = None
        self._generation = ""
        self._retired: list[VectorIndex] = []
        self._lexical: LexicalIndex | None = None
        self._mark: dict[str, str] = {}

    def open(self) -> None:
        """Bring both indexes in line with the catalog.

        Vectors stay closed until they are needed where they look sound, or where a server has them: it may be away.
        """
        with self._reading() as connection:
            meta = catalog.read_meta(connection)
            filled = bool(catalog.read_revisions(connection))
        self._open_lexical(meta)
        self._drop_leftovers(meta)
        missing = filled and not self._vector_folder(meta).is_dir()
        if self._url is None and (missing or meta["vectors_state"] != "clean"):
            self.vectors()

    def _drop_leftovers(self, meta: dict[str, str]) -> None:
        """Remove generations that a rebuild left behind when it died."""
        for kind, current in (("vectors", meta["vectors_generation"]), ("lexical", self._mark["generation"])):
            for folder in (self._folder / kind).glob("*"):
                if folder.name != current:
                    shutil.rmtree(folder, ignore_errors=True)

    def close(self) -> None:
        for index in (*self._retired, self._vectors):
            if index is not None:
                index.close()
        self._vectors = None
        self._retired = []

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Keep other writers out and the indexes marked unclean; they stay so where the block fails."""
        with self._alone():
            meta = self._read_meta()
            self.follow(meta["vectors_generation"], int(meta["version"]))
            self._open_to_write()
            if self._mark["state"] != "clean":
                self._settle_lexical()
            if meta["vectors_state"] != "clean":
                self._settle_vectors()
            self._mark_all("unclean")
            yield
            self._mark_all("clean")

    def _mark_all(self, state: str) -> None:
        with writing(self._engine) as connection:
            catalog.write_meta(connection, vectors_state=state)
            version = str(catalog.read_version(connection))
        if state == "clean":
            self.vectors().note_version(version)
        self._write_mark(state=state, version=version)

    def change(self, add: Sequence[Row] = (), delete: Sequence[str] = ()) -> None:
        """Put entries in and take them out of both; call inside `changing`."""
        if not add and not delete:
            return
        vectors = self.vectors()
        with self._reading() as connection:
            if add:
                vectors.add(connection, add)
        if delete:
            vectors.delete(delete)
        self.lexical().change(add, delete)

    # dense

    def vectors(self) -> VectorIndex:
        """The dense index; opened, put right and checked at the first call."""
        if self._vectors is None:
            with self._alone():
                if self._vectors is None:
                    self._open_vectors()
        assert self._vectors is not None  # noqa: S101  (opened or raised)
        return self._vectors

    def _open_to_write(self) -> None:
        """Have the dense index open; a server that is being started again is waited for."""
        end = time.monotonic() + WRITE_SECONDS
        while True:
            try:
                self.vectors()
            except VectorServerAway:
                if time.monotonic() > end:
                    raise
                time.sleep(PAUSE_SECONDS)
            else:
                return

    def _settle_vectors(self) -> None:
        with self._reading() as connection:
            settle(connection, self.vectors())

    def follow(self, generation: str, version: int) -> None:
        """See what other processes wrote up to `version` of the catalog, whose vectors are of `generation`."""
        if self._vectors is not None and generation != self._generation:
            with self._alone():
                self._retired.append(self._vectors)
                self._vectors = None
        self._follow_lexical(version)

    def _open_vectors(self) -> None:
        with self._reading() as connection:
            meta = catalog.read_meta(connection)
            try:
                index = self._vector_index(meta)
                if meta["vectors_state"] != "clean" or index.version() != meta["version"]:
                    changed = settle(connection, index)
                    index.note_version(meta["version"])
                    if changed and meta["vectors_state"] == "clean":  # not after a kill: in another home, say
                        self._notify(f"向量索引与目录库有 {changed} 处不符，已依据目录库重建，没有重新计算向量。")
                problems = self.vector_problems(connection, index, _SAMPLE_AT_OPEN)
            except KnowledgeBaseDamaged as exc:
                problems = [str(exc)]
            else:
                self._vectors, self._generation = index, meta["vectors_generation"]
        if problems and self._vectors is not None and self._read_meta() != meta:
            return  # another host is writing, whose changes look like damage
        if problems:
            self._notify(f"{problems[0]} 正在依据目录库重建向量索引，不会重新计算向量。")
            self._rebuild_vectors({})
        elif meta["vectors_state"] != "clean":
            with writing(self._engine) as connection:
                catalog.write_meta(connection, vectors_state="clean")

    def rebuild_vectors(self, **model: str) -> None:
        """Build the dense index anew from the vectors in the catalog; `model` changes the meta values that name one."""
        with self._alone():
            self._rebuild_vectors(model)

    def _rebuild_vectors(self, model: dict[str, str]) -> None:
        with self._reading() as connection:
            old = catalog.read_meta(connection)
            new = old | model | {"vectors_generation": str(int(old["vectors_generation"]) + 1)}
            drop_vectors(self._vector_folder(new), self._url, self._collection(new))
            index = self._vector_index(new)
            fill(connection, index, catalog.read_revisions(connection), lambda _: None)
        with writing(self._engine) as connection:
            catalog.write_meta(connection, **model, vectors_generation=new["vectors_generation"], vectors_state="clean")
            version = catalog.advance_version(connection)  # other processes look for the new generation
        index.note_version(str(version))
        if self._vectors is not None:
            self._retired.append(self._vectors)  # other threads may be searching it: closed at the end
        self._vectors, self._generation = index, new["vectors_generation"]
        drop_vectors(self._vector_folder(old), self._url, self._collection(old))

    def mend_vectors(self, *, thorough: bool) -> None:
        """Open the dense index, which puts it right; `thorough` looks at every vector for one that is missing."""
        with self._alone():
            vectors = self.vectors()
            if thorough and not vectors.is_whole():
                self._notify("向量索引丢失了向量，正在依据目录库重建，不会重新计算向量。")
                self._rebuild_vectors({})

    def vector_problems(self, connection: Connection, index: VectorIndex, sample: int) -> list[str]:
        """What is wrong with the dense index, in Chinese; the count alone would hide lost vectors."""
        counts = catalog.read_searched_counts(connection)
        expected, found = sum(counts.values()), index.count()
        if expected != found:
            return [f"向量索引有 {found} 条，目录库有 {expected} 条。"]
        revisions = catalog.read_revisions(connection)
        doc_ids = [doc_id for doc_id in sorted(revisions) if counts.get(doc_id)]
        picked = doc_ids[:: max(1, len(doc_ids) // sample)]
        probes: dict[str, str] = {}
        for turn, doc_id in enumerate(picked):
            searched = catalog.read_searched(connection, doc_id)
            step = max(1, len(searched) * len(picked) // sample)
            probes |= {key_of(revisions[doc_id], i): h for i, h in searched[turn % step :: step]}
        vectors = catalog.read_vectors(connection, catalog.read_meta(connection)["model_id"], probes.values())
        probes = {key: text_hash for key, text_hash in probes.items() if text_hash in vectors}
        lost = index.lost_of(list(probes), [vectors[text_hash] for text_hash in probes.values()])
        return [f"向量索引丢失了向量（抽查 {len(probes)} 条，{len(lost)} 条已不在）。"] if lost else []

    def _vector_index(self, meta: dict[str, str]) -> VectorIndex:
        return VectorIndex(self._vector_folder(meta), self._url, self._collection(meta), meta["model_id"])

    def _vector_folder(self, meta: dict[str, str]) -> Path:
        return self._folder / "vectors" / meta["vectors_generation"]

    def _collection(self, meta: dict[str, str]) -> str:
        return f"wenzheng-{meta['corpus']}-{meta['vectors_generation']}"

    # lexical

    def lexical(self) -> LexicalIndex:
        assert self._lexical is not None  # noqa: S101  (opened with the knowledge base)
        return self._lexical

    def _open_lexical(self, meta: dict[str, str]) -> None:
        mark = self._read_mark()
        sound = mark.get("corpus") == meta["corpus"] and (self._lexical_folder(mark) / "meta.json").is_file()
        if not sound:
            if meta["version"] != "0":
                self._notify("全文索引缺失，正在依据目录库重建。")
            self.rebuild_lexical()
            return
        try:
            self._lexical, self._mark = LexicalIndex(self._lexical_folder(mark)), mark
            if mark["state"] != "clean" or mark["version"] != meta["version"]:
                self._settle_lexical()
        except KnowledgeBaseDamaged as exc:
            self._notify(f"{exc} 正在依据目录库重建全文索引。")
            self.rebuild_lexical()

    def _settle_lexical(self) -> None:
        with self._alone(), self._reading() as connection:
            self._reload_lexical()  # another process may have written while this one waited for its turn
            settle(connection, self.lexical())
            self._write_mark(state="clean", version=str(catalog.read_version(connection)))

    def _follow_lexical(self, version: int) -> None:
        self._reload_lexical()
        if self._mark["state"] == "clean" and int(self._mark["version"]) < version:  # written from another host
            self._settle_lexical()

    def _reload_lexical(self) -> None:
        mark = self._read_mark() or self._mark
        if mark["generation"] != self._mark["generation"]:
            self._lexical = LexicalIndex(self._lexical_folder(mark))
        self._mark = mark
        self.lexical().reload()

    def rebuild_lexical(self) -> None:
        """Build the lexical index anew from the texts in the catalog."""
        with self._alone(), self._reading() as connection:
            meta = catalog.read_meta(connection)
            old = self._read_mark()
            generation = str(int(old.get("generation", "0")) + 1)
            new = {"generation": generation, "corpus": meta["corpus"], "state": "clean", "version": meta["version"]}
            shutil.rmtree(self._lexical_folder(new), ignore_errors=True)
            index = LexicalIndex(self._lexical_folder(new))
            fill(connection, index, catalog.read_revisions(connection), lambda _: None)
            self._write_mark(**new)
            self._lexical = index
            if old:
                shutil.rmtree(self._lexical_folder(old), ignore_errors=True)

    def _lexical_folder(self, mark: dict[str, str]) -> Path:
        return self._folder / "lexical" / mark.get("generation", "0")

    def _read_mark(self) -> dict[str, str]:
        try:
            mark = json.loads((self._folder / "lexical.json").read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return {}
        return mark if isinstance(mark, dict) else {}

    def _write_mark(self, **values: str) -> None:
        """Replace the mark as a whole: a reader or a crash sees the old one or the new one."""
        self._mark = self._mark | values
        path = self._folder / "lexical.json"
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(self._mark), "utf-8")
        os.replace(fresh, path)

    def _read_meta(self) -> dict[str, str]:
        with self._reading() as connection:
            return catalog.read_meta(connection)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect() as connection, connection.begin():
            yield connection

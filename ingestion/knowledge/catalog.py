"""The catalog: the one place whose commits decide what the knowledge base holds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, delete, func, insert, select, update

from ingestion.knowledge import records, tables
from ingestion.knowledge.contract import Source
from ingestion.model import Clause, Document, Edit, Finding, ParsedDocument, Relation, Responsibility, Target

if TYPE_CHECKING:
    import numpy as np

T = TypeVar("T")
_SQL_VARIABLES = 500
_OF_TEXTS = (tables.embeddings, tables.token_vectors)
_ISSUED = re.compile(r"(?:印发|发布|公布|转发)《([^《》]+)》")

PlacedDuty: TypeAlias = tuple[str, int, Responsibility]  # with its document and its place there


@dataclass(frozen=True, slots=True)
class Entry:
    """A stored document and the revision under which the indexes know it. `document.text` is empty."""

    document: Document
    revision: str
    content_hash: str


@dataclass(frozen=True, slots=True)
class NewDocument:
    """What one replacement writes. `text_hashes` names the passage of each clause that is searched."""

    parsed: ParsedDocument
    revision: str
    content_hash: str
    origin: str
    text_hashes: Mapping[str, str]


def chunked(values: Iterable[T], size: int = _SQL_VARIABLES) -> Iterator[list[T]]:
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part


# meta


def read_meta(connection: Connection) -> dict[str, str]:
    return {row.key: row.value for row in connection.execute(select(tables.meta))}


def write_meta(connection: Connection, **values: str) -> None:
    for key, value in values.items():
        if connection.execute(update(tables.meta).where(tables.meta.c.key == key).values(value=value)).rowcount == 0:
            connection.execute(insert(tables.meta).values(key=key, value=value))


_VERSION = select(tables.meta.c.value).where(tables.meta.c.key == "version")


def read_version(connection: Connection) -> int:
    return int(connection.execute(_VERSION).scalar_one())


def advance_version(connection: Connection) -> int:
    version = read_version(connection) + 1
    write_meta(connection, version=str(version))
    return version


# documents


def read_revisions(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(tables.documents.c.id, tables.documents.c.revision))
    return {row.id: row.revision for row in rows}


def read_entries(connection: Connection, doc_ids: Iterable[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for part in chunked(doc_ids):
        for row in connection.execute(select(tables.documents).where(tables.documents.c.id.in_(part))):
            document = records.load_document(row.payload)
            found[row.id] = Entry(document, row.revision, row.content_hash)
    return found


def read_sources(connection: Connection) -> list[Source]:
    table = tables.documents
    rows = connection.execute(select(table.c.id, table.c.content_hash, table.c.origin).order_by(table.c.id))
    return [Source(row.id, row.content_hash, row.origin) for row in rows]


def read_text(connection: Connection, doc_id: str) -> str | None:
    query = select(tables.texts.c.text).where(tables.texts.c.doc_id == doc_id)
    return connection.execute(query).scalar_one_or_none()


def read_edits(connection: Connection, doc_id: str) -> tuple[str, tuple[Edit, ...]] | None:
    query = select(tables.texts.c.raw_text, tables.texts.c.edits).where(tables.texts.c.doc_id == doc_id)
    row = connection.execute(query).one_or_none()
    return (row.raw_text, records.load_edits(row.edits)) if row else None


def delete_document(connection: Connection, doc_id: str) -> None:
    for table in tables.OF_DOCUMENT:
        connection.execute(delete(table).where(table.c.doc_id == doc_id))
    connection.execute(delete(tables.documents).where(tables.documents.c.id == doc_id))


def insert_document(connection: Connection, new: NewDocument) -> None:
    """Write a whole document; the rows of an earlier version must be gone."""
    document, doc_id = new.parsed.document, new.parsed.document.id
    row: dict[str, str | None] = {
        "id": doc_id,
        "revision": new.revision,
        "content_hash": new.content_hash,
        "origin": new.origin,
    }
    row |= {"source": document.source, "title": document.title, "doc_number": document.doc_number}
    row["payload"] = records.dump(replace(document, text=""))
    connection.execute(insert(tables.documents), [row | {"doc_number": document.doc_number}])
    text = {"doc_id": doc_id, "text": document.text, "raw_text": new.parsed.raw_text}
    connection.execute(insert(tables.texts), [text | {"edits": records.dump_edits(new.parsed.edits)}])
    clauses = [
        {"id": c.id, "ordinal": c.ordinal, "text_hash": new.text_hashes.get(c.id), "payload": records.dump(c)}
        for c in new.parsed.clauses
    ]
    _insert_rows(connection, tables.clauses, doc_id, clauses)
    _insert_numbered(connection, tables.responsibilities, doc_id, new.parsed.responsibilities, "clause_id normalized")
    _insert_numbered(connection, tables.targets, doc_id, new.parsed.targets, "clause_id indicator")
    _insert_numbered(connection, tables.relations, doc_id, new.parsed.relations, "title doc_number")
    _insert_numbered(connection, tables.findings, doc_id, new.parsed.findings, "")


def move_document(connection: Connection, doc_id: str, origin: str) -> None:
    connection.execute(update(tables.documents).where(tables.documents.c.id == doc_id).values(origin=origin))


def _insert_rows(connection: Connection, table: Table, doc_id: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), [row | {"doc_id": doc_id} for row in rows])


def _insert_numbered(connection: Connection, table: Table, doc_id: str, items: Sequence[Any], columns: str) -> None:
    rows = [
        {"position": position, "payload": records.dump(item)} | {name: getattr(item, name) for name in columns.split()}
        for position, item in enumerate(items)
    ]
    _insert_rows(connection, table, doc_id, rows)


# clauses and what hangs on them


def read_clauses(connection: Connection, doc_id: str) -> list[Clause]:
    table = tables.clauses
    query = select(table.c.payload).where(table.c.doc_id == doc_id).order_by(table.c.ordinal)
    return [records.load_clause(payload) for payload in connection.execute(query).scalars()]


def read_clause_map(connection: Connection, clause_ids: Iterable[str]) -> dict[str, Clause]:
    found: dict[str, Clause] = {}
    for part in chunked(clause_ids):
        query = select(tables.clauses.c.id, tables.clauses.c.payload).where(tables.clauses.c.id.in_(part))
        found |= {row.id: records.load_clause(row.payload) for row in connection.execute(query)}
    return found


def read_responsibilities(
    connection: Connection, clause_ids: Iterable[str] | None, doc_id: str | None, unit: str | None
) -> list[Responsibility]:
    table, where = tables.responsibilities, []
    if doc_id is not None:
        where.append(table.c.doc_id == doc_id)
    if unit is not None:
        where.append(table.c.normalized == unit)
    return [records.load_responsibility(p) for p in _payloads(connection, table, where, table.c.clause_id, clause_ids)]


def read_duties(connection: Connection, clause_ids: Iterable[str]) -> dict[str, tuple[PlacedDuty, ...]]:
    """The responsibilities of each clause, none for clauses without, with where each stands in reading order."""
    table, found = tables.responsibilities, dict[str, list[PlacedDuty]]()
    for part in chunked(clause_ids):
        found |= {clause_id: [] for clause_id in part}
        query = select(table.c.clause_id, table.c.doc_id, table.c.position, table.c.payload)
        for row in connection.execute(query.where(table.c.clause_id.in_(part))):
            found[row.clause_id].append((row.doc_id, row.position, records.load_responsibility(row.payload)))
    return {clause_id: tuple(duties) for clause_id, duties in found.items()}


def read_targets(
    connection: Connection,
    doc_ids: Iterable[str] | None,
    clause_ids: Iterable[str] | None,
    indicator: str | None,
) -> list[Target]:
    table, where = tables.targets, []
    if indicator is not None:
        where.append(table.c.indicator == indicator)
    wanted = None if doc_ids is None else set(doc_ids)
    if wanted is not None and clause_ids is None:
        payloads = _payloads(connection, table, where, table.c.doc_id, wanted)
    else:
        if wanted is not None:
            where.append(table.c.doc_id.in_(wanted))
        payloads = _payloads(connection, table, where, table.c.clause_id, clause_ids)
    return [records.load_target(payload) for payload in payloads]


def _payloads(
    connection: Connection,
    table: Table,
    where: Sequence[ColumnElement[bool]],
    column: ColumnElement[str],
    values: Iterable[str] | None,
) -> Iterator[str]:
    base = select(table.c.payload).where(*where).order_by(table.c.doc_id, table.c.position)
    if values is None:
        yield from connection.execute(base).scalars()
        return
    for part in chunked(dict.fromkeys(values)):
        yield from connection.execute(base.where(column.in_(part))).scalars()


def _payloads_of(connection: Connection, table: Table, doc_id: str) -> Iterator[str]:
    query = select(table.c.payload).where(table.c.doc_id == doc_id).order_by(table.c.position)
    yield from connection.execute(query).scalars()


def read_relations(connection: Connection, doc_id: str) -> list[Relation]:
    return [records.load_relation(payload) for payload in _payloads_of(connection, tables.relations, doc_id)]


def read_relations_to(connection: Connection, document: Document) -> list[tuple[str, Relation]]:
    """Relations of other documents that name this one by number, by title or by the title of what it issues."""
    table = tables.relations
    named: ColumnElement[bool] = table.c.title.in_([document.title, *_ISSUED.findall(document.title)])
    if document.doc_number:
        named = named | (table.c.doc_number == document.doc_number)
    query = select(table.c.doc_id, table.c.payload).where(named, table.c.doc_id != document.id)
    rows = connection.execute(query.order_by(table.c.doc_id, table.c.position))
    return [(row.doc_id, records.load_relation(row.payload)) for row in rows]


def read_findings(connection: Connection, doc_id: str) -> list[Finding]:
    table = tables.findings
    return [
        records.load_finding(p) for p in _payloads(connection, table, [table.c.doc_id == doc_id], table.c.doc_id, None)
    ]


def read_unit_names(connection: Connection) -> list[str]:
    column = tables.responsibilities.c.normalized
    return list(connection.execute(select(column).distinct().order_by(column)).scalars())


def read_documents_naming(connection: Connection, units: Iterable[str]) -> set[str]:
    table, found = tables.responsibilities, set[str]()
    for part in chunked(units):
        query = select(table.c.doc_id).where(table.c.normalized.in_(part)).distinct()
        found.update(connection.execute(query).scalars())
    return found


# passages and vectors


def read_searched(connection: Connection, doc_id: str) -> list[tuple[str, str]]:
    """The searched clauses of a document in reading order: `(clause id, text hash)`."""
    table = tables.clauses
    query = select(table.c.id, table.c.text_hash).where(table.c.doc_id == doc_id, table.c.text_hash.is_not(None))
    return [(row.id, row.text_hash) for row in connection.execute(query.order_by(table.c.ordinal))]


def read_searched_counts(connection: Connection) -> dict[str, int]:
    """How many clauses of each document are searched."""
    table = tables.clauses
    query = select(table.c.doc_id, func.count().label("searched")).where(table.c.text_hash.is_not(None))
    return {row.doc_id: row.searched for row in connection.execute(query.group_by(table.c.doc_id))}


def read_vectors(connection: Connection, model_id: str, text_hashes: Iterable[str]) -> dict[str, np.ndarray]:
    import numpy as np

    table, found = tables.embeddings, dict[str, np.ndarray]()
    for part in chunked(dict.fromkeys(text_hashes)):
        query = select(table.c.text_hash, table.c.vector)
        for row in connection.execute(query.where(table.c.model_id == model_id, table.c.text_hash.in_(part))):
            found[row.text_hash] = np.frombuffer(row.vector, dtype="<f4")
    return found


def read_matrices(
    connection: Connection, model_id: str, doc_ids: Iterable[str]
) -> dict[str, tuple[tuple[str, ...], np.ndarray]]:
    """The searched clauses of each document with their vectors, in reading order."""
    import numpy as np

    table = tables.clauses
    query = select(table.c.doc_id, table.c.id, table.c.text_hash).where(table.c.text_hash.is_not(None))
    found: dict[str, tuple[tuple[str, ...], np.ndarray]] = {}
    for part in chunked(doc_ids):
        rows = connection.execute(query.where(table.c.doc_id.in_(part)).order_by(table.c.doc_id, table.c.ordinal)).all()
        # no join: for a dozen documents and more SQLite would go through all the vectors that there are
        vectors = read_vectors(connection, model_id, [row.text_hash for row in rows])
        held = (row for row in rows if row.text_hash in vectors)
        for doc_id, group in groupby(held, key=lambda row: str(row.doc_id)):
            of_document = list(group)
            matrix = np.stack([vectors[row.text_hash] for row in of_document])
            found[doc_id] = tuple(row.id for row in of_document), matrix
    return found


def read_vectors_of(connection: Connection, model_id: str, clause_ids: Iterable[str]) -> dict[str, np.ndarray]:
    """The vectors of those of the clauses that are searched."""
    hashes = _read_hashes(connection, clause_ids)
    vectors = read_vectors(connection, model_id, hashes.values())
    return {clause_id: vectors[text_hash] for clause_id, text_hash in hashes.items() if text_hash in vectors}


def read_tokens_of(connection: Connection, model_id: str, clause_ids: Iterable[str]) -> dict[str, np.ndarray]:
    """The tokens of those of the clauses that are searched, where the model tells them."""
    import numpy as np

    from ingestion.knowledge.embedding.contract import TOKEN_DIMENSION

    hashes, table, found = _read_hashes(connection, clause_ids), tables.token_vectors, dict[str, np.ndarray]()
    for part in chunked(dict.fromkeys(hashes.values())):
        query = select(table.c.text_hash, table.c.tokens)
        for row in connection.execute(query.where(table.c.model_id == model_id, table.c.text_hash.in_(part))):
            found[row.text_hash] = np.frombuffer(row.tokens, dtype=np.int8).reshape(-1, TOKEN_DIMENSION)
    return {clause_id: found[text_hash] for clause_id, text_hash in hashes.items() if text_hash in found}


def _read_hashes(connection: Connection, clause_ids: Iterable[str]) -> dict[str, str]:
    table, hashes = tables.clauses, dict[str, str]()
    for part in chunked(clause_ids):
        query = select(table.c.id, table.c.text_hash).where(table.c.id.in_(part), table.c.text_hash.is_not(None))
        hashes |= {row.id: row.text_hash for row in connection.execute(query)}
    return hashes


def write_vectors(
    connection: Connection, model_id: str, vectors: Mapping[str, np.ndarray], tokens: Mapping[str, np.ndarray]
) -> None:
    """Remember vectors, and `tokens` where there are any, by the same hashes.

    A text that another writer embedded meanwhile keeps what it has.
    """
    known = read_vectors(connection, model_id, vectors)
    fresh = [text_hash for text_hash in vectors if text_hash not in known]
    keys = {text_hash: {"model_id": model_id, "text_hash": text_hash} for text_hash in fresh}
    if fresh:
        rows = [keys[text_hash] | {"vector": vectors[text_hash].astype("<f4").tobytes()} for text_hash in fresh]
        connection.execute(insert(tables.embeddings), rows)
    if fresh and tokens:
        rows = [keys[text_hash] | {"tokens": tokens[text_hash].tobytes()} for text_hash in fresh]
        connection.execute(insert(tables.token_vectors), rows)


def drop_vectors(connection: Connection, model_id: str) -> None:
    for table in _OF_TEXTS:
        connection.execute(delete(table).where(table.c.model_id == model_id))


def drop_unused_vectors(connection: Connection, model_id: str) -> None:
    """Forget vectors of other models and of texts that no clause bears."""
    used = select(tables.clauses.c.text_hash).where(tables.clauses.c.text_hash.is_not(None))
    for table in _OF_TEXTS:
        connection.execute(delete(table).where((table.c.model_id != model_id) | table.c.text_hash.not_in(used)))

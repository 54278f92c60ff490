"""Searched clauses as the indexes take them, and comparing an index with the catalog."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from sqlalchemy import Connection

from ingestion.knowledge import catalog
from ingestion.knowledge.passage import passage_of

ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """One searched clause. `key` says which version of its document it belongs to."""

    key: str
    doc_id: str
    text: str
    text_hash: str


class DerivedIndex(Protocol):
    """What can be filled from the catalog."""

    def add(self, connection: Connection, rows: Sequence[Row]) -> None: ...
    def delete(self, keys: Sequence[str]) -> None: ...
    def keys(self) -> list[str]: ...


def key_of(revision: str, clause_id: str) -> str:
    return f"{revision}/{clause_id}"


def split_key(key: str) -> tuple[str, str]:
    """`(revision, clause id)`."""
    revision, _, clause_id = key.partition("/")
    return revision, clause_id


def stored_rows(connection: Connection, doc_id: str) -> list[Row]:
    """The searched clauses of a stored document, in reading order."""
    entry = catalog.read_entries(connection, [doc_id])[doc_id]
    hashes = dict(catalog.read_searched(connection, doc_id))
    text = catalog.read_text(connection, doc_id) or ""
    document = replace(entry.document, text=text)
    return [
        Row(key_of(entry.revision, clause.id), doc_id, passage_of(document, clause, text), hashes[clause.id])
        for clause in catalog.read_clauses(connection, doc_id)
        if clause.id in hashes
    ]


def fill(connection: Connection, index: DerivedIndex, doc_ids: Iterable[str], progress: Callable[[int], None]) -> None:
    """Add the searched clauses of `doc_ids`, a bounded number at a time."""
    for batch in _batched(row for doc_id in doc_ids for row in stored_rows(connection, doc_id)):
        index.add(connection, batch)
        progress(len(batch))


def _batched(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch


def settle(connection: Connection, index: DerivedIndex) -> int:
    """Make `index` hold exactly what the catalog holds, whatever was left half done; returns how much it changed."""
    keys = index.keys()
    held = Counter(split_key(key)[0] for key in keys)
    counts = catalog.read_searched_counts(connection)
    current = {revision: doc_id for doc_id, revision in catalog.read_revisions(connection).items()}
    whole = {revision for revision, doc_id in current.items() if held[revision] == counts.get(doc_id, 0)}
    stray = [key for key in keys if split_key(key)[0] not in whole]
    if stray:
        index.delete(stray)
    missing = [doc_id for revision, doc_id in current.items() if revision not in whole]
    fill(connection, index, missing, lambda _: None)
    return len(stray) + len(missing)

"""The lexical index: BM25 by tantivy over tokens that we cut ourselves."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from ingestion.errors import KnowledgeBaseDamaged
from ingestion.knowledge.rows import Row
from ingestion.knowledge.tokens import tokenize

if TYPE_CHECKING:
    import tantivy

_WRITER_HEAP = 50_000_000


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except (ValueError, OSError) as exc:
        raise KnowledgeBaseDamaged(f"全文索引无法使用：{exc}。请运行 wenzheng doctor --repair。") from exc


def _schema() -> tantivy.Schema:
    import tantivy

    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("document", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
    return builder.build()


class LexicalIndex:
    """Passages by key. Thread-safe for readers; one writer at a time."""

    def __init__(self, folder: Path) -> None:
        import tantivy

        folder.mkdir(parents=True, exist_ok=True)
        with _guarded():
            self._index = tantivy.Index(_schema(), path=str(folder))
        self._schema = self._index.schema

    def reload(self) -> None:
        """See what another process committed."""
        with _guarded():
            self._index.reload()

    def add(self, connection: Connection, rows: Sequence[Row]) -> None:
        self.change(rows, ())

    def delete(self, keys: Sequence[str]) -> None:
        self.change((), keys)

    def change(self, add: Sequence[Row], delete: Sequence[str]) -> None:
        """Delete keys and add rows in one commit."""
        import tantivy

        with _guarded():
            writer = self._index.writer(_WRITER_HEAP, 1)
            for key in delete:
                writer.delete_documents_by_term("key", key)
            for row in add:
                tokens = " ".join(tokenize(row.text))
                writer.add_document(tantivy.Document(key=row.key, document=row.doc_id, text=tokens))
            writer.commit()
            writer.wait_merging_threads()
            self._index.reload()

    def search(self, query: str, limit: int, doc_ids: Collection[str] | None = None) -> list[tuple[str, float]]:
        """The best keys with their BM25 score; only passages of `doc_ids` where given."""
        from tantivy import Occur, Query

        terms = [Query.term_query(self._schema, "text", token) for token in dict.fromkeys(tokenize(query))]
        if not terms:
            return []
        wanted = Query.boolean_query([(Occur.Should, term) for term in terms])
        if doc_ids is not None:
            within = Query.const_score_query(Query.term_set_query(self._schema, "document", list(doc_ids)), 0.0)
            wanted = Query.boolean_query([(Occur.Must, wanted), (Occur.Must, within)])
        return self._keys_of(wanted, limit)

    def count(self) -> int:
        with _guarded():
            return self._index.searcher().num_docs

    def frequencies(self, tokens: Collection[str]) -> dict[str, int]:
        """In how many passages each token stands."""
        with _guarded():
            searcher = self._index.searcher()
            return {token: searcher.doc_freq("text", token) for token in tokens}

    def vocabulary(self) -> list[tuple[str, int]]:
        """Every token with the number of passages it stands in, the most frequent first."""
        with _guarded():
            return [(str(t), int(n)) for t, n in self._index.searcher().terms_with_prefix("text", "")]

    def keys(self) -> list[str]:
        from tantivy import Query

        return [key for key, _ in self._keys_of(Query.all_query(), max(self.count(), 1))]

    def _keys_of(self, query: tantivy.Query, limit: int) -> list[tuple[str, float]]:
        with _guarded():
            searcher = self._index.searcher()
            hits = searcher.search(query, limit, count=False).hits
            return [(str(searcher.doc(address)["key"][0]), float(score or 0.0)) for score, address in hits]

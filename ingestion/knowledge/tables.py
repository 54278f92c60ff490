"""The catalog's tables. Columns that are searched stand alone; everything else of a record is its JSON payload."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

SCHEMA_VERSION = "1"

metadata = MetaData()

# schema, model_id, dimension, version, vectors_generation, vectors_state
meta = Table(
    "kb_meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

documents = Table(
    "kb_documents",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("revision", String(32), nullable=False, unique=True),
    Column("content_hash", String(128), nullable=False),
    Column("source", Text, nullable=False),
    Column("origin", Text, nullable=False, default=""),
    Column("title", Text, nullable=False),
    Column("doc_number", Text, index=True),
    Column("payload", Text, nullable=False),
)

# Apart from `documents`, so that lists never read the long columns.
texts = Table(
    "kb_texts",
    metadata,
    Column("doc_id", ForeignKey("kb_documents.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("raw_text", Text, nullable=False),
    Column("edits", Text, nullable=False),
)

clauses = Table(
    "kb_clauses",
    metadata,
    Column("id", String(300), primary_key=True),
    Column("doc_id", ForeignKey("kb_documents.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("text_hash", String(64)),  # of the passage; null where the clause is not searched for itself
    Column("payload", Text, nullable=False),
    Index("kb_clauses_of_document", "doc_id", "ordinal"),
    Index("kb_clauses_of_text", "text_hash"),
)

responsibilities = Table(
    "kb_responsibilities",
    metadata,
    Column("doc_id", ForeignKey("kb_documents.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("clause_id", String(300), nullable=False, index=True),
    Column("normalized", String(300), nullable=False, index=True),
    Column("payload", Text, nullable=False),
)

targets = Table(
    "kb_targets",
    metadata,
    Column("doc_id", ForeignKey("kb_documents.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("clause_id", String(300), nullable=False, index=True),
    Column("indicator", String(300), nullable=False, index=True),
    Column("payload", Text, nullable=False),
)

relations = Table(
    "kb_relations",
    metadata,
    Column("doc_id", ForeignKey("kb_documents.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("title", Text, index=True),
    Column("doc_number", Text, index=True),
    Column("payload", Text, nullable=False),
)

findings = Table(
    "kb_findings",
    metadata,
    Column("doc_id", ForeignKey("kb_documents.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("payload", Text, nullable=False),
)

# A cache: a text that was embedded once by a model is not embedded again, whatever document it stands in.
embeddings = Table(
    "kb_embeddings",
    metadata,
    Column("model_id", String(200), primary_key=True),
    Column("text_hash", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # float32, little endian
)

# The same of the tokens of a text, where the model tells them.
token_vectors = Table(
    "kb_token_vectors",
    metadata,
    Column("model_id", String(200), primary_key=True),
    Column("text_hash", String(64), primary_key=True),
    Column("tokens", LargeBinary, nullable=False),  # int8, a row a token
)

OF_DOCUMENT = (findings, relations, targets, responsibilities, clauses, texts)

"""The types that stand at the door of the knowledge base."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ingestion.model import ParsedDocument


@dataclass(frozen=True, slots=True)
class KnowledgeConfig:
    """Where the knowledge base lives. `block_megabytes` bounds the vectors held in memory for filtered search."""

    data_dir: Path
    database_url: str | None = None
    chroma_url: str | None = None
    block_megabytes: int = 256


@dataclass(frozen=True, slots=True)
class Hit:
    """A clause that a search found. `score` is a cosine (dense) or BM25 (lexical); the two do not compare."""

    clause_id: str
    doc_id: str
    score: float


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the indexes hold what the catalog holds. `problems` are Chinese."""

    documents: int
    clauses: int  # those that are searched
    vectors: int
    lexical: int
    problems: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        return not self.problems


@dataclass(frozen=True, slots=True)
class Replacement:
    """A new version of a document. `origin` is the absolute path of its file, if it came from one."""

    parsed: ParsedDocument
    content_hash: str
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a stored document came from."""

    doc_id: str
    content_hash: str
    origin: str

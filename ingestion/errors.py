"""Errors of ingestion, named by what the caller does next.

    IngestionError
    ├── SourceError            the file cannot be used: tell the user, go on with the next file
    │   ├── SourceNotFound     no such path
    │   ├── UnsupportedSource  not a format we read, or an optional reader is not installed
    │   └── UnreadableSource   corrupt, empty, too large, hostile or wrongly encoded
    ├── KnowledgeBaseError     the data directory cannot serve: stop and repair
    │   ├── KnowledgeBaseBusy  another process holds it: stop that process, or use a server
    │   ├── KnowledgeBaseStale model or schema differs from settings: run the command named in the message
    │   ├── KnowledgeBaseDamaged an index is lost or broken: run `wenzheng doctor --repair`
    │   └── VectorServerAway   the vector server does not answer: try again, or start it
    ├── EmbeddingError         the embedder failed: retry later, or fix its settings
    └── NotFound               no such document or clause

Messages are Chinese and say what to do; they never carry a stack trace or a secret.
"""


class IngestionError(Exception):
    """Base of every error that ingestion raises on purpose."""


class SourceError(IngestionError):
    """The file cannot be used; other files are not affected."""

    def __init__(self, message: str, *, source: str = "") -> None:
        super().__init__(message)
        self.source = source


class SourceNotFound(SourceError):
    """There is nothing at that path."""


class UnsupportedSource(SourceError):
    """The format is not one that we read, or its optional reader is not installed."""


class UnreadableSource(SourceError):
    """The file is corrupt, empty, too large, hostile or in an encoding that cannot be told."""


class KnowledgeBaseError(IngestionError):
    """The data directory cannot serve."""


class KnowledgeBaseBusy(KnowledgeBaseError):
    """Another process owns the data directory."""


class KnowledgeBaseStale(KnowledgeBaseError):
    """The index was built with another model, dimension or schema than the settings name."""


class KnowledgeBaseDamaged(KnowledgeBaseError):
    """An index is missing rows or cannot be opened; it can be rebuilt from the catalog."""


class VectorServerAway(KnowledgeBaseError):
    """The vector server does not answer; it may be starting again."""


class EmbeddingError(IngestionError):
    """The embedder failed or is not reachable."""


class NotFound(IngestionError):
    """There is no such document or clause."""

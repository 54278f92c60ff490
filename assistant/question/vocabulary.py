"""What the corpus speaks of: the names that questions are read against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from assistant.question.siblings import Groups, siblings_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ingestion.model import Clause, Document, Target


class Knowledge(Protocol):
    """The part of the knowledge base that a vocabulary is read from."""

    @property
    def version(self) -> str: ...
    def documents(self) -> Sequence[Document]: ...
    def clauses(self, doc_id: str) -> Sequence[Clause]: ...
    def targets(
        self,
        *,
        doc_ids: Iterable[str] | None = None,
        clause_ids: Iterable[str] | None = None,
        indicator: str | None = None,
    ) -> Sequence[Target]: ...
    def unit_names(self) -> Sequence[str]: ...
    def vocabulary(self) -> Sequence[tuple[str, int]]: ...


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Documents (without text), normalised unit names, indicators, headings and words of one version of the corpus.

    `siblings` has for a document what stands side by side in its tables.
    """

    documents: tuple[Document, ...] = ()
    units: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    words: tuple[str, ...] = ()  # search tokens of two characters and more
    siblings: Mapping[str, Groups] = field(default_factory=dict)
    version: str = field(default="", compare=False)

    @classmethod
    def from_knowledge(cls, knowledge: Knowledge) -> Vocabulary:
        """The vocabulary of what `knowledge` holds now; build a new one when its `version` changes."""
        version = knowledge.version
        documents = tuple(knowledge.documents())
        headings: dict[str, None] = {}
        siblings: dict[str, Groups] = {}
        for document in documents:
            clauses = knowledge.clauses(document.id)
            headings |= dict.fromkeys(c.heading for c in clauses if c.heading)
            if groups := siblings_of(clauses):
                siblings[document.id] = groups
        return cls(
            documents=documents,
            units=tuple(knowledge.unit_names()),
            indicators=tuple(dict.fromkeys(t.indicator for t in knowledge.targets() if t.indicator)),
            headings=tuple(headings),
            words=tuple(word for word, _ in knowledge.vocabulary() if len(word) > 1),
            siblings=siblings,
            version=version,
        )

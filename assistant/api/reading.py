"""Reads of the knowledge base for the catalog routes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

from assistant.api.catalog_schemas import (
    ClauseDetailBody,
    ClausesBody,
    DocumentDetailBody,
    DocumentsBody,
    HitsBody,
    TargetsBody,
    TasksBody,
    clause_body,
    clause_fields,
    document_body,
    document_detail_body,
    hit_body,
    target_body,
    task_body,
)
from assistant.model import Evidence, Role
from ingestion.errors import NotFound
from ingestion.model import Document, Responsibility
from ingestion.parsing.extensions import read_extension
from ingestion.parsing.relations import status_of
from ingestion.parsing.units import same_unit, split_level

if TYPE_CHECKING:
    from assistant.core import Assistant
    from ingestion.knowledge import KnowledgeBase


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page:
    """`limit` rows from `offset` on."""

    limit: int
    offset: int

    def of(self, rows: Sequence[T]) -> Sequence[T]:
        return rows[self.offset : self.offset + self.limit]


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents to list. A region fits every document of it or of a place inside it."""

    region: str | None = None
    year: int | None = None
    issuer: str | None = None
    text: str | None = None

    def fits(self, document: Document) -> bool:
        return (
            (self.region is None or (document.region is not None and _named(self.region, document.region.names)))
            and (self.issuer is None or _named(self.issuer, document.issuers))
            and (self.year is None or self.year in _years(document))
            and (self.text is None or self.text in f"{document.title} {document.doc_number or ''}")
        )


P = ParamSpec("P")


class Reads:
    """Runs a method of `Reading` in a thread, all of it on one state of the knowledge base."""

    def __init__(self, assistant: Assistant, clock: Callable[[], datetime]) -> None:
        self._assistant = assistant
        self._clock = clock

    async def __call__(self, method: Callable[Concatenate[Reading, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        def read() -> T:
            knowledge = self._assistant.knowledge
            with knowledge.snapshot():
                return method(Reading(knowledge, self._clock), *args, **kwargs)

        return await self._assistant.run(read)


class Reading:
    """One read of the knowledge base; texts that it needs twice are read once."""

    def __init__(self, knowledge: KnowledgeBase, clock: Callable[[], datetime]) -> None:
        self._knowledge = knowledge
        self._today = clock().date()
        self._documents: dict[str, Document] = {}

    def documents(self, wanted: DocumentFilter, page: Page) -> DocumentsBody:
        rows = [document for document in self._knowledge.documents() if wanted.fits(document)]
        bodies = tuple(document_body(document, self._status(document)) for document in page.of(rows))
        return DocumentsBody(documents=bodies, total=len(rows), limit=page.limit, offset=page.offset)

    def document(self, doc_id: str) -> DocumentDetailBody:
        document = self._document(doc_id)
        clauses = len(self._knowledge.clauses(doc_id))
        relations, findings = self._knowledge.relations(doc_id), self._knowledge.findings(doc_id)
        return document_detail_body(document, self._status(document), clauses, relations, findings)

    def text(self, doc_id: str) -> str:
        return self._document(doc_id).text

    def texts(self, clause_ids: Iterable[str]) -> dict[str, str]:
        """The whole text of every one of the clauses that exists."""
        clauses = self._knowledge.clause_map(clause_ids)
        return {clause.id: clause.span.of(self._document(clause.doc_id).text) for clause in clauses.values()}

    def clauses(self, doc_id: str) -> ClausesBody:
        text = self._document(doc_id).text
        units = _by_clause(self._knowledge.responsibilities(doc_id=doc_id))
        clauses = self._knowledge.clauses(doc_id)
        bodies = tuple(clause_body(clause, text, units.get(clause.id, [])) for clause in clauses)
        return ClausesBody(doc_id=doc_id, clauses=bodies)

    def clause(self, clause_id: str) -> ClauseDetailBody:
        clause = self._knowledge.clause(clause_id)
        document = self._document(clause.doc_id)
        fields = clause_fields(clause, document.text, self._knowledge.responsibilities(clause_ids=[clause_id]))
        targets = [
            target_body(target, clause, document, document.text)
            for target in self._knowledge.targets(clause_ids=[clause_id])
        ]
        shown = document_body(document, self._status(document))
        return ClauseDetailBody.model_validate(fields | {"document": shown, "targets": targets})

    def targets(self, wanted: DocumentFilter, doc_ids: Sequence[str], indicator: str | None, page: Page) -> TargetsBody:
        """Targets of the documents that fit, those whose indicator contains `indicator` where one is given."""
        fitting = [d.id for d in self._knowledge.documents() if wanted.fits(d) and (not doc_ids or d.id in doc_ids)]
        rows = [
            target
            for target in self._knowledge.targets(doc_ids=fitting)
            if indicator is None or indicator in target.indicator
        ]
        shown = page.of(rows)
        clauses = self._knowledge.clause_map({target.clause_id for target in shown})
        bodies = []
        for target in shown:
            document = self._document(clauses[target.clause_id].doc_id)
            bodies.append(target_body(target, clauses[target.clause_id], document, document.text))
        return TargetsBody(targets=tuple(bodies), total=len(rows), limit=page.limit, offset=page.offset)

    def tasks(self, unit: str, role: Role | None, wanted: DocumentFilter, page: Page) -> TasksBody:
        """What the unit answers for in the documents that fit.

        A short name stands for its full one, and a name without a place for the unit of every place; one with a
        place of the corpus (某某市财政局) for what the documents of that place say.
        """
        names = self._knowledge.unit_names()
        meant = [name for name in names if same_unit(name, unit)] or [name for name in names if name.endswith(unit)]
        if not meant:
            raise NotFound(f"知识库中没有名为“{unit}”的责任单位。")
        fitting = {document.id for document in self._of_place(unit) if wanted.fits(document)}
        assigned = [row for name in meant for row in self._knowledge.responsibilities(unit=name)]
        assigned = [row for row in assigned if role is None or row.role == role]
        places = self._knowledge.clause_map({row.clause_id for row in assigned})
        rows = [row for row in assigned if places[row.clause_id].doc_id in fitting]
        shown = page.of(rows)
        clauses = {row.clause_id: places[row.clause_id] for row in shown}
        bodies = []
        for row in shown:
            document = self._document(clauses[row.clause_id].doc_id)
            bodies.append(task_body(row, clauses[row.clause_id], document, document.text))
        return TasksBody(units=tuple(meant), tasks=tuple(bodies), total=len(rows), limit=page.limit, offset=page.offset)

    def _of_place(self, unit: str) -> list[Document]:
        """The documents of the place that a unit's name begins with; all where it begins with none."""
        documents, (place, _) = self._knowledge.documents(), split_level(unit)
        return [d for d in documents if d.region and place in d.region.names] or documents

    def hits(self, found: Sequence[Evidence]) -> HitsBody:
        units = _by_clause(self._knowledge.responsibilities(clause_ids=[hit.clause.id for hit in found]))
        bodies = tuple(
            hit_body(hit, self._document(hit.document.id).text, units.get(hit.clause.id, [])) for hit in found
        )
        return HitsBody(hits=bodies)

    def _document(self, doc_id: str) -> Document:
        if doc_id not in self._documents:
            self._documents[doc_id] = self._knowledge.document(doc_id)
        return self._documents[doc_id]

    def _status(self, document: Document) -> str:
        related = self._knowledge.relations_to(document)
        whole = self._document(document.id)
        extended = read_extension(whole, ((self._document(doc_id), relation) for doc_id, relation in related))
        whole = replace(whole, expires=extended.until) if extended else whole
        return status_of(whole, related, self._today).name


def _by_clause(units: Iterable[Responsibility]) -> dict[str, list[Responsibility]]:
    grouped: dict[str, list[Responsibility]] = {}
    for unit in units:
        grouped.setdefault(unit.clause_id, []).append(unit)
    return grouped


def _named(wanted: str, names: Iterable[str]) -> bool:
    return any(name.startswith(wanted) for name in names)


def _years(document: Document) -> range | tuple[int, ...]:
    if document.period:
        return range(document.period[0], document.period[1] + 1)
    stated = document.published or document.written
    return (stated.year,) if stated else ()

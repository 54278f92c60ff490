"""Shapes of documents, clauses, units and targets on the wire."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from assistant.api.schemas import Shape
from assistant.model import Evidence, Role
from ingestion.model import Clause, Document, Finding, Relation, Responsibility, Target

Count = Annotated[int, Field(ge=0)]


class SpanBody(Shape):
    """Half-open character range of the document's canonical text."""

    start: int
    end: int


class RegionBody(Shape):
    """Where a document applies, widest name first."""

    province: str | None
    city: str | None
    county: str | None
    town: str | None


class DocumentBody(Shape):
    """A policy document without its text. `region` is the most specific place name."""

    doc_id: str
    title: str
    doc_number: str | None
    issuer: str | None
    issuers: tuple[str, ...]
    region: str | None
    regions: RegionBody | None
    level: str | None
    aliases: tuple[str, ...]
    written: date | None
    published: date | None
    effective: date | None
    expires: date | None
    period: tuple[int, int] | None
    status: str
    topic: str | None
    index_number: str | None
    addressees: str | None
    media_type: str
    source_url: str | None


class DocumentsBody(Shape):
    """One page of the documents that match; `total` counts all of them."""

    documents: tuple[DocumentBody, ...]
    total: Count
    limit: Count
    offset: Count


class RelationBody(Shape):
    """A link to another document, by title or number, and the words it was read from."""

    kind: str
    title: str | None
    doc_number: str | None
    span: SpanBody


class FindingBody(Shape):
    """A parse warning."""

    code: str
    severity: Literal["info", "warning", "error"]
    message: str
    span: SpanBody | None


class DocumentDetailBody(DocumentBody):
    """A document with what was read about it as a whole."""

    clause_count: Count
    characters: Count
    relations: tuple[RelationBody, ...]
    findings: tuple[FindingBody, ...]


class TextBody(Shape):
    """The canonical text that all spans index."""

    doc_id: str
    text: str


class AssignmentBody(Shape):
    """A unit that answers for a clause; `name` as written, `normalized` for matching."""

    clause_id: str
    name: str
    normalized: str
    role: Role
    inherited: bool
    kind: str
    deadline: str | None
    span: SpanBody


class TargetBody(Shape):
    """An indicator and its value, with the clause and document that set it."""

    doc_id: str
    title: str
    region: str | None
    clause_id: str
    label: str
    indicator: str
    value: str
    unit: str
    qualifier: str
    deadline: str | None
    span: SpanBody
    quote: str


class TargetsBody(Shape):
    """One page of the targets that match."""

    targets: tuple[TargetBody, ...]
    total: Count
    limit: Count
    offset: Count


class ClauseBody(Shape):
    """A citable clause. `text` covers the clause with everything below it, `body` its own words only."""

    clause_id: str
    doc_id: str
    kind: str
    number: str | None
    heading: str | None
    path: tuple[str, ...]
    label: str
    level: int
    ordinal: int
    parent_id: str | None
    start: int
    end: int
    body: SpanBody
    text: str
    header: tuple[str, ...]
    cells: tuple[str, ...]
    responsible_units: tuple[AssignmentBody, ...]


class ClauseDetailBody(ClauseBody):
    """A clause with its document and its targets."""

    document: DocumentBody
    targets: tuple[TargetBody, ...]


class ClausesBody(Shape):
    """A document's clauses in reading order."""

    doc_id: str
    clauses: tuple[ClauseBody, ...]


class HitBody(Shape):
    """A clause that matches, with the scores that put it there."""

    clause: ClauseBody
    title: str
    region: str | None
    score: float
    dense: float | None
    lexical: float | None
    sources: tuple[str, ...]


class HitsBody(Shape):
    """Matching clauses, best first."""

    hits: tuple[HitBody, ...]


class TaskBody(Shape):
    """Something that a unit has to do."""

    doc_id: str
    title: str
    region: str | None
    clause_id: str
    label: str
    path: tuple[str, ...]
    text: str
    name: str
    role: Role
    inherited: bool
    deadline: str | None


class TasksBody(Shape):
    """Everything the unit answers for; `units` are the normalised names that the given name stands for."""

    units: tuple[str, ...]
    tasks: tuple[TaskBody, ...]
    total: Count
    limit: Count
    offset: Count


def document_fields(document: Document, status: str) -> dict[str, object]:
    fields = {name: getattr(document, name) for name in DocumentBody.model_fields if hasattr(document, name)}
    return fields | {
        "doc_id": document.id,
        "region": _place(document),
        "regions": document.region,
        "status": status,
    }


def document_body(document: Document, status: str) -> DocumentBody:
    return DocumentBody.model_validate(document_fields(document, status))


def document_detail_body(
    document: Document, status: str, clauses: int, relations: list[Relation], findings: list[Finding]
) -> DocumentDetailBody:
    extra = {
        "clause_count": clauses,
        "characters": len(document.text),
        "relations": [RelationBody.model_validate(relation) for relation in relations],
        "findings": [FindingBody.model_validate(finding) for finding in findings],
    }
    return DocumentDetailBody.model_validate(document_fields(document, status) | extra)


def clause_fields(clause: Clause, text: str, units: list[Responsibility]) -> dict[str, object]:
    fields = {name: getattr(clause, name) for name in ClauseBody.model_fields if hasattr(clause, name)}
    return fields | {
        "clause_id": clause.id,
        "start": clause.span.start,
        "end": clause.span.end,
        "body": SpanBody.model_validate(clause.body),
        "text": clause.span.of(text),
        "responsible_units": [AssignmentBody.model_validate(unit) for unit in units],
    }


def clause_body(clause: Clause, text: str, units: list[Responsibility]) -> ClauseBody:
    return ClauseBody.model_validate(clause_fields(clause, text, units))


def target_body(target: Target, clause: Clause, document: Document, text: str) -> TargetBody:
    fields = {name: getattr(target, name) for name in TargetBody.model_fields if hasattr(target, name)}
    origin = {
        "doc_id": document.id,
        "title": document.title,
        "region": _place(document),
        "label": clause.label,
        "quote": target.span.of(text),
    }
    return TargetBody.model_validate(fields | origin | {"span": SpanBody.model_validate(target.span)})


def hit_body(evidence: Evidence, text: str, units: list[Responsibility]) -> HitBody:
    return HitBody(
        clause=clause_body(evidence.clause, text, units),
        title=evidence.document.title,
        region=_place(evidence.document),
        score=evidence.score,
        dense=evidence.dense,
        lexical=evidence.lexical,
        sources=evidence.sources,
    )


def task_body(unit: Responsibility, clause: Clause, document: Document, text: str) -> TaskBody:
    return TaskBody(
        doc_id=document.id,
        title=document.title,
        region=_place(document),
        clause_id=clause.id,
        label=clause.label,
        path=clause.path,
        text=clause.span.of(text),
        name=unit.name,
        role=unit.role,
        inherited=unit.inherited,
        deadline=unit.deadline,
    )


def _place(document: Document) -> str | None:
    return document.region.name if document.region else None

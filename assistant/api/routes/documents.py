"""`/v1/documents`, `/v1/clauses`, `/v1/targets`, `/v1/units`: the catalog, read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from assistant.api.access import Reader
from assistant.api.catalog_schemas import (
    ClauseDetailBody,
    ClausesBody,
    DocumentDetailBody,
    DocumentsBody,
    TargetsBody,
    TasksBody,
    TextBody,
)
from assistant.api.conditional import tagged
from assistant.api.reading import DocumentFilter, Page, Reading, Reads
from assistant.api.state import Shared
from assistant.model import Role

router = APIRouter(prefix="/v1", tags=["documents"])

Text = Annotated[str | None, Query(min_length=1, max_length=200)]
DocumentId = Annotated[str, Path(min_length=1, max_length=200)]
ClauseId = Annotated[str, Path(min_length=1, max_length=300)]
UnitName = Annotated[str, Path(min_length=1, max_length=200)]
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {"description": "The client has this version already"}}
PLAIN_TEXT: dict[int | str, dict[str, Any]] = {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}}


def page(
    limit: Annotated[int, Query(ge=1, le=500)] = 100, offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0
) -> Page:
    return Page(limit, offset)


def document_filter(
    region: Text = None,
    year: Annotated[int | None, Query(ge=1900, le=2200)] = None,
    issuer: Text = None,
    title: Text = None,
) -> DocumentFilter:
    return DocumentFilter(region, year, issuer, title)


def reads(state: Shared, caller: Reader) -> Reads:
    """Reads for a caller who may read."""
    return Reads(state.assistant, state.clock)


Paging = Annotated[Page, Depends(page)]
Wanted = Annotated[DocumentFilter, Depends(document_filter)]
Read = Annotated[Reads, Depends(reads)]


@router.get("/documents", response_model=DocumentsBody, responses=NOT_MODIFIED)
async def list_documents(request: Request, read: Read, wanted: Wanted, paging: Paging) -> Response:
    """Documents by region, year, issuer and words of the title or number."""
    return tagged(request, await read(Reading.documents, wanted, paging))


@router.get("/documents/{doc_id}", response_model=DocumentDetailBody, responses=NOT_MODIFIED)
async def show_document(request: Request, read: Read, doc_id: DocumentId) -> Response:
    """One document with its relations and parse warnings."""
    return tagged(request, await read(Reading.document, doc_id))


@router.get("/documents/{doc_id}/text", response_model=TextBody, responses=NOT_MODIFIED | PLAIN_TEXT)
async def show_text(request: Request, read: Read, doc_id: DocumentId) -> Response:
    """The canonical text that all `start` and `end` index: plain text, or JSON for `Accept: application/json`."""
    text = await read(Reading.text, doc_id)
    as_json = "application/json" in request.headers.get("accept", "")
    return tagged(request, TextBody(doc_id=doc_id, text=text) if as_json else text)


@router.get("/documents/{doc_id}/clauses", response_model=ClausesBody, responses=NOT_MODIFIED)
async def list_clauses(request: Request, read: Read, doc_id: DocumentId) -> Response:
    """The document's clauses in reading order, each with its responsible units."""
    return tagged(request, await read(Reading.clauses, doc_id))


@router.get("/clauses/{clause_id:path}", response_model=ClauseDetailBody, responses=NOT_MODIFIED)
async def show_clause(request: Request, read: Read, clause_id: ClauseId) -> Response:
    """One clause with its document, responsible units and targets."""
    return tagged(request, await read(Reading.clause, clause_id))


@router.get("/targets")
async def list_targets(
    read: Read, wanted: Wanted, paging: Paging, indicator: Text = None, doc_id: Text = None
) -> TargetsBody:
    """Indicators and their values across documents, by region, year, document and words of the indicator."""
    return await read(Reading.targets, wanted, [doc_id] if doc_id else [], indicator, paging)


@router.get("/units/{name}/tasks")
async def list_tasks(
    read: Read, wanted: Wanted, paging: Paging, name: UnitName, role: Annotated[Role | None, Query()] = None
) -> TasksBody:
    """Everything that a unit leads, supports or answers for, by region, year, issuer and title of the documents."""
    return await read(Reading.tasks, name, role, wanted, paging)

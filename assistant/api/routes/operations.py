"""Liveness, readiness and metrics."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST

from assistant.api.problems import UNAVAILABLE, ApiError
from assistant.api.schemas import Shape
from assistant.api.state import Shared

router = APIRouter(tags=["operations"])


class LiveBody(Shape):
    """The process serves."""

    status: str


class ReadyBody(Shape):
    """Questions can be answered now."""

    status: str
    documents: int
    clauses: int
    version: str


@router.get("/healthz")
async def live() -> LiveBody:
    """The event loop turns; says nothing of the knowledge base."""
    return LiveBody(status="ok")


@router.get("/readyz")
async def ready(state: Shared) -> ReadyBody:
    """The knowledge base answers and its indexes agree with the catalog; 503 otherwise."""
    health, version = await state.assistant.run(state.readiness.look)
    if not health.ok:
        raise ApiError(UNAVAILABLE, "".join(health.problems))
    return ReadyBody(status="ok", documents=health.documents, clauses=health.clauses, version=version)


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics(state: Shared) -> Response:
    """Prometheus exposition format."""
    return Response(state.metrics.text(), media_type=CONTENT_TYPE_LATEST)

"""`create_app`: the HTTP service over one assistant, which it opens and closes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import structlog
from fastapi import APIRouter, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles
from starlette.routing import Route

from assistant.api import openapi, problems, tickets
from assistant.api.agents import PATH, Agents
from assistant.api.chats import Chats
from assistant.api.limits import Count, RateLimits, counting_here
from assistant.api.metrics import Metrics
from assistant.api.middleware import BodyLimits, RequestFrame
from assistant.api.readiness import Readiness
from assistant.api.routes import ask, chat, documents, operations, page, records, search, sessions
from assistant.api.routes import uploads as upload_routes
from assistant.api.state import State
from assistant.api.tracing import Tracing, exporter_to
from assistant.forgetting import forget_what_is_old

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

    from assistant.core import Assistant
    from assistant.extensions import IngestListener
    from assistant.settings import Settings

ROUTES = (ask, sessions, search, documents, upload_routes, records, chat, operations, page)

log = structlog.get_logger(__name__)


def now() -> datetime:
    return datetime.now(UTC)


def create_app(
    settings: Settings,
    assistant: Assistant,
    *,
    routers: Iterable[APIRouter] = (),
    prepare: Callable[[Assistant], Awaitable[None]] | None = None,
    ingest_listeners: Sequence[IngestListener] = (),
    clock: Callable[[], datetime] = now,
    span_exporter: SpanExporter | None = None,
) -> FastAPI:
    """The app. `routers` are further routes, such as the webhooks of chat channels.

    `prepare` is awaited once the assistant is open, before the first request; `ingest_listeners` are told what came
    of every upload; `span_exporter` stands in for the collector of the settings.
    """
    server = settings.server
    exporter = span_exporter or (exporter_to(server.otlp_endpoint) if server.otlp_endpoint else None)
    state = State(
        settings=settings,
        assistant=assistant,
        limits=RateLimits(server.asks_per_minute, _count(settings, assistant), limit_loopback=server.limit_loopback),
        metrics=Metrics(),
        readiness=Readiness(assistant, clock),
        tracing=Tracing(exporter, openapi.version()),
        chats=Chats(clock, timedelta(minutes=settings.answer.session_ttl_minutes) / 2),
        clock=clock,
        ingest_listeners=ingest_listeners,
    )
    for_agents = Agents(state)
    app = FastAPI(
        title="问政 wenzheng",
        version=openapi.version(),
        lifespan=_lifespan(state, for_agents, prepare),
        docs_url=None,
        redoc_url=None,
    )
    app.state.wenzheng = state
    included = [*(module.router for module in ROUTES), *routers]
    for router in included:
        app.include_router(router)
    app.router.routes.append(Route(PATH, for_agents, methods=["POST"]))
    app.mount("/static", StaticFiles(directory=page.WEB, check_dir=False), name="static")
    problems.install(app, included)
    openapi.install(app, open_to_public=server.open_to_public)
    if server.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(server.cors_origins),
            allow_methods=["GET", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "X-Request-Id"],
            expose_headers=["ETag", "X-Request-Id", "Retry-After"],
        )
    limits = BodyLimits(server.max_body_kb * 1024, server.max_upload_mb * 1024 * 1024)
    app.add_middleware(RequestFrame, limits=limits, metrics=state.metrics, tracing=state.tracing)
    return app


def _count(settings: Settings, assistant: Assistant) -> Count:
    """Several processes can only run on a shared database, and then count in it."""
    if not settings.knowledge.shared:
        return counting_here()

    async def count(bucket: str, limit: int) -> int:
        return await assistant.run(assistant.records.asks.spend, bucket, limit)

    return count


def _lifespan(
    state: State, for_agents: Agents, prepare: Callable[[Assistant], Awaitable[None]] | None
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with state.assistant as assistant, for_agents.opened():
            if prepare:
                await prepare(assistant)
            assistant.records.answers.tell(state.metrics.saw_answer)
            keep_days = state.settings.server.keep_answers_days
            forgetting = asyncio.create_task(forget_what_is_old(assistant, keep_days=keep_days, clock=state.clock))
            taking_up = asyncio.create_task(tickets.take_up(state))
            log.info("serving", version=app.version)
            yield
            forgetting.cancel()
            taking_up.cancel()
            if state.jobs:
                log.info("waiting for upload jobs", jobs=len(state.jobs))
                await asyncio.wait(state.jobs, timeout=state.settings.server.shutdown_grace_s)
            await asyncio.to_thread(state.tracing.close)

    return lifespan

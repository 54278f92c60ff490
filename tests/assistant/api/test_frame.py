"""What surrounds every request: ids, headers, size limits, CORS, logs and metrics."""

from __future__ import annotations

import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
import structlog
from fastapi import FastAPI
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from structlog.testing import capture_logs

from assistant import logs
from assistant.api.app import create_app
from assistant.api.readiness import Readiness
from assistant.settings import Settings
from tests.assistant.api.conftest import client_of, with_server
from tests.fakes.assistant import FakeAssistant


@pytest.mark.parametrize(
    ("offered", "kept"), [("abc-1", True), ("a" * 65, False), ("有空 格".encode().decode("latin-1"), False)]
)
async def test_a_request_keeps_a_sane_id_of_its_own(client: httpx.AsyncClient, offered: str, *, kept: bool) -> None:
    headers = [(b"x-request-id", offered.encode("latin-1"))]
    returned = (await client.get("/healthz", headers=headers)).headers["x-request-id"]
    assert (returned == offered) is kept
    assert returned


@pytest.mark.parametrize("path", ["/healthz", "/v1/nothing", "/v1/documents"])
async def test_every_response_carries_the_security_headers(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"


async def test_a_body_that_says_it_is_too_large_is_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/ask", json={"question": "问" * 200_000})
    assert response.status_code == 413
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("path", "token", "status"),
    [
        ("/v1/documents", None, 401),
        ("/v1/documents", "sk-of-another-service", 401),
        ("/v1/documents", "wz_000000000000_wrong", 401),
        ("/v1/ask", "wz_000000000000_wrong", 413),
    ],
)
async def test_only_who_brings_a_key_may_send_much(app: FastAPI, path: str, token: str | None, status: int) -> None:
    files = {"files": ("大.txt", b"x" * 400_000)}
    async with client_of(app, token) as client:
        response = await client.post(path, files=files)
    assert response.status_code == status
    assert ("www-authenticate" in response.headers) == (status == 401)


async def test_a_body_that_turns_out_too_large_is_refused(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b'{"question": "'
        for _ in range(100):
            yield b"x" * 10_000

    response = await client.post("/v1/ask", content=endless(), headers={"content-type": "application/json"})
    assert response.status_code == 413
    assert response.json()["type"] == "urn:wenzheng:problem:too-large"


async def test_only_listed_origins_may_call_from_a_browser(settings: Settings, assistant: FakeAssistant) -> None:
    app = create_app(with_server(settings, cors_origins=("https://gov.example",)), assistant)
    async with app.router.lifespan_context(app), client_of(app) as client:
        for origin, allowed in (("https://gov.example", "https://gov.example"), ("https://evil.example", None)):
            response = await client.get("/v1/models", headers={"Origin": origin})
            assert response.headers.get("access-control-allow-origin") == allowed


async def test_logs_are_json_with_the_request_id_and_without_the_question(client: httpx.AsyncClient) -> None:
    stream = io.StringIO()
    logs.configure("INFO", stream)
    try:
        response = await client.post("/v1/ask", json={"question": "我叫张三,研发机构有多少家"})
        await client.post("/v1/ask", json={"question": "张三的意外"})
    finally:
        structlog.reset_defaults()
    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert {line["event"] for line in lines} >= {"answer", "request", "unexpected error"}
    assert lines[0]["request_id"] == response.headers["x-request-id"]
    assert "张三" not in stream.getvalue()


async def test_metrics_tell_answers_by_status_and_routes_by_pattern(client: httpx.AsyncClient) -> None:
    for question in ("研发机构", "购车补贴", "故障"):
        await client.post("/v1/ask", json={"question": question})
    await client.get("/v1/documents/plan")
    text = (await client.get("/metrics")).text
    for line in (
        'wenzheng_answers_total{channel="api",mode="extractive",status="answered"} 1.0',
        'wenzheng_answers_total{channel="api",mode="extractive",status="refused"} 1.0',
        'wenzheng_answer_errors_total{error="ServiceUnavailable"} 1.0',
        'wenzheng_requests_total{method="POST",route="/v1/ask",status="503"} 1.0',
        'wenzheng_requests_total{method="GET",route="/v1/documents/{doc_id}",status="200"} 1.0',
        'wenzheng_stage_seconds_count{stage="retrieve"} 1.0',
        "wenzheng_asks_running 0.0",
    ):
        assert line in text


async def test_spans_tell_route_status_and_stages_but_not_the_question(
    settings: Settings, assistant: FakeAssistant
) -> None:
    exporter = InMemorySpanExporter()
    app = create_app(settings, assistant, span_exporter=exporter)
    async with app.router.lifespan_context(app), client_of(app) as client:
        await client.post("/v1/ask", json={"question": "研发机构"})
        await client.post("/v1/ask", json={"question": "故障"})
    spans = [(span.name, dict(span.attributes)) for span in exporter.get_finished_spans()]
    assert [(name, seen["http.response.status_code"]) for name, seen in spans] == [
        ("POST /v1/ask", 200),
        ("POST /v1/ask", 503),
    ]
    assert spans[0][1]["wenzheng.stage.retrieve_ms"] == 3.0
    assert "研发机构" not in str(spans)


async def test_two_apps_in_one_process_count_apart(settings: Settings, client: httpx.AsyncClient) -> None:
    await client.post("/v1/ask", json={"question": "研发机构"})
    other = create_app(settings, FakeAssistant())
    async with other.router.lifespan_context(other), client_of(other) as fresh:
        assert "wenzheng_answers_total{" not in (await fresh.get("/metrics")).text


async def test_alive_is_not_the_same_as_ready(client: httpx.AsyncClient, assistant: FakeAssistant) -> None:
    assistant.knowledge.problems = ("全文索引有 2 条,目录库有 3 条。",)
    assert (await client.get("/healthz")).status_code == 200
    response = await client.get("/readyz")
    assert response.status_code == 503
    assert "全文索引" in response.json()["detail"]


def test_what_is_not_ready_is_logged_when_it_changes(assistant: FakeAssistant) -> None:
    readiness = Readiness(assistant, lambda: datetime.now(UTC), seconds=0)
    with capture_logs() as logs:
        for problems in ((), ("缺一条",), ("缺一条",), ("缺两条",), ()):
            assistant.knowledge.problems = problems
            assert readiness.look()[0].ok is not bool(problems)
    assert [line["problems"] for line in logs] == [("缺一条",), ("缺两条",)]


async def test_ready_tells_what_it_serves(client: httpx.AsyncClient) -> None:
    assert (await client.get("/readyz")).json() == {
        "status": "ok",
        "documents": 1,
        "clauses": 3,
        "version": "fake:plan",
    }

"""Keys, roles, public access, sessions of one's own, limits and the audit trail."""

from __future__ import annotations

import httpx
import pytest
from fastapi import FastAPI

from assistant.api.app import create_app
from assistant.settings import KnowledgeSettings, Settings
from tests.assistant.api.conftest import client_of, with_server
from tests.fakes.assistant import FakeAssistant

QUESTION = {"question": "要新增多少家研发机构?"}
STAFF_ONLY = [
    ("GET", "/v1/gaps"),
    ("DELETE", "/v1/documents/plan"),
    ("GET", "/v1/jobs/nothing"),
]


def key_of(app: FastAPI, role: str) -> str:
    return app.state.wenzheng.records.keys.make("测试", role)[1]


@pytest.mark.parametrize(("method", "path"), STAFF_ONLY)
async def test_staff_routes_need_a_key(client: httpx.AsyncClient, method: str, path: str) -> None:
    response = await client.request(method, path)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(("method", "path"), STAFF_ONLY)
async def test_a_key_for_asking_is_not_enough(app: FastAPI, method: str, path: str) -> None:
    async with client_of(app, key_of(app, "ask")) as client:
        assert (await client.request(method, path)).status_code == 403


async def test_staff_may_not_read_the_audit_trail(staff: httpx.AsyncClient, admin: httpx.AsyncClient) -> None:
    assert (await staff.get("/v1/audit")).status_code == 403
    assert (await admin.get("/v1/audit")).status_code == 200


async def test_refused_attempts_stand_in_the_audit_trail(client: httpx.AsyncClient, admin: httpx.AsyncClient) -> None:
    await client.delete("/v1/documents/plan")
    entries = (await admin.get("/v1/audit")).json()["entries"]
    assert (entries[0]["action"], entries[0]["outcome"]) == ("DELETE /v1/documents/plan", "refused")


@pytest.mark.parametrize("token", ["wz_000000000000_wrong", "wz_", "wz_x"])
async def test_a_key_that_is_wrong_is_refused_even_where_none_is_needed(app: FastAPI, token: str) -> None:
    async with client_of(app, token) as client:
        assert (await client.post("/v1/ask", json=QUESTION)).status_code == 401


async def test_a_revoked_key_opens_nothing_from_the_next_request_on(app: FastAPI) -> None:
    key, token = app.state.wenzheng.records.keys.make("测试", "staff")
    async with client_of(app, token) as client:
        assert (await client.get("/v1/gaps")).status_code == 200
        app.state.wenzheng.records.keys.revoke(key.key_id)
        assert (await client.get("/v1/gaps")).status_code == 401


async def test_a_closed_service_answers_key_holders_only(settings: Settings, assistant: FakeAssistant) -> None:
    app = create_app(with_server(settings, open_to_public=False), assistant)
    async with app.router.lifespan_context(app):
        token = key_of(app, "ask")
        async with client_of(app) as stranger, client_of(app, token) as guest:
            for path in ("/v1/documents", "/v1/models", "/v1/clauses/plan%232.1"):
                assert (await stranger.get(path)).status_code == 401
            assert (await stranger.post("/v1/ask", json=QUESTION)).status_code == 401
            assert (await stranger.get("/healthz")).status_code == 200
            assert (await guest.post("/v1/ask", json=QUESTION)).status_code == 200


async def test_a_session_of_another_user_is_not_found(app: FastAPI) -> None:
    async with client_of(app, key_of(app, "ask")) as owner, client_of(app, key_of(app, "ask")) as other:
        session_id = (await owner.post("/v1/ask", json=QUESTION)).json()["session_id"]
        follow_up = QUESTION | {"session_id": session_id}
        assert (await owner.post("/v1/ask", json=follow_up)).status_code == 200
        assert (await other.post("/v1/ask", json=follow_up)).status_code == 404
        assert (await other.get(f"/v1/sessions/{session_id}")).status_code == 404
        assert (await other.delete(f"/v1/sessions/{session_id}")).status_code == 404
        assert len((await owner.get(f"/v1/sessions/{session_id}")).json()["turns"]) == 2


async def test_a_forgotten_session_is_gone(client: httpx.AsyncClient) -> None:
    answer = (await client.post("/v1/ask", json=QUESTION)).json()
    path = f"/v1/sessions/{answer['session_id']}"
    assert (await client.delete(path)).status_code == 204
    assert (await client.get(path)).status_code == 404
    assert (await client.delete(path)).status_code == 404
    assert (await client.get(f"/v1/answers/{answer['answer_id']}")).status_code == 404


async def test_the_page_gives_a_visitor_sessions_of_their_own(app: FastAPI) -> None:
    async with client_of(app) as visitor, client_of(app) as other:
        for client, name in ((visitor, "a" * 32), (other, "b" * 32)):
            client.cookies.set("wenzheng_user", name)
        session_id = (await visitor.post("/v1/ask", json=QUESTION)).json()["session_id"]
        assert (await visitor.get(f"/v1/sessions/{session_id}")).status_code == 200
        assert (await other.get(f"/v1/sessions/{session_id}")).status_code == 404


async def test_asking_too_often_is_told_when_to_come_back(settings: Settings, assistant: FakeAssistant) -> None:
    app = create_app(with_server(settings, asks_per_minute=2), assistant)
    async with app.router.lifespan_context(app):
        token = key_of(app, "ask")
        async with (
            client_of(app, address="203.0.113.7") as client,
            client_of(app, address="203.0.113.8") as neighbour,
            client_of(app, token, address="203.0.113.7") as holder,
            client_of(app) as local,
        ):
            statuses = [(await client.post("/v1/ask", json=QUESTION)).status_code for _ in range(3)]
            assert statuses == [200, 200, 429]
            refused = await client.post("/v1/search", json={"query": "研发"})
            assert refused.status_code == 429
            assert 1 <= int(refused.headers["retry-after"]) <= 61
            assert (await client.get("/v1/documents")).status_code == 200
            for elsewhere in (neighbour, holder, *[local] * 4):
                assert (await elsewhere.post("/v1/ask", json=QUESTION)).status_code == 200


async def test_processes_on_one_database_share_a_limit(settings: Settings, assistant: FakeAssistant) -> None:
    shared = settings.model_copy(update={"knowledge": KnowledgeSettings(database_url="sqlite://")})
    shared = with_server(shared, asks_per_minute=3)
    workers = [create_app(shared, assistant) for _ in range(2)]
    clients = [client_of(app, address="203.0.113.7") for app in workers]
    statuses = [(await client.post("/v1/ask", json=QUESTION)).status_code for client in clients * 2]
    assert statuses == [200, 200, 200, 429]
    refused = await clients[1].post("/v1/ask", json=QUESTION)
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    for client in clients:
        await client.aclose()


@pytest.mark.parametrize(
    ("first", "second", "statuses"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", [200, 429]),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", [200, 200]),
        ("203.0.113.7", "::ffff:203.0.113.7", [200, 429]),
        ("::1", "::1", [200, 200]),
        ("somewhere", "somewhere", [200, 429]),
    ],
)
async def test_a_subscriber_is_counted_as_one(
    settings: Settings, assistant: FakeAssistant, first: str, second: str, statuses: list[int]
) -> None:
    app = create_app(with_server(settings, asks_per_minute=1), assistant)
    async with client_of(app, address=first) as one, client_of(app, address=second) as other:
        assert [(await client.post("/v1/ask", json=QUESTION)).status_code for client in (one, other)] == statuses


async def test_opinions_and_replays_count_as_asks(settings: Settings, assistant: FakeAssistant) -> None:
    app = create_app(with_server(settings, asks_per_minute=1), assistant)
    async with client_of(app, address="203.0.113.7") as client:
        answer = (await client.post("/v1/ask", json=QUESTION)).json()
        vote = {"answer_id": answer["answer_id"], "vote": "up"}
        assert (await client.post("/v1/feedback", json=vote)).status_code == 429
        assert (await client.get(f"/v1/answers/{answer['answer_id']}")).status_code == 429


async def test_loopback_can_be_limited_too(settings: Settings, assistant: FakeAssistant) -> None:
    app = create_app(with_server(settings, asks_per_minute=1, limit_loopback=True), assistant)
    async with app.router.lifespan_context(app), client_of(app) as local:
        assert [(await local.post("/v1/ask", json=QUESTION)).status_code for _ in range(2)] == [200, 429]

"""The MCP server, spoken to by the SDK's own client."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
from mcp import Client, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from assistant.api.app import create_app
from assistant.mcp import KeyGate, create_server
from assistant.settings import ServerSettings, Settings
from tests.assistant.api.live import Live, start
from tests.fakes.assistant import TASK, FakeAssistant


@asynccontextmanager
async def connected() -> AsyncIterator[Client]:
    # Not a fixture: the SDK wants its client closed by the task that opened it.
    async with FakeAssistant() as assistant, Client(create_server(assistant)) as client:
        yield client


async def test_the_tools_say_what_they_do_and_take() -> None:
    async with connected() as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
        assert set(tools) == {"ask_policy", "search_clauses", "get_clause", "list_unit_tasks"}
        assert all(tool.description for tool in tools.values())
        assert tools["ask_policy"].input_schema["required"] == ["question"]


async def test_an_answer_comes_with_citations_and_units() -> None:
    async with connected() as client:
        result = await client.call_tool("ask_policy", {"question": "研发机构多少家?"})
        assert not result.is_error
        answer = result.structured_content
        assert answer["citations"][0]["clause_id"] == "plan#2.1"
        assert answer["responsible_units"][0]["name"] == "市科技局"


async def test_what_agents_ask_can_be_replayed_and_counts_as_a_gap() -> None:
    async with FakeAssistant() as assistant, Client(create_server(assistant)) as client:
        refused = await client.call_tool("ask_policy", {"question": "购车补贴"})
        kept = assistant.records.answers.find(refused.structured_content["answer_id"])
        assert kept is not None
        assert kept.request.channel == "mcp"
        assert [gap.question for gap in assistant.records.opinions.gaps(limit=5)] == ["购车补贴"]


async def test_a_refusal_is_a_result_and_a_failure_is_an_error() -> None:
    async with connected() as client:
        refused = await client.call_tool("ask_policy", {"question": "购车补贴"})
        assert (refused.is_error, refused.structured_content["status"]) == (False, "refused")
        broken = await client.call_tool("ask_policy", {"question": "故障"})
        assert broken.is_error
        assert "检索服务暂不可用" in broken.content[0].text


async def test_clauses_are_found_and_read() -> None:
    async with connected() as client:
        found = await client.call_tool("search_clauses", {"query": "研发", "limit": 1})
        clause_id = found.structured_content["hits"][0]["clause"]["clause_id"]
        clause = await client.call_tool("get_clause", {"clause_id": clause_id})
        assert clause.structured_content["text"] == TASK
        missing = await client.call_tool("get_clause", {"clause_id": "none"})
        assert missing.is_error
        assert "没有" in missing.content[0].text


async def test_the_tasks_of_a_unit_are_listed() -> None:
    async with connected() as client:
        tasks = await client.call_tool("list_unit_tasks", {"unit": "科技局", "role": "lead"})
        assert [task["clause_id"] for task in tasks.structured_content["tasks"]] == ["plan#2.1"]


async def test_the_command_serves_over_standard_input_and_output(shipped_data: Path, tmp_path: Path) -> None:
    shutil.copytree(shipped_data, tmp_path / "data")
    command = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from assistant.cli import main; main()", "mcp"],
        cwd=tmp_path,
        env=dict(os.environ) | {"WENZHENG_DATA_DIR": str(tmp_path / "data")},
    )
    async with Client(stdio_client(command)) as client:
        result = await client.call_tool("ask_policy", {"question": "常州2018年要新增多少家市级以上企业研发机构?"})
        assert "120家" in json.dumps(result.structured_content, ensure_ascii=False)


@asynccontextmanager
async def over_http(url: str, token: str) -> AsyncIterator[Client]:
    async with (
        httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http,
        Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
    ):
        yield client


@pytest.fixture
def service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Live]]:
    """The whole service over the fake assistant."""
    monkeypatch.chdir(tmp_path)
    started: list[Live] = []

    def begin(**server: object) -> Live:
        settings = Settings(data_dir=tmp_path / "data", server=ServerSettings(**server))
        started.append(start(create_app(settings, FakeAssistant())))
        return started[-1]

    yield begin
    for live in started:
        live.stop()


def test_the_service_itself_has_the_tools(service: Callable[..., Live]) -> None:
    live = service(open_to_public=False)

    async def converse() -> None:
        async with over_http(live.url, live.key("ask")) as client, over_http(live.url, live.key("ask")) as other:
            first = (await client.call_tool("ask_policy", {"question": "研发机构多少家?"})).structured_content
            again = {"question": "由谁牵头?", "session_id": first["session_id"]}
            assert (await client.call_tool("ask_policy", again)).structured_content["session_id"] == again["session_id"]
            stranger = await other.call_tool("ask_policy", again)
            assert stranger.is_error
            assert "会话" in stranger.content[0].text

    asyncio.run(converse())
    counted = 'wenzheng_answers_total{channel="mcp",mode="extractive",status="answered"} 1.0'
    assert counted in httpx.get(f"{live.url}/metrics").text
    refused = httpx.post(f"{live.url}/mcp", json={})
    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"


def test_agents_keep_to_the_rate_limit(service: Callable[..., Live]) -> None:
    live = service(asks_per_minute=2, limit_loopback=True)
    statuses = [httpx.post(f"{live.url}/mcp", json={}).status_code for _ in range(3)]
    assert statuses[2] == 429
    assert 429 not in statuses[:2]
    stream = httpx.get(f"{live.url}/mcp", headers={"Accept": "text/event-stream"})  # there is nothing to tell unasked
    assert (stream.status_code, stream.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize("role", [None, "ask"])
def test_a_closed_service_lets_key_holders_in_over_http(role: str | None) -> None:
    async def listed(url: str, token: str) -> list[str]:
        async with over_http(url, token) as client:
            return [tool.name for tool in (await client.list_tools()).tools]

    assistant = FakeAssistant()
    token = assistant.records.keys.make("智能体", "ask")[1] if role else "wz_unknown_key"
    live = start(KeyGate(create_server(assistant).streamable_http_app(stateless_http=True), assistant))
    try:
        if role:
            assert "ask_policy" in asyncio.run(listed(live.url, token))
        else:
            assert httpx.post(f"{live.url}/mcp", json={}).status_code == 401
    finally:
        live.stop()
        assistant.engine.dispose()

"""A scripted server, and writers that talk to it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing
from datetime import date

import httpx
import pytest

from assistant.answering.llm import Setting, Writer, Written
from assistant.model import Citation, ResponsibleUnit
from assistant.settings import LLMSettings
from tests.fakes.openai_server import OpenAIServer

AS_OF = date(2026, 11, 22)
CLAUSE = "8.推进企业研发机构建设。年内新增市级以上企业研发机构120家,研发投入占比达2.81%。(牵头单位:市科技局)"
TARGETS = "到2023年,拥有高新技术企业1800家、瞪羚企业35家以上。不得收取任何费用。"
FIRST = "年内新增市级以上企业研发机构120家。[1]"
GOOD = f"{FIRST}到2023年,瞪羚企业35家以上。[2]"


def as_json(*entries: tuple[list[int], str]) -> str:
    """The reply of a server with structured output."""
    sentences = [{"clauses": clauses, "text": text} for clauses, text in entries]
    return json.dumps({"sentences": sentences}, ensure_ascii=False)


JSON = as_json(([1], "年内新增市级以上企业研发机构120家。"), ([2], "到2023年,瞪羚企业35家以上。"))


class Waits:
    """Stands in for sleeping between attempts and remembers how long it was asked to."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


class Ticks:
    """A clock that moves when told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def shared_server() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
def server(shared_server: OpenAIServer) -> OpenAIServer:
    shared_server.reset()
    return shared_server


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
async def make_writer(server: OpenAIServer, waits: Waits, ticks: Ticks) -> AsyncIterator[Callable[..., Writer]]:
    client = httpx.AsyncClient(verify=False)  # noqa: S501 - plain HTTP on loopback; loading certificates is slow

    def make(**settings: object) -> Writer:
        values: dict[str, object] = {"base_url": server.base_url, "model": "scripted", "timeout_s": 2, "max_retries": 1}
        known = LLMSettings(**{**values, **settings})  # type: ignore[arg-type]
        return Writer(known, http_client=client, clock=ticks, sleep=waits)

    yield make
    await client.aclose()


@pytest.fixture
def evidence(make_citation: Callable[..., Citation]) -> list[Citation]:
    return [
        make_citation(1, CLAUSE),
        make_citation(2, TARGETS, region="海陵市", title="海陵市行动方案", doc_number=None, path=("一、工作目标",)),
    ]


Ask = Callable[..., Awaitable[tuple[str, Written]]]


@pytest.fixture
def ask(make_writer: Callable[..., Writer], evidence: list[Citation]) -> Ask:
    """Ask once; what was shown on the way, and the Written."""

    async def once(
        question: str = "新增多少家研发机构？",
        *,
        writer: Writer | None = None,
        clauses: Sequence[Citation] = (),
        units: Sequence[ResponsibleUnit] = (),
        **setting: object,
    ) -> tuple[str, Written]:
        chosen = Setting(as_of=AS_OF, **setting)  # type: ignore[arg-type]
        stream = (writer or make_writer()).stream(question, clauses or evidence, units, setting=chosen)
        async with aclosing(stream):
            items = [item async for item in stream]
        last = items[-1]
        assert isinstance(last, Written)
        return "".join(item for item in items[:-1] if isinstance(item, str)), last

    return once

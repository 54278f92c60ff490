"""The assistant with a language model, played by a scripted server: its words pass the gate or the extract stands."""

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.core import Assistant
from assistant.model import AskRequest, Delta, Done
from assistant.settings import LLMSettings, Settings
from tests.fakes.openai_server import OpenAIServer, Reply

QUESTION = "常州2018年要新增多少家市级以上企业研发机构?"
TODAY = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.fixture
def model() -> Iterator[OpenAIServer]:
    with OpenAIServer() as server:
        yield server


@pytest.fixture
async def assistant(model: OpenAIServer, shipped_data: Path, tmp_path: Path) -> AsyncIterator[Assistant]:
    data_dir = Path(shutil.copytree(shipped_data, tmp_path / "data"))
    llm = LLMSettings(base_url=model.base_url, api_key=SecretStr("k"), model="scripted", max_retries=0)
    async with Assistant(Settings(data_dir=data_dir, llm=llm), clock=lambda: TODAY) as opened:
        yield opened


async def test_a_grounded_wording_is_sent_with_the_units_as_data(assistant: Assistant, model: OpenAIServer) -> None:
    model.enqueue("2018年内,常州要新增市级以上企业研发机构120家。[1]")
    answer = await assistant.ask(AskRequest(QUESTION))
    assert answer.mode == "llm"
    assert "120家" in answer.answer
    assert answer.citations[0].label == "第三部分第8条"
    assert [u.name for u in answer.responsible_units] == ["市科技局", "市发改委", "市经信委"]
    assert answer.trace["model"] == "scripted"
    assert answer.trace["prompt"]


@pytest.mark.parametrize(
    "reply",
    [
        Reply("2018年内要新增市级以上企业研发机构150家。[1]"),
        Reply(status=500),
        Reply(text=""),
        Reply(finish_reason="content_filter"),
    ],
)
async def test_where_the_model_fails_the_extract_stands_and_says_so(
    assistant: Assistant, model: OpenAIServer, reply: Reply
) -> None:
    model.enqueue(reply)
    answer = await assistant.ask(AskRequest(QUESTION))
    assert answer.mode == "extractive"
    assert "120家" in answer.answer
    assert "150" not in answer.answer
    assert any("语言模型" in notice for notice in answer.notices)


async def test_a_stream_shows_only_what_the_answer_keeps(assistant: Assistant, model: OpenAIServer) -> None:
    model.enqueue("常州要新增市级以上企业研发机构120家。[1]另给每家奖励500万元。[1]")
    events = [event async for event in assistant.ask_stream(AskRequest(QUESTION))]
    done = events[-1]
    assert isinstance(done, Done)
    assert "".join(e.text for e in events if isinstance(e, Delta)) == done.answer.answer
    assert "500" not in done.answer.answer
    assert done.answer.grounding.removed


@pytest.mark.parametrize(
    "question", ["新能源汽车购车补贴怎么申请?", "常州要点第8条原文", "常州市财政局要负责哪些任务?", "你好"]
)
async def test_the_model_is_not_called_where_none_is_needed(
    assistant: Assistant, model: OpenAIServer, question: str
) -> None:
    await assistant.ask(AskRequest(question))
    assert not model.requests


async def test_the_vendor_sees_no_personal_number(assistant: Assistant, model: OpenAIServer) -> None:
    await assistant.ask(AskRequest(QUESTION + "我的电话是13812345678"))
    assert "13812345678" not in str(model.requests)

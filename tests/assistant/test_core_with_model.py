"""The assistant with a language model, played by a scripted server: its words pass the gate or the extract stands."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.core import Assistant
from assistant.model import Answer, AskRequest, Delta, Done
from assistant.settings import LLMSettings, Settings
from prompts import load
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
    llm = LLMSettings(
        base_url=model.base_url, api_key=SecretStr("k"), model="scripted", max_retries=0, followup_timeout_s=0.6
    )
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
    assert answer.trace["prompt"] == load("answer").hash
    assert answer.trace["form"] == "text"
    assert answer.trace["prompts"] == {name: load(name).hash for name in ("answer", "citing_markers")}
    assert 0 < answer.trace["gate_ms"] < answer.trace["first_sentence_ms"]  # type: ignore[operator]


@pytest.mark.parametrize(
    "reply",
    [
        Reply("2018年内要新增市级以上企业研发机构150家。[1]"),
        Reply(status=500),
        Reply(text=""),
        Reply(finish_reason="content_filter"),
        Reply("要推进企业研发机构建设。[1]"),
        Reply(body=b'{"choices": ['),
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
    assert any("语言模型" in notice and "以下为条款原文摘录" in notice for notice in answer.notices)


async def test_the_report_tells_what_was_taken_out_before_the_extract_took_over(
    assistant: Assistant, model: OpenAIServer
) -> None:
    model.enqueue("2018年内要新增市级以上企业研发机构150家。[1]")
    report = (await assistant.ask(AskRequest(QUESTION))).grounding
    assert report.removed == ("2018年内要新增市级以上企业研发机构150家",)
    assert report.checked == report.supported + 1


async def test_a_stream_shows_only_what_the_answer_keeps(assistant: Assistant, model: OpenAIServer) -> None:
    model.enqueue("常州要新增市级以上企业研发机构120家。[1]另给每家奖励500万元。[1]")
    events = [event async for event in assistant.ask_stream(AskRequest(QUESTION))]
    done = events[-1]
    assert isinstance(done, Done)
    assert "".join(e.text for e in events if isinstance(e, Delta)) == done.answer.answer
    assert "500" not in done.answer.answer
    assert done.answer.grounding.removed


@pytest.mark.parametrize(
    "question",
    [
        "新能源汽车购车补贴怎么申请?",
        "上海2018年要新增多少家企业研发机构?",
        "常州要点第8条原文",
        "常州2018年工作要点有哪些目标?",
        "常州市财政局要负责哪些任务?",
        "常州和泰州的研发投入占比目标分别是多少?",
        "常州工作要点的发文字号是什么?",
        "你好",
    ],
)
async def test_the_model_is_not_called_where_none_is_needed(
    assistant: Assistant, model: OpenAIServer, question: str
) -> None:
    await assistant.ask(AskRequest(question))
    assert not model.requests


FIRST = "常州2018年要新增多少个众创空间等科技创业平台?"


async def follow_up(assistant: Assistant, model: OpenAIServer, question: str, wording: str | Reply) -> Answer:
    """Ask FIRST, then the follow-up, which the model completes with `wording`."""
    model.enqueue("2018年新增众创空间等科技创业平台超20家。[1]")
    session = (await assistant.ask(AskRequest(FIRST))).session_id
    model.enqueue(wording)
    return await assistant.ask(AskRequest(question, session_id=session))


async def test_a_follow_up_is_asked_in_the_words_of_the_model(assistant: Assistant, model: OpenAIServer) -> None:
    wording = "常州2018年要新增高新技术企业多少?"
    answer = await follow_up(assistant, model, "高新技术企业呢?", wording)
    assert answer.understood_as == wording
    assert "200家" in answer.answer
    told = model.requests[1]["messages"][1]["content"]
    assert FIRST in told
    assert "超20家" in told
    assert "complete" in answer.trace["stages_ms"]  # type: ignore[operator]
    assert answer.trace["followup_prompt"] == load("followup").hash


@pytest.mark.parametrize(
    "wording",
    [
        "泰州2018年要新增多少家高新技术企业?",
        "常州2019年要新增多少家高新技术企业?",
        "常州2018年要新增多少个众创空间等科技创业平台?",
        "常州2018年高新技术企业补贴多少钱?",
        "请问您想问什么?",
        "",
        Reply(status=500),
        Reply("常州2018年要新增高新技术企业多少?", delay_s=1.0),
    ],
    ids=["place", "year", "old question", "new word", "question back", "empty", "error", "late"],
)
async def test_a_follow_up_stays_as_rules_complete_it_where_the_model_strays(
    assistant: Assistant, model: OpenAIServer, wording: str | Reply
) -> None:
    answer = await follow_up(assistant, model, "高新技术企业呢?", wording)
    assert answer.understood_as == "常州2018年要新增多少个高新技术企业?"
    assert "followup_prompt" not in answer.trace
    assert "200家" in answer.answer


@pytest.mark.parametrize("question", ["下一条呢?", "那第22条呢?", "还有呢?"])
async def test_what_rules_complete_exactly_is_not_told_to_the_model(
    assistant: Assistant, model: OpenAIServer, question: str
) -> None:
    session = (await assistant.ask(AskRequest("常州工作要点第21条说的什么?"))).session_id
    before = len(model.requests)
    await assistant.ask(AskRequest(question, session_id=session))
    assert all("最后一个问题" not in str(request) for request in model.requests[before:])


UNCLEAR = "第8条是什么内容?"


async def test_a_question_back_is_worded_by_the_model(assistant: Assistant, model: OpenAIServer) -> None:
    plain = await assistant.ask(AskRequest(UNCLEAR))
    assert plain.status == "clarify"
    wording = f"请问您想了解的是{'、'.join(plain.suggestions[:-1])}，还是{plain.suggestions[-1]}？"
    model.enqueue(wording)
    events = [event async for event in assistant.ask_stream(AskRequest(UNCLEAR))]
    done = events[-1]
    assert isinstance(done, Done)
    assert (done.answer.answer, done.answer.mode) == (wording, "llm")
    assert done.answer.suggestions == plain.suggestions
    assert "".join(e.text for e in events if isinstance(e, Delta)) == wording
    assert done.answer.trace["prompts"] == {"clarify": load("clarify").hash}


@pytest.mark.parametrize("reply", [Reply("请问是哪一份文件？"), Reply(status=500), Reply("都可以，第8条奖励50万元。")])
async def test_a_question_back_stays_as_it_is_where_the_model_strays(
    assistant: Assistant, model: OpenAIServer, reply: Reply
) -> None:
    model.enqueue(reply)
    answer = await assistant.ask(AskRequest(UNCLEAR))
    assert (answer.status, answer.mode) == ("clarify", "extractive")
    assert "哪一份" in answer.answer
    assert "50万" not in answer.answer


async def test_when_the_client_leaves_the_model_is_left_too(assistant: Assistant, model: OpenAIServer) -> None:
    model.enqueue(Reply("2018年内新增市级以上企业研发机构120家。[1]\n", endless=True, pause_s=0.005))
    events = assistant.ask_stream(AskRequest(QUESTION))
    async for event in events:
        if isinstance(event, Delta):
            break
    await events.aclose()  # type: ignore[attr-defined]
    for _ in range(100):
        if model.disconnects:
            break
        await asyncio.sleep(0.02)
    assert model.disconnects == 1


async def test_the_vendor_sees_no_personal_number(assistant: Assistant, model: OpenAIServer) -> None:
    await assistant.ask(AskRequest(QUESTION + "我的电话是13812345678"))
    assert "13812345678" not in str(model.requests)

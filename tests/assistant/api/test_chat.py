"""The OpenAI-compatible door, over the fake assistant; the official client is tried against a live server."""

from __future__ import annotations

import json

import httpx
import pytest

from assistant.api.chat_schemas import usage_of
from assistant.model import Answer
from tests.fakes.assistant import FakeAssistant

QUESTION = "要新增多少家研发机构?"


def conversation(*questions: str, **fields: object) -> dict:
    messages: list[dict] = [{"role": "system", "content": "只用中文回答"}]
    for question in questions[:-1]:
        messages += [{"role": "user", "content": question}, {"role": "assistant", "content": "……"}]
    return {"model": "wenzheng", "messages": [*messages, {"role": "user", "content": questions[-1]}], **fields}


def chunks_of(body: str) -> list[dict]:
    lines = [line.removeprefix("data: ") for line in body.split("\n\n") if line]
    assert lines[-1] == "[DONE]"
    return [json.loads(line) for line in lines[:-1]]


async def test_a_reply_has_its_sources_as_text_and_as_data(client: httpx.AsyncClient) -> None:
    reply = (await client.post("/v1/chat/completions", json=conversation(QUESTION, temperature=0.3))).json()
    content = reply["choices"][0]["message"]["content"]
    assert content.startswith("年内新增研发机构120家。[1]")
    assert "\n- [1] 《2018年工作要点》(甲政发〔2018〕1号)第二部分第1条" in content
    citation = reply["citations"][0]
    assert f"http://test/#/documents/plan?at={citation['start']}-{citation['end']}" in content
    assert "责任单位:市科技局(牵头)[1]" in content
    assert content.count("市科技局") == 1  # the answer names it already
    assert reply["citations"][0]["clause_id"] == "plan#2.1"
    assert reply["choices"][0]["message"]["citations"] == reply["citations"]
    assert reply["responsible_units"][0]["name"] == "市科技局"
    assert reply["object"] == "chat.completion"


async def test_a_streamed_reply_is_the_same_reply(client: httpx.AsyncClient) -> None:
    whole = (await client.post("/v1/chat/completions", json=conversation(QUESTION))).json()
    response = await client.post("/v1/chat/completions", json=conversation(QUESTION, stream=True))
    chunks = chunks_of(response.text)
    text = "".join(chunk["choices"][0]["delta"].get("content", "") for chunk in chunks)
    assert text == whole["choices"][0]["message"]["content"]
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-1]["citations"] == whole["citations"]


async def test_units_that_the_answer_does_not_name_are_told_at_its_end(
    client: httpx.AsyncClient, assistant: FakeAssistant
) -> None:
    assistant.words = "年内新增研发机构120家。[1]"
    reply = (await client.post("/v1/chat/completions", json=conversation(QUESTION))).json()
    assert "\n\n责任单位:市科技局(牵头)[1]\n\n" in reply["choices"][0]["message"]["content"]


async def test_usage_comes_last_where_it_is_asked_for(client: httpx.AsyncClient) -> None:
    body = conversation(QUESTION, stream=True, stream_options={"include_usage": True})
    chunks = chunks_of((await client.post("/v1/chat/completions", json=body)).text)
    assert (chunks[-1]["choices"], chunks[-1]["usage"]["total_tokens"]) == ([], 0)
    assert chunks[-2]["choices"][0]["finish_reason"] == "stop"


def test_the_tokens_of_the_model_are_told() -> None:
    answer = Answer("answered", "……", trace={"usage": {"input": 120, "output": 30}})
    assert usage_of(answer).model_dump() == {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150}


async def test_the_turns_before_go_on_in_one_session(client: httpx.AsyncClient, assistant: FakeAssistant) -> None:
    first = (await client.post("/v1/chat/completions", json=conversation(QUESTION))).json()
    second = (await client.post("/v1/chat/completions", json=conversation(QUESTION, "由谁牵头?"))).json()
    assert second["session_id"] == first["session_id"]
    assert [request.question for request in assistant.asked] == [QUESTION, "由谁牵头?"]


async def test_conversations_that_began_alike_do_not_mix(client: httpx.AsyncClient) -> None:
    await client.post("/v1/chat/completions", json=conversation(QUESTION))
    one = (await client.post("/v1/chat/completions", json=conversation(QUESTION, "由谁牵头?"))).json()
    other = (await client.post("/v1/chat/completions", json=conversation(QUESTION, "何时完成?"))).json()
    assert one["session_id"] != other["session_id"]


async def test_turns_that_are_not_known_any_more_are_asked_again(
    client: httpx.AsyncClient, assistant: FakeAssistant
) -> None:
    await client.post("/v1/chat/completions", json=conversation("一", "二", "三", "四"))
    assert [request.question for request in assistant.asked] == ["二", "三", "四"]
    assert len({request.session_id for request in assistant.asked[1:]}) == 1


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("content", ["", None, [{"type": "image_url", "image_url": {"url": "data:,"}}]])
async def test_a_message_without_a_question_is_asked_for_one(
    client: httpx.AsyncClient, content: object, *, stream: bool
) -> None:
    body = {"messages": [{"role": "user", "content": content}], "stream": stream}
    response = await client.post("/v1/chat/completions", json=body)
    assert response.status_code == 200
    assert "请输入" in response.text


async def test_parts_of_a_message_are_read_together(client: httpx.AsyncClient, assistant: FakeAssistant) -> None:
    parts = [{"type": "text", "text": "研发机构"}, {"type": "text", "text": "多少家?"}]
    await client.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": parts}]})
    assert assistant.asked[-1].question == "研发机构\n多少家?"


async def test_errors_read_like_those_that_clients_know(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/chat/completions", json=conversation("故障"))
    assert response.status_code == 503
    assert response.json()["error"]["message"] == "检索服务暂不可用。"


async def test_a_model_is_found_by_its_name(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/models/wenzheng")).json()["id"] == "wenzheng"
    assert (await client.get("/v1/models/gpt-4o")).status_code == 404


async def test_the_model_list_names_the_assistant(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/v1/models")).json()
    assert (listed["object"], [model["id"] for model in listed["data"]]) == ("list", ["wenzheng"])

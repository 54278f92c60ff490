"""Every way in which a model server fails, over real HTTP: retried, or unavailable within bounds."""

from __future__ import annotations

import asyncio
import json
from contextlib import aclosing

import pytest

from assistant.answering.llm import Setting, Ungrounded
from assistant.errors import ModelUnavailable
from tests.assistant.answering.llm.conftest import AS_OF, FIRST, GOOD, JSON, as_json
from tests.fakes.openai_server import Reply

FORMS = pytest.mark.parametrize("good", [GOOD, JSON], ids=["text", "json"])
PASSING = [
    pytest.param(Reply(status=500), id="500"),
    pytest.param(Reply(status=503), id="503"),
    pytest.param(Reply(status=429, headers={"Retry-After": "2"}), id="429"),
    pytest.param(Reply(""), id="empty"),
    pytest.param(Reply("", finish_reason=None), id="nothing and no end"),
    pytest.param(Reply(body=b"<html>busy</html>", headers={"Content-Type": "text/html"}), id="html"),
    pytest.param(Reply(body=b'{"choices": []}'), id="no choices"),
    pytest.param(Reply(body=b'{"choices": ['), id="torn json"),
    pytest.param(Reply(GOOD, break_after=0), id="dropped"),
    pytest.param(Reply(GOOD, delay_s=1.2), id="timeout"),
    pytest.param(Reply("<think>只想不说</think>"), id="thoughts only"),
    pytest.param(Reply("<think>没想完"), id="unfinished thoughts"),
]
FINAL = [
    pytest.param(Reply(status=401), "HTTP 401", id="401"),
    pytest.param(Reply(status=404), "HTTP 404", id="404"),
    pytest.param(Reply(status=429, headers={"Retry-After": "600"}), "繁忙", id="429 for long"),
    pytest.param(Reply("部分内容", finish_reason="content_filter"), "拒绝", id="filtered"),
    pytest.param(Reply(status=400, body=b'{"error": {"code": "data_inspection_failed"}}'), "拒绝", id="filter status"),
    pytest.param(Reply("抱歉，我无法回答这个问题。"), "没有作答", id="declined"),
]


@FORMS
@pytest.mark.parametrize("failure", PASSING)
async def test_a_passing_failure_is_retried(ask, make_writer, server, failure, good):
    server.enqueue(failure, good)
    shown, _ = await ask(writer=make_writer(timeout_s=0.6))
    assert shown == GOOD
    assert len(server.requests) == 2


@pytest.mark.parametrize("failure", PASSING)
async def test_a_side_question_is_retried_too(make_writer, server, failure):
    server.enqueue(failure, "瞪羚企业呢？")
    assert await make_writer(timeout_s=0.6).complete_followup("瞪羚企业呢？", []) == "瞪羚企业呢？"


@pytest.mark.parametrize(("failure", "message"), FINAL)
async def test_a_lasting_failure_is_not_retried(ask, server, failure, message):
    server.enqueue(failure, GOOD)
    with pytest.raises(ModelUnavailable, match=message) as raised:
        await ask()
    assert len(server.requests) == 1
    assert "127.0.0.1" not in str(raised.value)


@pytest.mark.parametrize(("failure", "message"), FINAL)
async def test_a_lasting_failure_of_a_side_question_is_not_retried(make_writer, server, failure, message):
    server.enqueue(failure, GOOD)
    with pytest.raises(ModelUnavailable, match=message):
        await make_writer().complete_followup("瞪羚企业呢？", [])
    assert len(server.requests) == 1


async def test_a_refusal_beside_the_text_is_none_to_show(ask, make_writer, server):
    server.enqueue(*[Reply("", refusal="I can't help with that.")] * 3)
    with pytest.raises(ModelUnavailable, match="拒绝"):
        await make_writer().complete_followup("瞪羚企业呢？", [])
    with pytest.raises(ModelUnavailable, match="没有输出"):  # a stream tells of it in a field that is not passed on
        await ask()


async def test_retries_are_bounded(ask, make_writer, server):
    server.enqueue(*[Reply(status=500)] * 9)
    with pytest.raises(ModelUnavailable, match="HTTP 500"):
        await ask(writer=make_writer(max_retries=2))
    assert len(server.requests) == 3


async def test_retry_after_is_honoured_and_back_off_grows(ask, make_writer, server, waits):
    server.enqueue(Reply(status=429, headers={"Retry-After": "2"}), Reply(status=500), Reply(status=500), GOOD)
    await ask(writer=make_writer(max_retries=3))
    assert waits.seconds == [2.0, 1.0, 2.0]


async def test_a_refused_connection_is_unavailable(ask, make_writer):
    writer = make_writer(base_url="http://127.0.0.1:9/v1")
    with pytest.raises(ModelUnavailable, match="连接失败"):
        await ask(writer=writer)
    with pytest.raises(ModelUnavailable, match="连接失败"):
        await writer.complete_followup("瞪羚企业呢？", [])


@pytest.mark.parametrize("reply", [Reply(GOOD, break_after=9), Reply(JSON, break_after=18)], ids=["text", "json"])
async def test_a_stream_that_breaks_keeps_what_was_shown(ask, server, reply):
    server.enqueue(reply)
    shown, written = await ask()
    assert shown == written.text == FIRST


@pytest.mark.parametrize("reply", [Reply(GOOD, break_after=2), Reply(JSON, break_after=3)], ids=["text", "json"])
async def test_a_stream_that_breaks_before_anything_was_shown_is_unavailable(ask, server, reply):
    server.enqueue(reply, reply)
    with pytest.raises(ModelUnavailable, match=r"中断|约定"):
        await ask()


@pytest.mark.parametrize("text", [GOOD[:-8], JSON[:-12]], ids=["text", "json"])
async def test_a_sentence_cut_off_by_the_token_limit_is_dropped(ask, server, text):
    server.enqueue(Reply(text, finish_reason="length"))
    shown, _ = await ask()
    assert shown == FIRST


async def test_an_endless_stream_is_cut_off(ask, make_writer, server):
    server.enqueue(Reply(GOOD + "\n", endless=True))
    shown, _ = await ask(writer=make_writer(max_tokens=50))
    assert shown.startswith(GOOD)
    assert len(shown) < 1000


@pytest.mark.parametrize(
    "text", ["没有标点也没有依据的一大段话", "<think>还在想", '{"sentences": [{"clauses": [1], "text": "无']
)
async def test_an_endless_stream_without_an_answer_is_unavailable(ask, make_writer, server, text):
    server.enqueue(Reply(text, endless=True))
    with pytest.raises(ModelUnavailable, match=r"过长|没有依据"):
        await ask(writer=make_writer(max_tokens=50))


async def test_a_reply_without_evidence_is_reported(ask, server):
    server.enqueue("企业可获得购房补贴10万元。[1]")
    with pytest.raises(Ungrounded) as raised:
        await ask()
    assert raised.value.report.removed == ("企业可获得购房补贴10万元",)


async def test_leaving_closes_the_connection(make_writer, server, evidence):
    server.enqueue(Reply(GOOD + "\n", endless=True, pause_s=0.005))
    stream = make_writer(max_tokens=5000).stream("新增多少家？", evidence, setting=Setting(AS_OF))
    await anext(stream)
    await stream.aclose()
    for _ in range(100):
        if server.disconnects:
            break
        await asyncio.sleep(0.02)
    assert server.disconnects == 1


async def test_a_cancelled_ask_is_cancelled(ask, make_writer, server):
    server.enqueue(Reply(GOOD, delay_s=5))
    task = asyncio.create_task(ask(writer=make_writer(timeout_s=10)))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_after_three_failures_the_model_is_left_alone_for_a_while(ask, make_writer, server, ticks):
    writer = make_writer(max_retries=0)
    server.enqueue(*[Reply(status=500)] * 3, GOOD)
    for _ in range(3):
        with pytest.raises(ModelUnavailable, match="HTTP 500"):
            await ask(writer=writer)
    with pytest.raises(ModelUnavailable, match="自动恢复"):
        await ask(writer=writer)
    assert len(server.requests) == 3
    ticks.now += 31
    _, written = await ask(writer=writer)
    assert written.text == GOOD


async def test_a_model_that_declines_is_not_taken_to_be_down(ask, make_writer, server):
    writer = make_writer(max_retries=0)
    server.enqueue(*["依据不足"] * 4, GOOD)
    for _ in range(4):
        with pytest.raises(ModelUnavailable, match="没有作答"):
            await ask(writer=writer)
    _, written = await ask(writer=writer)
    assert written.text == GOOD


async def test_a_slow_reader_is_not_cancelled_by_the_models_time_limit(make_writer, server, evidence):
    server.enqueue(Reply(GOOD, pause_s=0.01))
    async with aclosing(make_writer(timeout_s=0.1).stream("新增多少家？", evidence, setting=Setting(AS_OF))) as stream:
        assert await anext(stream)
        await asyncio.sleep(0.6)


async def test_no_more_than_the_allowed_number_of_calls_run_at_once(ask, make_writer, server):
    server.enqueue(*[Reply(GOOD, delay_s=0.15)] * 3)
    writer = make_writer(concurrency=1)
    tasks = [asyncio.create_task(ask(writer=writer)) for _ in range(3)]
    await asyncio.sleep(0.1)
    assert len(server.requests) == 1
    await asyncio.gather(*tasks)


async def test_who_waits_too_long_for_a_free_call_goes_without(ask, make_writer, server):
    server.enqueue(Reply(GOOD, delay_s=0.3, pause_s=0.12))
    writer = make_writer(concurrency=1, timeout_s=1)
    first = asyncio.create_task(ask(writer=writer))
    await asyncio.sleep(0.05)
    with pytest.raises(ModelUnavailable, match="繁忙"):
        await ask(writer=writer)
    assert (await first)[0] == GOOD


async def test_a_server_without_json_schema_is_asked_for_a_plain_json_object_from_then_on(ask, make_writer, server):
    writer = make_writer()
    server.lacks = ("json_schema",)
    server.enqueue(JSON, JSON)
    for _ in range(2):
        shown, written = await ask(writer=writer)
        assert (shown, written.form) == (GOOD, "json_object")
    assert [r["response_format"]["type"] for r in server.requests] == ["json_schema", "json_object", "json_object"]


async def test_a_server_without_structured_output_is_asked_for_marks_from_then_on(ask, make_writer, server):
    writer = make_writer()
    server.lacks = ("json_schema", "json_object")
    server.enqueue(GOOD, GOOD)
    for _ in range(2):
        shown, written = await ask(writer=writer)
        assert (shown, written.form) == (GOOD, "text")
    assert [r.get("response_format", {}).get("type") for r in server.requests] == [
        "json_schema", "json_object", None, None,
    ]  # fmt: skip
    assert ["stream_options" in r for r in server.requests] == [True, True, False, False]
    rules = [r["messages"][0]["content"] for r in server.requests]
    assert "[编号]" not in rules[1]
    assert "[编号]" in rules[2]


@pytest.mark.parametrize("reply", ['{"answer": "年内新增120家。"}', "```json\n{}\n```", '{"sentences": [{"text": 3}]}'])
async def test_wrong_json_is_asked_for_again_as_text(ask, server, reply):
    server.enqueue(reply, reply, GOOD)
    shown, written = await ask()
    assert (shown, written.form) == (GOOD, "text")


async def test_a_server_that_ignores_the_wish_for_json_is_noticed(ask, make_writer, server):
    writer = make_writer()
    server.enqueue(GOOD, GOOD)
    await ask(writer=writer)
    await ask(writer=writer)
    assert ["response_format" in r for r in server.requests] == [True, False]


async def test_a_request_that_is_refused_in_every_form_is_unavailable(ask, server):
    server.enqueue(*[Reply(status=400)] * 3)
    with pytest.raises(ModelUnavailable, match="HTTP 400"):
        await ask()
    assert len(server.requests) == 3


async def test_structure_can_be_switched_off(ask, make_writer, server):
    server.enqueue(GOOD)
    await ask(writer=make_writer(structured=False))
    assert "response_format" not in server.requests[0]


def test_the_scripted_json_says_the_same_as_the_scripted_text():
    assert [entry["text"] for entry in json.loads(JSON)["sentences"]] == ["年内新增市级以上企业研发机构120家。",
                                                                         "到2023年,瞪羚企业35家以上。"]  # fmt: skip
    assert as_json(([1], "x")) == '{"sentences": [{"clauses": [1], "text": "x"}]}'

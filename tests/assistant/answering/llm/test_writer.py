"""The writer against a real HTTP server that behaves and misbehaves as scripted."""

from __future__ import annotations

import asyncio
import json

import pytest

from assistant.answering.llm import Writer
from assistant.errors import ModelUnavailable
from assistant.model import ResponsibleUnit
from assistant.settings import LLMSettings
from prompts import load
from tests.assistant.answering.llm.conftest import AS_OF, GOOD
from tests.fakes.openai_server import Reply

BOTH = pytest.mark.parametrize("streamed", [False, True], ids=["whole", "streamed"])


@BOTH
async def test_a_good_answer_arrives_with_its_citations(ask, server, streamed):
    server.enqueue(GOOD)
    shown, written = await ask(streamed=streamed)
    assert "".join(shown) == written.text == GOOD
    assert [c.clause_id for c in written.citations] == ["clause-1", "clause-2"]
    assert (written.report.checked, written.report.removed) == (2, ())
    assert (written.prompt_hash, written.model) == (load("answer").hash, "scripted")


@BOTH
@pytest.mark.parametrize(
    "reply",
    [
        Reply(f"<think>先想想9999家</think>{GOOD}"),
        Reply(GOOD, chunks=("<thi", "nk>想9999家</th", "ink>", *GOOD)),
        Reply(f"{GOOD}<|im_end|>"),
    ],
    ids=["thoughts", "thoughts in pieces", "end mark"],
)
async def test_what_is_not_the_answer_is_left_out(ask, server, streamed, reply):
    server.enqueue(reply)
    shown, _ = await ask(streamed=streamed)
    assert "".join(shown) == GOOD


@BOTH
@pytest.mark.parametrize(
    "failures",
    [
        [Reply(status=500)],
        [Reply(status=503)],
        [Reply(status=429, headers={"Retry-After": "2"})],
        [Reply("")],
        [Reply(body=b"<html>busy</html>", headers={"Content-Type": "text/html"})],
        [Reply(body=b'{"choices": []}')],
        [Reply(body=b'{"choices": [')],
        [Reply(GOOD, break_after=0)],
        [Reply(GOOD, delay_s=1.2)],
    ],
    ids=["500", "503", "429", "empty", "html", "no choices", "torn json", "dropped", "timeout"],
)
async def test_a_passing_failure_is_retried(ask, make_writer, server, streamed, failures):
    server.enqueue(*failures, GOOD)
    shown, _ = await ask(streamed=streamed, writer=make_writer(timeout_s=0.6))
    assert "".join(shown) == GOOD
    assert len(server.requests) == 2


@BOTH
@pytest.mark.parametrize(
    ("reply", "message", "requests"),
    [
        (Reply(status=500), "HTTP 500", 2),
        (Reply(status=401), "HTTP 401", 1),
        (Reply(status=404), "HTTP 404", 1),
        (Reply(status=429, headers={"Retry-After": "600"}), "繁忙", 1),
        (Reply("部分内容", finish_reason="content_filter"), "拒绝", 1),
        (Reply("依据不足"), "没有作答", 1),
        (Reply("抱歉，我无法回答这个问题。"), "没有作答", 1),
        (Reply("企业可获得购房补贴10万元。[1]"), "没有依据", 1),
        (Reply("没有标点也没有依据的一大段话" * 500), "没有依据|过长", 1),
    ],
)
async def test_a_lasting_failure_is_unavailable(ask, server, streamed, reply, message, requests):
    server.enqueue(*[reply] * requests)
    with pytest.raises(ModelUnavailable, match=message) as failure:
        await ask(streamed=streamed)
    assert len(server.requests) == requests
    assert "127.0.0.1" not in str(failure.value)


@pytest.mark.parametrize(
    "reply", [Reply("", refusal="I can't help with that."), Reply("<think>只想不说</think>"), Reply("<think>没想完")]
)
@BOTH
async def test_a_reply_that_says_nothing_is_unavailable(ask, server, streamed, reply):
    server.enqueue(reply, reply)
    with pytest.raises(ModelUnavailable, match=r"拒绝|没有"):
        await ask(streamed=streamed)


@BOTH
async def test_a_refused_connection_is_unavailable(ask, make_writer, streamed):
    with pytest.raises(ModelUnavailable, match="连接失败"):
        await ask(streamed=streamed, writer=make_writer(base_url="http://127.0.0.1:9/v1"))


async def test_retry_after_is_honoured_and_back_off_grows(ask, make_writer, server, waits):
    server.enqueue(Reply(status=429, headers={"Retry-After": "2"}), Reply(status=500), Reply(status=500), GOOD)
    await ask(streamed=False, writer=make_writer(max_retries=3))
    assert waits.seconds == [2.0, 1.0, 2.0]


async def test_a_stream_that_breaks_keeps_what_was_shown(ask, server):
    server.enqueue(Reply(GOOD, break_after=9))
    shown, written = await ask(streamed=True)
    assert "".join(shown) == written.text == "年内新增市级以上企业研发机构120家。[1]"


async def test_a_stream_that_breaks_before_anything_was_shown_is_unavailable(ask, server):
    server.enqueue(Reply(GOOD, break_after=3))
    with pytest.raises(ModelUnavailable, match="中断"):
        await ask(streamed=True)


@BOTH
async def test_a_sentence_cut_off_by_the_token_limit_is_dropped(ask, server, streamed):
    server.enqueue(Reply(GOOD[:-8], finish_reason="length"))
    shown, _ = await ask(streamed=streamed)
    assert "".join(shown) == "年内新增市级以上企业研发机构120家。[1]"


async def test_an_endless_stream_is_cut_off(ask, make_writer, server):
    server.enqueue(Reply(GOOD + "\n", endless=True))
    shown, _ = await ask(streamed=True, writer=make_writer(max_tokens=50))
    assert "".join(shown).startswith(GOOD)
    assert len("".join(shown)) < 50 * 6 + 100


async def test_sentences_are_shown_while_the_model_still_writes(make_writer, server, evidence):
    server.enqueue(Reply(GOOD, pause_s=0.02))
    stream = make_writer().stream("新增多少家？", evidence, as_of=AS_OF)
    first = await anext(stream)
    assert first == "年内新增市级以上企业研发机构120家。[1]"
    assert [item async for item in stream]


async def test_leaving_closes_the_connection(make_writer, server, evidence):
    server.enqueue(Reply(GOOD + "\n", endless=True, pause_s=0.005))
    stream = make_writer(max_tokens=5000).stream("新增多少家？", evidence, as_of=AS_OF)
    await anext(stream)
    await stream.aclose()
    for _ in range(100):
        if server.disconnects:
            break
        await asyncio.sleep(0.02)
    assert server.disconnects == 1


async def test_a_cancelled_ask_is_cancelled(make_writer, server, evidence):
    server.enqueue(Reply(GOOD, delay_s=5))
    task = asyncio.create_task(make_writer(timeout_s=10).write("新增多少家？", evidence, as_of=AS_OF))
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_after_three_failures_the_model_is_left_alone_for_a_while(ask, make_writer, server, ticks):
    writer = make_writer(max_retries=0)
    server.enqueue(*[Reply(status=500)] * 3, GOOD)
    for _ in range(3):
        with pytest.raises(ModelUnavailable, match="HTTP 500"):
            await ask(streamed=False, writer=writer)
    with pytest.raises(ModelUnavailable, match="自动恢复"):
        await ask(streamed=False, writer=writer)
    assert len(server.requests) == 3
    ticks.now += 31
    _, written = await ask(streamed=False, writer=writer)
    assert written.text == GOOD


async def test_a_model_that_declines_is_not_taken_to_be_down(ask, make_writer, server):
    writer = make_writer(max_retries=0)
    server.enqueue(*["依据不足"] * 4, GOOD)
    for _ in range(4):
        with pytest.raises(ModelUnavailable, match="没有作答"):
            await ask(streamed=False, writer=writer)
    _, written = await ask(streamed=False, writer=writer)
    assert written.text == GOOD


async def test_a_slow_reader_is_not_cancelled_by_the_models_time_limit(make_writer, server, evidence):
    server.enqueue(Reply(GOOD, pause_s=0.01))
    stream = make_writer(timeout_s=0.1).stream("新增多少家？", evidence, as_of=AS_OF)
    assert await anext(stream)
    await asyncio.sleep(0.6)
    await stream.aclose()


async def test_no_more_than_the_allowed_number_of_calls_run_at_once(make_writer, server, evidence):
    server.enqueue(*[Reply(GOOD, delay_s=0.15)] * 3)
    writer = make_writer(concurrency=1)
    tasks = [asyncio.create_task(writer.write("新增？", evidence, as_of=AS_OF)) for _ in range(3)]
    await asyncio.sleep(0.1)
    assert len(server.requests) == 1
    await asyncio.gather(*tasks)


async def test_clauses_are_sent_whole_and_the_least_useful_are_dropped(make_writer, server, make_citation):
    server.enqueue("年内新增市级以上企业研发机构120家。[1]")
    filler = "其他内容" * 400
    clauses = [
        make_citation(1, "年内新增市级以上企业研发机构120家。"),
        make_citation(2, filler),
        make_citation(3, "短条款。"),
    ]
    await make_writer(context_tokens=2000, max_tokens=200).write("新增？", clauses, as_of=AS_OF)
    sent = server.requests[0]["messages"][1]["content"]
    assert '<条款 编号="1">' in sent
    assert '<条款 编号="3">' in sent
    assert "其他内容" not in sent


async def test_a_clause_that_does_not_fit_at_all_is_unavailable(make_writer, make_citation):
    with pytest.raises(ModelUnavailable, match="上下文"):
        await make_writer(context_tokens=1200).write("新增？", [make_citation(1, "长" * 3000)], as_of=AS_OF)


async def test_what_is_sent_names_units_path_date_and_source(make_writer, server, evidence):
    server.enqueue(GOOD)
    units = [ResponsibleUnit("市科技局", "lead", inherited=False, citation=1)]
    await make_writer().write("新增？", evidence, units, as_of=AS_OF, notices=["该文件目标期已到期"])
    sent = server.requests[0]["messages"][1]["content"]
    for part in (
        "市科技局（牵头）",
        "三、增强企业创新能力 ＞ 8.推进企业研发机构建设",
        "2026年11月22日",
        "江发〔2018〕17号",
        "目标期已到期",
    ):
        assert part in sent


async def test_personal_numbers_never_leave(make_writer, server, evidence):
    server.enqueue(GOOD)
    await make_writer().write("我身份证11010519491231002X，手机13812345678，能补多少？", evidence, as_of=AS_OF)
    sent = json.dumps(server.requests, ensure_ascii=False)
    assert "11010519491231002X" not in sent
    assert "13812345678" not in sent
    assert "[身份证号]" in sent


@pytest.mark.parametrize(
    ("base_url", "name"),
    [("https://api.openai.com/v1", "max_completion_tokens"), ("http://127.0.0.1:8000/v1", "max_tokens")],
)
def test_the_token_limit_has_the_name_that_the_server_knows(base_url, name):
    from assistant.answering.llm.model import create_chat_model

    model = create_chat_model(LLMSettings(base_url=base_url, model="m", max_tokens=77))
    payload = model._get_request_payload([("user", "x")])
    body = {**payload, **payload.pop("extra_body", {})}
    assert body[name] == 77
    assert len({"max_tokens", "max_completion_tokens"} & body.keys()) == 1


async def test_a_follow_up_is_completed_from_the_turns(make_writer, server):
    server.enqueue("江州市的瞪羚企业目标是多少？")
    turns = [("江州市高新技术企业目标是多少？", "1800家。")]
    assert await make_writer().complete_followup("瞪羚企业呢？", turns) == "江州市的瞪羚企业目标是多少？"


@pytest.mark.parametrize(
    "reply",
    ["海州市2030年的瞪羚企业目标是多少？", "瞪羚企业补贴50万元吗？", "第一行\n第二行", "答案是35家，由市科技局负责。"],
)
async def test_a_follow_up_that_adds_anything_is_not_used(make_writer, server, reply):
    server.enqueue(reply)
    turns = [("江州市高新技术企业目标是多少？", "1800家。")]
    assert await make_writer().complete_followup("瞪羚企业呢？", turns) is None


async def test_asking_back_offers_every_option_and_nothing_else(make_writer, server):
    options = ["江州市工作要点", "海陵市行动方案"]
    server.enqueue("请问您想了解江州市工作要点,还是海陵市行动方案?", "请问您想了解江州市工作要点吗?")
    assert await make_writer().clarify("目标是多少？", options)
    assert await make_writer().clarify("目标是多少？", options) is None


async def test_a_writer_closes_the_connections_that_it_opened(server, evidence):
    server.enqueue(GOOD)
    writer = Writer(LLMSettings(base_url=server.base_url, model="scripted"))
    await writer.write("新增多少家？", evidence, as_of=AS_OF)
    await writer.aclose()

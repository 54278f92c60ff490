"""What the writer sends, and what becomes of the reply."""

from __future__ import annotations

import json
from datetime import date

import pytest

from assistant.answering.llm import Anchor, Setting, Ungrounded, Writer
from assistant.errors import ConfigError, ModelUnavailable
from assistant.model import ResponsibleUnit
from assistant.settings import LLMSettings
from ingestion.model import Document
from prompts import load
from tests.assistant.answering.llm.conftest import AS_OF, CLAUSE, FIRST, GOOD, JSON, as_json
from tests.fakes.openai_server import Reply


@pytest.mark.parametrize(("reply", "form"), [(GOOD, "text"), (JSON, "json_schema")])
async def test_a_good_answer_arrives_with_its_citations(ask, server, reply, form):
    server.enqueue(reply)
    shown, written = await ask()
    assert shown == written.text == GOOD
    assert [c.clause_id for c in written.citations] == ["clause-1", "clause-2"]
    assert (written.report.checked, written.report.removed) == (2, ())
    assert (written.model, written.form) == ("scripted", form)
    assert 0 < written.gate_ms < written.first_sentence_ms


@pytest.mark.parametrize(("reply", "citing"), [(GOOD, "citing_markers"), (JSON, "citing_json")])
async def test_the_prompts_of_an_answer_are_told_by_hash(ask, server, reply, citing):
    server.enqueue(reply)
    _, written = await ask()
    assert written.prompts == {"answer": load("answer").hash, citing: load(citing).hash}


@pytest.mark.parametrize(
    "reply",
    [
        Reply(f"<think>先想想9999家</think>{GOOD}"),
        Reply(GOOD, chunks=("<thi", "nk>想9999家</th", "ink>", *GOOD)),
        Reply(f"<think>先想想9999家</think>{JSON}"),
        Reply(f"{GOOD}<|im_end|>"),
    ],
    ids=["thoughts", "thoughts in pieces", "thoughts before json", "end mark"],
)
async def test_what_is_not_the_answer_is_left_out(ask, server, reply):
    server.enqueue(reply)
    shown, _ = await ask()
    assert shown == GOOD


@pytest.mark.parametrize("reply", [GOOD, JSON], ids=["text", "json"])
async def test_sentences_are_shown_while_the_model_still_writes(make_writer, server, evidence, reply):
    server.enqueue(Reply(reply, pause_s=0.02))
    stream = make_writer().stream("新增多少家？", evidence, setting=Setting(AS_OF))
    assert await anext(stream) == FIRST
    assert [item async for item in stream]


ANCHOR = Anchor(frozenset(("clause-1",)), "到2018年新增多少家？", "年内新增市级以上企业研发机构120家。")


@pytest.mark.parametrize(
    "reply",
    [
        "要推进企业研发机构建设。[1]年内新增市级以上企业研发机构150家。[1]",
        "研发投入占比达2.81%。[1]",
        "到2023年,拥有高新技术企业1800家。[2]",
    ],
    ids=["the answering sentence was taken out", "another figure of the clause", "another clause"],
)
async def test_what_does_not_answer_is_no_answer(ask, server, reply):
    server.enqueue(reply)
    with pytest.raises(Ungrounded, match="没有答到") as raised:
        await ask(anchor=ANCHOR)
    report = raised.value.report
    assert (report.supported, len(report.removed)) == (0, report.checked)


async def test_of_two_clauses_that_bear_the_answer_the_extracts_is_cited(ask, server, make_citation):
    server.enqueue(as_json(([2], "年内新增市级以上企业研发机构120家。")))
    twice = [make_citation(1, CLAUSE), make_citation(2, "目标:年内新增市级以上企业研发机构120家。")]
    _, written = await ask(clauses=twice, anchor=ANCHOR)
    assert [c.clause_id for c in written.citations] == ["clause-1"]
    server.enqueue(as_json(([2], "年内新增市级以上企业研发机构120家。")))
    _, written = await ask(clauses=twice)
    assert [c.clause_id for c in written.citations] == ["clause-2"]


async def test_nothing_is_shown_before_the_sentence_that_answers(make_writer, server, evidence):
    server.enqueue("要推进企业研发机构建设。[1]年内新增市级以上企业研发机构120家。[1]不得收取任何费用。[2]")
    stream = make_writer().stream("新增多少家？", evidence, setting=Setting(AS_OF, anchor=ANCHOR))
    assert await anext(stream) == f"要推进企业研发机构建设。[1]{FIRST}"
    assert [item async for item in stream]


@pytest.mark.parametrize(
    ("question", "extract", "claim", "holds"),
    [
        ("新增多少家？", "到2018年底,新增200家。", "新增200家。", True),
        ("新增多少家？", "到2018年底,新增200家。", "到2018年底,新增100家。", False),
        ("何时达到50%？", "到2020年底,比重达50%以上。", "2020年底达到50%。", True),
        ("何时达到50%？", "到2020年底,比重达50%以上。", "比重达50%以上。", False),
        ("有什么措施？", "", "加强领导。", True),
        ("哪天施行？", "自2018年7月1日起施行。", "自2018年7月1日起施行。", True),
    ],
)
def test_a_figure_is_compared_with_that_of_the_extract(make_citation, question, extract, claim, holds):
    anchor = Anchor(frozenset(("clause-1",)), question, extract)
    assert anchor.holds(claim, [make_citation(1, claim)]) is holds
    assert not anchor.holds(claim, [make_citation(2, claim)])


async def test_clauses_are_sent_whole_and_the_least_useful_are_dropped(ask, make_writer, server, make_citation):
    server.enqueue(FIRST)
    clauses = [
        make_citation(1, "年内新增市级以上企业研发机构120家。"),
        make_citation(2, "其他内容" * 400),
        make_citation(3, "短条款。"),
    ]
    await ask(writer=make_writer(context_tokens=2000, max_tokens=200), clauses=clauses)
    sent = server.requests[0]["messages"][1]["content"]
    assert '<条款 编号="1">' in sent
    assert '<条款 编号="3">' in sent
    assert "其他内容" not in sent
    offered = server.requests[0]["response_format"]["json_schema"]["schema"]["properties"]["sentences"]["items"]
    assert offered["properties"]["clauses"]["items"]["enum"] == [1, 3]


async def test_the_servers_own_count_of_tokens_corrects_the_budget(ask, make_writer, server, make_citation):
    writer = make_writer(context_tokens=2000, max_tokens=200)
    clauses = [make_citation(1, "年内新增市级以上企业研发机构120家。"), make_citation(2, "其他内容" * 270)]
    server.enqueue(
        Reply(as_json(([1], "新增120家。")), usage={"prompt_tokens": 300, "completion_tokens": 5, "total_tokens": 305}),
        Reply(
            as_json(([1], "新增120家。")), usage={"prompt_tokens": 9000, "completion_tokens": 5, "total_tokens": 9005}
        ),
    )
    _, written = await ask(writer=writer, clauses=clauses)
    assert written.usage == {"input": 300, "output": 5}
    await ask(writer=writer, clauses=clauses)
    assert ["其他内容" in r["messages"][1]["content"] for r in server.requests] == [False, True]
    with pytest.raises(ModelUnavailable, match="上下文"):
        await ask(writer=writer, clauses=clauses)


async def test_a_clause_that_does_not_fit_at_all_is_unavailable(ask, make_writer, make_citation):
    with pytest.raises(ModelUnavailable, match="上下文"):
        await ask(writer=make_writer(context_tokens=1200), clauses=[make_citation(1, "长" * 3000)])


async def test_what_is_sent_names_units_path_dates_and_source(ask, server):
    server.enqueue(GOOD)
    units = [ResponsibleUnit("市科技局", "lead", inherited=False, citation=1)]
    document = Document("doc", "题", "文", "a.txt", "text", written=date(2018, 5, 29), effective=date(2018, 7, 1))
    await ask(units=units, documents={"doc": document}, notices=["该文件目标期已到期"])
    sent = server.requests[0]["messages"][1]["content"]
    for part in (
        "市科技局（牵头）",
        "三、增强企业创新能力 ＞ 8.推进企业研发机构建设",
        "2026年11月22日",
        "江发〔2018〕17号",
        "日期：2018年5月29日成文，2018年7月1日施行",
        "目标期已到期",
    ):
        assert part in sent


async def test_personal_numbers_never_leave(ask, make_writer, server):
    server.enqueue(GOOD, "好的", "好的")
    question, writer = "我身份证11010519491231002X，手机13812345678，能补多少？", make_writer()
    await ask(question, writer=writer)
    await writer.complete_followup(question, [(question, "答")])
    await writer.clarify(question, ["甲", "乙"])
    assert len(server.requests) == 3
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


async def test_the_token_limit_is_sent_with_structure_and_without(ask, make_writer, server):
    server.enqueue(JSON, GOOD)
    await ask(writer=make_writer(max_tokens=77))
    await ask(writer=make_writer(max_tokens=77, structured=False))
    assert [r["max_tokens"] for r in server.requests] == [77, 77]


@pytest.mark.parametrize("proxy", ["proxy.example", "ftp://proxy.example:21"])
def test_a_proxy_that_cannot_be_used_is_told_when_the_service_starts(proxy):
    with pytest.raises(ConfigError, match="WENZHENG_LLM__PROXY"):
        Writer(LLMSettings(base_url="http://127.0.0.1:9/v1", model="m", proxy=proxy))


async def test_a_proxy_is_used(ask, server, evidence):
    server.enqueue(GOOD)
    proxy = server.base_url.removesuffix("/v1")
    writer = Writer(LLMSettings(base_url="http://model.example/v1", model="m", proxy=proxy))
    shown, _ = await ask(writer=writer)
    assert shown == GOOD
    await writer.aclose()


async def test_a_writer_closes_the_connections_that_it_opened(ask, server):
    server.enqueue(GOOD)
    writer = Writer(LLMSettings(base_url=server.base_url, model="scripted"))
    await ask(writer=writer)
    await writer.aclose()
